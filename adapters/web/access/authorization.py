"""Stands before every route of the consoles: without the duty the table asks for, nothing of a request is even read."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

from aiohttp import web

from adapters.web.access.duties import DUTIES, duties_of, may
from adapters.web.access.permissions import ROUTES, Reach
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from handlers.accounts.account import Role
from handlers.texts import Texts
from knowledge.publication.lifecycle import Duty

# Asks which unit the record of a request belongs to; empty text when it is nobody's, or there is no such record.
UnitOf = Callable[[web.Request], Awaitable[str]]


class Authorization:
    """Holds every request of a console against the table; fails closed, at the start as well as at a request.

    `units` tells for the routes whose duties do not reach every record, by the route's path, whose the record is.
    """

    def __init__(self, texts: Texts, *, units: Mapping[str, UnitOf]) -> None:
        self._texts = texts
        self._units = units

    def check_routes(self, prefix: str, routes: Iterable[web.AbstractRoute]) -> None:
        """Refuse to start unless the table names every route of a console, and nothing else; raises `LookupError`."""
        keys = {_key(route, prefix=prefix) for route in routes}
        if strays := keys ^ {key for key in ROUTES if key.partition(" ")[2].startswith(prefix)}:
            raise LookupError(
                f"adapters/web/access/permissions.py and the routes differ: {', '.join(sorted(strays))}"
            )
        for key in keys:
            narrow = any(need.reach is not Reach.ALL for need in ROUTES[key])
            if narrow and key.partition(" ")[2] not in self._units:
                raise LookupError(f"{key}: nobody tells which unit its records belong to")

    async def require(self, request: web.Request) -> None:
        """Let the visitor through to a route; raises `RefusedError` (403) that tells the duty and who has it.

        What leads to no route at all is let through, to be told so.
        """
        if request.match_info.http_exception is not None:
            return
        key = _key(request.match_info.route)
        needs = ROUTES.get(key, ())
        unit = ""
        if any(need.reach is not Reach.ALL for need in needs):
            unit = await self._units[key.partition(" ")[2]](request)
        visitor = visitor_of(request)
        if not may(visitor, key, unit=unit):
            wanted = frozenset().union(*(need.duties for need in needs))
            raise lacking(wanted, self._texts, elsewhere=bool(wanted & duties_of(visitor)))


def lacking(duties: Collection[Duty], texts: Texts, *, elsewhere: bool = False) -> RefusedError:
    """Give the refusal that names the duties that would do, and the roles that have them.

    `elsewhere` says that the duty is there, and the record is another unit's.
    """
    roles = [role for role in Role if DUTIES[role] & set(duties)]
    return RefusedError(
        "web.errors.other_unit" if elsewhere else "web.errors.duty",
        status=403,
        duties="、".join(texts(f"accounts.duties.{duty.value}") for duty in Duty if duty in duties),
        roles="、".join(texts(f"accounts.roles.{role.value}") for role in roles),
    )


def _key(route: web.AbstractRoute, *, prefix: str = "") -> str:
    """Give a route as the table names it; asking for the head of a page takes what the page takes."""
    method = "GET" if route.method == "HEAD" else route.method
    return f"{method} {prefix}{route.resource.canonical if route.resource else ''}"
