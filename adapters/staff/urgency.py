"""How pressing a due date is, by a colour and always also by words."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.message import Wording

SOON_WORKDAYS = 5
LONG_HOURS = 4
DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Urgency:
    """What a clerk reads beside a due date; `tone` is a colour of the style sheet, `note` a second date that counts."""

    words: str
    tone: str
    note: str = ""


def urgency(due_on: date | None, left: int | None, *, done: bool, waiting: bool, texts: Wording) -> Urgency:
    """Give the words and tone for a due date with `left` working days to go, negative when overdue.

    `done` says that nothing is due any more, `waiting` that the clock has not started (disclosure-rules §2).
    """
    if done:
        return Urgency(texts("staff.due.met"), "")
    if waiting:
        return Urgency(texts("staff.due.waiting"), "warn")
    if due_on is None or left is None:
        return Urgency(texts("staff.due.unknown"), "warn")
    if left < 0:
        return Urgency(texts("staff.due.over", days=-left), "bad")
    if left == 0:
        return Urgency(texts("staff.due.today"), "bad")
    return Urgency(texts("staff.due.left", days=left), "warn" if left <= SOON_WORKDAYS else "good")


def waiting_since(since: datetime, *, now: datetime, done: bool, texts: Wording) -> Urgency:
    """Give the words and tone for somebody who has waited since an instant, where no law sets a date."""
    if done:
        return Urgency("", "")
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return Urgency(texts("staff.due.just_now"), "good")
    if hours < DAY_HOURS:
        return Urgency(
            texts("staff.due.waited_hours", hours=hours), "warn" if hours >= LONG_HOURS else "good"
        )
    return Urgency(texts("staff.due.waited_days", days=hours // DAY_HOURS), "bad")
