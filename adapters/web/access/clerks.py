"""Accounts become persons of the procedure: roles are parts, the unit of an account is an agency of the directory.

Which step is whose is the table of `handlers/disclosure/case/lifecycle.py`; here stands only who has which part.
"""

from collections.abc import Mapping

from aiohttp import web

from adapters.web.access.visitor import Visitor, visitor_of
from handlers.accounts.account import Role
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import Actor

PARTS: Mapping[Role, frozenset[Actor]] = {
    **dict.fromkeys(Role, frozenset()),
    Role.STAFF: frozenset({Actor.STAFF}),
    Role.UNIT: frozenset({Actor.UNIT}),
    Role.COUNSEL: frozenset({Actor.LEGAL}),
    Role.OFFICE_HEAD: frozenset({Actor.HEAD}),
    Role.SIGNATORY: frozenset({Actor.SIGNATORY}),
}
"""An administrator, and whoever keeps the knowledge, has no part in citizens' cases."""


def clerk_as(visitor: Visitor, agencies: AgencyDirectory) -> Clerk:
    """Give the person that an account makes.

    Without a unit it works at the county's own office, the first of the directory. A unit that is no agency has no cases
    of its own, but may be given some to handle.
    """
    parts = frozenset[Actor]().union(*(PARTS[Role(role)] for role in visitor.roles))
    found = agencies.agency(visitor.unit) if visitor.unit else agencies.home
    if found is None:
        return Clerk(visitor.login, parts, agency=visitor.unit, unit=visitor.unit)
    return Clerk(visitor.login, parts, agency="" if found is agencies.home else found.key, unit=visitor.unit)


def clerk_of(request: web.Request, agencies: AgencyDirectory) -> Clerk:
    """Give the person at the desk with the parts of all the account's roles."""
    return clerk_as(visitor_of(request), agencies)


def complaint_clerk_as(visitor: Visitor, agencies: AgencyDirectory) -> ComplaintClerk:
    """Give the person that an account makes for complaints.

    The county's own office takes them in; everybody else acts for the unit that a complaint was given to.
    """
    found = agencies.agency(visitor.unit) if visitor.unit else agencies.home
    at_office = not visitor.unit or (found is not None and found is agencies.home)
    roles = frozenset(map(Role, visitor.roles))
    parts = set()
    if Role.STAFF in roles:
        parts.add(ComplaintActor.OFFICE if at_office else ComplaintActor.UNIT)
    if Role.UNIT in roles:
        parts.add(ComplaintActor.UNIT)
    if Role.OFFICE_HEAD in roles and at_office:
        parts.add(ComplaintActor.HEAD)
    return ComplaintClerk(visitor.login, frozenset(parts), found.name if found else visitor.unit)


def complaint_clerk_of(request: web.Request, agencies: AgencyDirectory) -> ComplaintClerk:
    """Give the person at the desk with the parts in complaints."""
    return complaint_clerk_as(visitor_of(request), agencies)
