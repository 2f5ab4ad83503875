"""The ladder of delivery: what is tried next with a parcel, and what becomes of it. Pure, and the only place that decides.

The rungs are: with the answer to what the citizen writes (passive), a customer-service message while the platform's
window is open, a notice without personal data that invites the citizen back, and a task for staff (design §4, step 7;
wechat-protocol §8, §11). Nothing is lost on it: a parcel is sent, or it is open in its place, or staff have a task.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_WAIT = timedelta(seconds=30)
# Everything else of the same citizen waits behind it, also once the world is well again.
LONGEST_WAIT = timedelta(minutes=10)


class ParcelState(StrEnum):
    """Where a parcel stands."""

    DUE = "due"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


OPEN = (ParcelState.DUE, ParcelState.WAITING)


class Rung(StrEnum):
    """By which way it was tried to reach the citizen."""

    PASSIVE = "passive"
    SERVICE = "service"
    NOTICE = "notice"


class SendWindow(StrEnum):
    """What is known of the platform's window for a citizen before a call is spent on it (wechat-protocol §8)."""

    OPEN = "open"
    SHUT = "shut"
    SPENT = "spent"
    UNKNOWN = "unknown"


class RefusalVerdict(StrEnum):
    """What a refusal means for the parcel: later, not before the citizen writes, or never by this way.

    HELD concerns all parcels alike (a token, a right, a quota): when it ends does not depend on how often this one was tried,
    and that it was held up is no try of its own.
    """

    LATER = "later"
    HELD = "held"
    WINDOW = "window"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ParcelStanding:
    """Where a parcel stands on the ladder.

    `attempts` counts how often it was tried; what held up all parcels alike is counted once at most. After `wait_until` staff have a task (`tasked`); until the deadline is
    set it is None. `invited` says that the citizen was asked to come back since last writing.
    """

    state: ParcelState
    due_at: datetime
    attempts: int = 0
    wait_until: datetime | None = None
    tasked: bool = False
    invited: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still has to reach the citizen."""
        return self.state in OPEN


def offered(queue: Sequence[ParcelStanding], *, now: datetime) -> int | None:
    """Give which of one citizen's parcels, oldest first, may be taken up now: only the first open one, once it is due.

    What was never tried is due whatever its hour says: the clock may have been set back since it was written.
    """
    place = next((place for place, parcel in enumerate(queue) if parcel.is_open), None)
    if place is None:
        return None
    head = queue[place]
    return place if head.state is ParcelState.DUE and (head.due_at <= now or head.attempts == 0) else None


def next_rung(window: SendWindow, *, invited: bool, may_invite: bool) -> Rung | None:
    """Give what is tried with a parcel that was taken up; None when it waits for the citizen to write.

    No call is spent where a refusal (45015, 45047) is certain; where nothing is known it is found out.
    """
    if window in {SendWindow.OPEN, SendWindow.UNKNOWN}:
        return Rung.SERVICE
    return Rung.NOTICE if may_invite and not invited else None


def sent(standing: ParcelStanding) -> ParcelStanding:
    """Give the standing of a parcel that arrived."""
    return replace(standing, state=ParcelState.SENT)


def waiting(standing: ParcelStanding, *, invited: bool = False) -> ParcelStanding:
    """Give the standing of a parcel that waits for the citizen to write; `invited` when a notice went out just now."""
    return replace(standing, state=ParcelState.WAITING, invited=standing.invited or invited)


def refused(
    standing: ParcelStanding, verdict: RefusalVerdict, *, now: datetime, after: timedelta = timedelta()
) -> ParcelStanding:
    """Give the standing after a refusal; `after` is how long the other side asks to be left alone at least.

    A parcel that no try can bring is given up, and becomes a task at once. One that the world failed is tried again
    for as long as it is kept: that its time is over gives staff a task and ends nothing.
    """
    if verdict is RefusalVerdict.NEVER:
        return replace(standing, state=ParcelState.FAILED, tasked=True)
    if verdict is RefusalVerdict.WINDOW:
        return waiting(standing)
    if verdict is RefusalVerdict.HELD and after:
        # One stays: what was never tried is due whatever its hour says.
        tried = max(standing.attempts - 1, 1)
        return replace(standing, state=ParcelState.DUE, due_at=now + after, attempts=tried)
    grown = min(FIRST_WAIT * 2 ** min(max(standing.attempts - 1, 0), 12), LONGEST_WAIT)
    return replace(standing, state=ParcelState.DUE, due_at=now + max(grown, after))


def rested(standing: ParcelStanding, *, until: datetime) -> ParcelStanding:
    """Give the standing of a parcel that is not said by night."""
    return replace(standing, state=ParcelState.DUE, due_at=until)


def uninvited(standing: ParcelStanding, verdict: RefusalVerdict, *, now: datetime) -> ParcelStanding:
    """Give the standing after a notice was refused: the world may let it through later, anything else is final."""
    if verdict in {RefusalVerdict.LATER, RefusalVerdict.HELD}:
        return refused(standing, verdict, now=now)
    return waiting(standing, invited=True)


def returned(standing: ParcelStanding, *, now: datetime) -> ParcelStanding:
    """Give the standing once the citizen has written: what waited is due, and the next silence may be ended by a notice."""
    if not standing.is_open:
        return standing
    return replace(standing, state=ParcelState.DUE, due_at=now, invited=False)


def overdue(standing: ParcelStanding, *, now: datetime) -> bool:
    """Tell whether staff are to be given a task now."""
    if not standing.is_open or standing.tasked or standing.wait_until is None:
        return False
    return standing.wait_until <= now


def tasked(standing: ParcelStanding) -> ParcelStanding:
    """Give the standing once staff have a task: the parcel keeps its place, and arrives when the citizen writes."""
    return replace(standing, tasked=True)
