"""The parametric QR codes of the simulated account."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class SceneCode:
    """One code; `until` None for a permanent one."""

    ticket: str
    scene: str
    address: str
    until: datetime | None


class CodeShelf:
    """Every code that was made."""

    def __init__(self) -> None:
        self._by_ticket: dict[str, SceneCode] = {}

    def make(self, scene: str, *, now: datetime, seconds: int | None) -> SceneCode:
        """Make a code; without seconds it never ends."""
        code = SceneCode(
            ticket="g" + secrets.token_urlsafe(71),
            scene=scene,
            address=f"http://weixin.qq.com/q/{secrets.token_urlsafe(16)}",
            until=None if seconds is None else now + timedelta(seconds=seconds),
        )
        self._by_ticket[code.ticket] = code
        return code

    def permanent(self) -> int:
        """Count those that never end."""
        return sum(code.until is None for code in self._by_ticket.values())

    def of_ticket(self, ticket: str) -> SceneCode | None:
        """Give the code of a ticket."""
        return self._by_ticket.get(ticket)

    def scanned(self, ticket: str, *, now: datetime) -> SceneCode | None:
        """Give what a phone reads from a code, nothing once it has ended."""
        code = self._by_ticket.get(ticket)
        return code if code and (code.until is None or now < code.until) else None
