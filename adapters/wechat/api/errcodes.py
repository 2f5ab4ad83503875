"""What the platform's error codes mean for us: try again, refresh, wait, leave this citizen alone, or call staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import SHANGHAI
from bot.errors import ServiceError

BUSY = -1
# The kind of the account does not allow what a message brings; the same words in a plainer one may go.
KIND_NOT_ALLOWED = 40200


class Remedy(StrEnum):
    """The one thing that helps after an error (protocol §13)."""

    RETRY = "retry"
    REFRESH = "refresh"
    MIDNIGHT = "midnight"
    WINDOW = "window"
    CITIZEN = "citizen"
    CONSENT = "consent"
    OPERATOR = "operator"
    LOGIN = "login"
    SPLIT = "split"
    INPUT = "input"


# Every code of protocol §13, and those that its other sections name.
REMEDIES: dict[Remedy, tuple[int, ...]] = {
    Remedy.RETRY: (BUSY, 45011),
    Remedy.REFRESH: (40001, 40014, 42001),
    Remedy.MIDNIGHT: (45009,),
    # The window is closed or its count used up: the message waits until the citizen writes again.
    Remedy.WINDOW: (45015, 45047),
    Remedy.CITIZEN: (40003, 43004, 43019, 48002, 50005),
    # Nobody is asked again for a notice that was not agreed to; the parcel goes on without it.
    Remedy.CONSENT: (43101,),
    Remedy.OPERATOR: (
        *(40013, 40125, 40164, 40200, 40243, 41002, 41004),
        *(40037, 47003, 48001, 48004, 48006, 50001),
    ),
    # The person begins the web login anew.
    Remedy.LOGIN: (40029, 40163, 42002, 42003, 42007, 10003),
    Remedy.SPLIT: (45002, 45003, 45004, 45008),
    # What we sent is wrong, and sending it again is pointless.
    Remedy.INPUT: (
        *(40004, 40005, 40006, 40007, 40008, 40009, 45001),
        *(40033, 44002, 44004, 47001),
        *(45056, 45058, 45059, 45157, 45158, 45159),
        *range(65301, 65321),
        *(41030, 45072, 45080, 45081, 46003),
    ),
}
_BY_CODE = {code: remedy for remedy, codes in REMEDIES.items() for code in codes}
_WAITS = {BUSY: 60.0, 45011: 60.0}
_TOKEN_WAIT = 300.0
_PASSING = {Remedy.RETRY, Remedy.REFRESH, Remedy.MIDNIGHT, Remedy.WINDOW}


def remedy_for(code: int) -> Remedy:
    """Give the remedy for a code; one not in the table is a fault in what we sent, and repeating it is pointless."""
    return _BY_CODE.get(code, Remedy.INPUT)


def _until_midnight(now: datetime) -> float:
    local = now.astimezone(SHANGHAI)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - local).total_seconds()


@dataclass(frozen=True, slots=True)
class Answered:
    """What the platform said when it refused: the code and the request id that its support asks for."""

    code: int
    rid: str = ""


class PlatformError(ServiceError):
    """The platform refused a call; `remedy` says what helps, `code` is its errcode."""

    def __init__(self, answered: Answered, *, now: datetime) -> None:
        self.code = answered.code
        self.rid = answered.rid
        self.remedy = remedy_for(answered.code)
        # The path that was refused, once it is noted there.
        self.call = ""
        super().__init__(
            permanent=self.remedy not in _PASSING,
            retry_after=self._wait(now),
            errcode=answered.code,
        )

    @property
    def alarming(self) -> bool:
        """Whether staff must act before any call of this kind can succeed."""
        return self.remedy in {Remedy.OPERATOR, Remedy.REFRESH, Remedy.MIDNIGHT}

    @property
    def asked(self) -> bool:
        """Whether a call was spent on the answer."""
        return True

    def _wait(self, now: datetime) -> float | None:
        if self.remedy is Remedy.MIDNIGHT:
            return _until_midnight(now)
        if self.remedy is Remedy.REFRESH:
            return _TOKEN_WAIT
        return _WAITS.get(self.code)


class StoppedError(PlatformError):
    """A call that is not made, since the platform refused it lastingly a short while ago; `again_at` is when it is."""

    def __init__(self, answered: Answered, *, now: datetime, again_at: datetime) -> None:
        super().__init__(answered, now=now)
        self.retry_after = max((again_at - now).total_seconds(), 1.0)

    @property
    def asked(self) -> bool:
        """No call was spent."""
        return False
