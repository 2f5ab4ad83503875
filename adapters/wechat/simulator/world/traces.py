"""What went over the wire, kept for the person who looks for a mistake: each delivery with request, answer and verdict."""

import secrets
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

_TRACES_A_CITIZEN = 60


class DeliveryOutcome(StrEnum):
    """How the platform takes one delivery."""

    ANSWERED = "answered"
    EMPTY = "empty"
    LATE = "late"
    LOST = "lost"
    STATUS = "status"
    BROKEN = "broken"
    UNREACHABLE = "unreachable"


@dataclass(slots=True, kw_only=True)
class DeliveryTrace:
    """One request and what came back; `opened` is the answer out of its envelope, `ms` the time from push to full answer."""

    attempt: int
    method: str
    url: str
    request: str
    started_at: datetime
    status: int | None = None
    response: str = ""
    opened: str = ""
    ms: float = 0.0
    outcome: DeliveryOutcome = DeliveryOutcome.UNREACHABLE
    verdict: str = ""


@dataclass(slots=True, kw_only=True)
class Trace:
    """All deliveries of one push, or one call of the API that concerns a citizen."""

    id: str
    openid: str
    kind: str
    key: str
    plain_xml: str
    verdict: str = ""
    shown: bool = False
    deliveries: list[DeliveryTrace] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Give it as JSON values."""
        record = asdict(self)
        for delivery in record["deliveries"]:
            delivery["started_at"] = delivery["started_at"].isoformat()
        return record


class Traces:
    """The latest traces of each citizen; older ones are forgotten, and all of them at the end of the process."""

    def __init__(self) -> None:
        self._kept: dict[str, deque[Trace]] = {}
        # Entries of earlier runs name the traces of their run, so each run marks its own.
        self._run = secrets.token_hex(3)
        self._count = 0

    def open(self, *, openid: str, kind: str, key: str, plain_xml: str = "") -> Trace:
        """Begin a trace."""
        self._count += 1
        trace = Trace(id=f"{self._run}-{self._count}", openid=openid, kind=kind, key=key, plain_xml=plain_xml)
        self._kept.setdefault(openid, deque(maxlen=_TRACES_A_CITIZEN)).append(trace)
        return trace

    def of(self, openid: str) -> list[Trace]:
        """Give the traces of a citizen, oldest first; the empty id holds those of nobody, like the GET check."""
        return list(self._kept.get(openid, ()))
