"""Who is at the desk: the logged-in account of a request, and the session's protection against forged forms."""

import secrets
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web
from aiohttp_session import Session

from handlers.accounts.account import Account, Role

# Which roles open which console; an administrator looks after the knowledge, not after citizens' cases. What each may
# do there is told by `adapters/web/access/permissions.py`.
CASE_ROLES = frozenset({Role.STAFF, Role.UNIT, Role.COUNSEL, Role.OFFICE_HEAD, Role.SIGNATORY})
CONSOLES: Mapping[str, AbstractSet[Role]] = {
    "staff": CASE_ROLES,
    "operators": frozenset(Role) - CASE_ROLES,
}
# The pages of one's own account, open to everybody who is logged in.
OWN = "account"


class Errand(StrEnum):
    """What somebody has to do before any console opens; the value is the page where it is done."""

    PASSWORD = "/account/password"  # noqa: S105 - a page
    SECOND_FACTOR = "/account/factor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A logged-in person: the account's name, what the person is called, the account's roles, and the unit, if any."""

    login: str
    name: str
    roles: AbstractSet[Role]
    unit: str = ""
    errand: Errand | None = None

    @property
    def consoles(self) -> tuple[str, ...]:
        """Give the consoles that open to this person."""
        return tuple(console for console, roles in CONSOLES.items() if roles & self.roles)


def visitor_as(account: Account, *, factor_roles: AbstractSet[Role] = frozenset()) -> Visitor:
    """Give the visitor that an account makes; `factor_roles` may not go on without a second factor."""
    errand = None
    if account.must_change_password:
        errand = Errand.PASSWORD
    elif account.roles & factor_roles and not account.has_second_factor:
        errand = Errand.SECOND_FACTOR
    return Visitor(account.login, account.display_name, account.roles, account.unit, errand)


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
