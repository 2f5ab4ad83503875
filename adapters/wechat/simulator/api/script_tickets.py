"""The ticket by which pages prove who they are to the client's scripts (protocol §12)."""

import secrets
from datetime import datetime, timedelta

_TICKET_SECONDS = 7200


class ScriptTickets:
    """The ticket for page scripts: one at a time, good for two hours."""

    def __init__(self) -> None:
        self._ticket: tuple[str, datetime] | None = None

    def fetch(self, now: datetime) -> tuple[str, int]:
        """Give the ticket and its seconds."""
        ticket, until = self._ticket or ("", now)
        if now >= until:
            ticket, until = secrets.token_urlsafe(64), now + timedelta(seconds=_TICKET_SECONDS)
            self._ticket = (ticket, until)
        return ticket, int((until - now).total_seconds())

    def current(self, now: datetime) -> str:
        """Give the ticket that somebody holds; empty when there is none."""
        ticket, until = self._ticket or ("", now)
        return ticket if now < until else ""
