"""Who may do what at the operators' desk: roles of accounts become duties of the publishing procedure."""

from collections.abc import Mapping

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.visitor import visitor_of
from handlers.accounts.account import Role
from knowledge.publication.lifecycle import Duty, Person

# A chief of the office stands in for a reviewer; nobody stands in for a checker, and staff have no duty here.
DUTIES: Mapping[Role, frozenset[Duty]] = {
    Role.STAFF: frozenset(),
    Role.OPERATOR: frozenset({Duty.DRAFT}),
    Role.REVIEWER: frozenset({Duty.FIRST, Duty.SECOND}),
    Role.CHIEF: frozenset({Duty.FIRST, Duty.SECOND, Duty.FINAL}),
    Role.LINE: frozenset({Duty.LINE}),
    Role.LEGAL: frozenset({Duty.LEGAL}),
    Role.FORM: frozenset({Duty.FORM}),
    Role.ADMIN: frozenset({Duty.OVERSEE}),
}


def person_of(request: web.Request) -> Person:
    """Give the person at the desk with the duties of all the account's roles."""
    visitor = visitor_of(request)
    return Person(visitor.login, frozenset().union(*(DUTIES[Role(role)] for role in visitor.roles)))


def require_drafting(request: web.Request) -> Person:
    """Give the person at the desk; raises `RefusedError` unless drafting is among the duties."""
    person = person_of(request)
    if Duty.DRAFT not in person.duties:
        raise RefusedError("publishing.refused.drafting", status=403)
    return person
