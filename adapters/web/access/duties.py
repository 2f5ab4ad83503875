"""Roles become duties, and what a route needs is held against them: the one place that decides who may do what.

Where a step depends on the record as well (reviews, the register of withheld information, batches), the table of that
procedure decides after this one.
"""

from collections.abc import Mapping

from aiohttp import web

from adapters.web.access.permissions import CLEAR_DATA, ROUTES
from adapters.web.access.visitor import Visitor, visitor_of
from handlers.accounts.account import Role
from knowledge.publication.lifecycle import Duty, Person

# A chief of the office stands in for a reviewer; nobody stands in for a checker. Citizens' cases are the staff's alone.
DUTIES: Mapping[Role, frozenset[Duty]] = {
    Role.STAFF: frozenset({Duty.SERVE, Duty.CASE}),
    Role.OPERATOR: frozenset({Duty.DRAFT}),
    Role.REVIEWER: frozenset({Duty.FIRST, Duty.SECOND}),
    Role.CHIEF: frozenset({Duty.FIRST, Duty.SECOND, Duty.FINAL}),
    Role.LINE: frozenset({Duty.LINE}),
    Role.LEGAL: frozenset({Duty.LEGAL}),
    Role.FORM: frozenset({Duty.FORM}),
    Role.ADMIN: frozenset({Duty.OVERSEE}),
    Role.UNIT: frozenset({Duty.CASE}),
    Role.COUNSEL: frozenset({Duty.CASE}),
    Role.OFFICE_HEAD: frozenset({Duty.CASE}),
    Role.SIGNATORY: frozenset({Duty.CASE}),
}


def duties_of(visitor: Visitor) -> frozenset[Duty]:
    """Give the duties of all the account's roles."""
    return frozenset().union(*(DUTIES[Role(role)] for role in visitor.roles))


def roles_with_clear_data() -> frozenset[Role]:
    """Give the roles that see people's data in clear, by what their duties open."""
    needed = frozenset().union(*(need.duties for key in CLEAR_DATA for need in ROUTES[key]))
    return frozenset(role for role in Role if DUTIES[role] & needed)


def person_of(request: web.Request) -> Person:
    """Give the person at the desk with the duties of all the account's roles."""
    visitor = visitor_of(request)
    return Person(visitor.login, duties_of(visitor))


def may(visitor: Visitor, key: str, *, unit: str = "") -> bool:
    """Whether an account may take a route, such as `POST /operators/words`, on a record of a unit; `unit` may be none."""
    own = duties_of(visitor)
    return any(need.duties & own and need.reach.covers(visitor.unit, unit) for need in ROUTES[key])
