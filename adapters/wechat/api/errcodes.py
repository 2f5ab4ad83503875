"""What the platform's error codes mean for us: try again, refresh, wait, leave this citizen alone, or call staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import SHANGHAI
from bot.errors import ServiceError

BUSY = -1


class Remedy(StrEnum):
    """The one thing that helps after an error (protocol §13)."""

    RETRY = "retry"
    REFRESH = "refresh"
    MIDNIGHT = "midnight"
    WINDOW = "window"
    CITIZEN = "citizen"
    OPERATOR = "operator"
    INPUT = "input"


_REMEDIES = {
    Remedy.RETRY: (BUSY, 45011),
    Remedy.REFRESH: (40001, 40014, 42001),
    Remedy.MIDNIGHT: (45009,),
    # The window is closed or its count used up: the message waits until the citizen writes again.
    Remedy.WINDOW: (45015, 45047),
    Remedy.CITIZEN: (40003, 43004, 43019, 43101, 48002, 50005),
    Remedy.OPERATOR: (
        *(40013, 40125, 40164, 40200, 40243, 41002, 41004),
        *(40037, 47003, 48001, 48004, 48006, 50001),
    ),
}
_BY_CODE = {code: remedy for remedy, codes in _REMEDIES.items() for code in codes}
_WAITS = {BUSY: 60.0, 45011: 60.0}
_TOKEN_WAIT = 300.0


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
        super().__init__(
            permanent=self.remedy in {Remedy.CITIZEN, Remedy.OPERATOR, Remedy.INPUT},
            retry_after=self._wait(now),
            errcode=answered.code,
        )

    @property
    def alarming(self) -> bool:
        """Whether staff must act before any call of this kind can succeed."""
        return self.remedy in {Remedy.OPERATOR, Remedy.REFRESH, Remedy.MIDNIGHT}

    def _wait(self, now: datetime) -> float | None:
        if self.remedy is Remedy.MIDNIGHT:
            return _until_midnight(now)
        if self.remedy is Remedy.REFRESH:
            return _TOKEN_WAIT
        return _WAITS.get(self.code)
