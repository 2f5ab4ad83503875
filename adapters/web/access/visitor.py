"""Who is at the desk: the logged-in account of a request, and the session's protection against forged forms."""

import secrets
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from aiohttp import web
from aiohttp_session import Session

from handlers.accounts.account import Role

# Which roles open which console; an administrator looks after the knowledge, not after citizens' cases. What each may
# do there is told by `adapters/web/access/permissions.py`.
CONSOLES: Mapping[str, AbstractSet[Role]] = {
    "staff": frozenset({Role.STAFF}),
    "operators": frozenset(Role) - {Role.STAFF},
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A logged-in person: the account's name, what the person is called, the account's roles, and the unit, if any."""

    login: str
    name: str
    roles: AbstractSet[Role]
    unit: str = ""

    @property
    def consoles(self) -> tuple[str, ...]:
        """Give the consoles that open to this person."""
        return tuple(console for console, roles in CONSOLES.items() if roles & self.roles)


VISITOR = web.RequestKey("mingbai_visitor", Visitor)
CSRF = web.RequestKey("mingbai_csrf", str)


def visitor_of(request: web.Request) -> Visitor:
    """Give the person whom the guard let in; asking on an unguarded page is a bug and raises `KeyError`."""
    return request[VISITOR]


def token_of(session: Session) -> str:
    """Give the session's CSRF token, made at its first use."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])
