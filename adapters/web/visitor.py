"""Who is at the desk: the logged-in account of a request, and the session's protection against forged forms."""

import secrets
from dataclasses import dataclass

from aiohttp import web
from aiohttp_session import Session

VISITOR = "mingbai_visitor"
CSRF = "mingbai_csrf"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A logged-in person: the account's id, what it is called, and what it may open."""

    id: str
    login: str
    name: str
    roles: frozenset[str]

    @property
    def actor(self) -> str:
        """Give how audit entries name the person."""
        return f"account:{self.login}"


def visitor_of(request: web.Request) -> Visitor:
    """Give the person whom the guard let in; asking on an unguarded page is a bug and raises `KeyError`."""
    visitor: Visitor = request[VISITOR]
    return visitor


def token_of(session: Session) -> str:
    """Give the session's CSRF token, made at its first use."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])
