"""Forms left half-filled: how long they are kept, and when their citizen is reminded, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bot.clock import SHANGHAI

DRAFT_KEPT = timedelta(days=30)
"""How long an unfinished draft is kept after the last message (disclosure-rules §14)."""
SILENCE_BEFORE_REMINDER = timedelta(hours=30)
MORNING, EVENING = time(9), time(20)


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form that waits for its citizen; `state` is the conversation's, `mark` tells whether it was touched since."""

    channel: str
    citizen: str
    state: Mapping[str, Any]
    kept_until: datetime
    mark: float


def remind_at(silent_since: datetime) -> datetime:
    """Give when to remind of a form: after a day and a bit, at an hour at which nobody sleeps.

    The platform lets us write for forty-eight hours after the citizen's last message, so this is the latest time at
    which a reminder surely arrives: thirty hours, moved by at most thirteen into the day.
    """
    due = (silent_since + SILENCE_BEFORE_REMINDER).astimezone(SHANGHAI)
    if due.time() < MORNING:
        return datetime.combine(due.date(), MORNING, SHANGHAI)
    if due.time() >= EVENING:
        return datetime.combine(due.date() + timedelta(days=1), MORNING, SHANGHAI)
    return due
