"""What a notice says: the kind, some numbers with their last days, and where at the desk they are; one for many of a kind. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from bot.message import Wording
from handlers.staff_notices.door import NoticeMessage
from handlers.staff_notices.work import Pressing, PressingWork, WorkKind

LISTED = 5
PATHS: Mapping[WorkKind, tuple[str, str]] = {
    WorkKind.TICKET: ("/staff/tickets/{number}", "/staff?kind=tickets"),
    WorkKind.COMPLAINT: ("/staff/complaints/{number}", "/staff/complaints"),
    WorkKind.DISCLOSURE: ("/staff/requests/{number}", "/staff?kind=requests"),
    WorkKind.GAP: ("/operators/gaps/{number}", "/operators/gaps"),
}
"""Where the desk shows one of a kind, and where all of them; a log-in stands before both."""


def message_of(kind: WorkKind, news: Sequence[PressingWork], *, texts: Wording, desk: str) -> NoticeMessage:
    """Write the notice of some news of one kind, the pressing first; `desk` is the address of the site."""
    counts = Counter(one.pressing for one in news)
    parts = [
        texts(f"staff_notices.pressing.{pressing.name.lower()}", count=counts[pressing])
        for pressing in sorted(counts, reverse=True)
    ]
    title = texts(
        "staff_notices.told.title", kind=texts(f"staff_notices.kinds.{kind}"), counts="，".join(parts)
    )
    lines = [_line(one, texts) for one in news[:LISTED]]
    if len(news) > LISTED:
        lines.append(texts("staff_notices.told.more", count=len(news)))
    one, many = PATHS[kind]
    place = one.format(number=news[0].work.number) if len(news) == 1 else many
    return NoticeMessage(
        title, "\n".join((title, *lines, texts("staff_notices.told.open", url=desk + place)))
    )


def trial_of(*, texts: Wording, desk: str) -> NoticeMessage:
    """Write the message by which somebody sees whether an address works."""
    title = texts("staff_notices.told.trial")
    return NoticeMessage(title, f"{title}\n{texts('staff_notices.told.open', url=f'{desk}/staff')}")


def earliest(news: Sequence[PressingWork]) -> date | None:
    """Give the first last day of some news."""
    return min((one.work.due_on for one in news if one.work.due_on), default=None)


def most_pressing(news: Sequence[PressingWork]) -> Pressing:
    """Give how pressing the most pressing of some news is."""
    return max(one.pressing for one in news)


def _line(one: PressingWork, texts: Wording) -> str:
    if one.work.due_on is None:
        return one.work.number
    day = one.work.due_on
    key = "overdue" if one.pressing is Pressing.LATE else "until"
    return texts(f"staff_notices.told.{key}", number=one.work.number, month=day.month, day=day.day)
