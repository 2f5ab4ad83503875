"""Counts how often each kind of page below `/m` was read, and nothing of the reader."""

from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from handlers.statistics.visits import PageCounter

KINDS = frozenset(
    {
        "documents",
        "activities",
        "opinions",
        "questionnaires",
        "figures",
        "materials",
        "cases",
        "catalogue",
        "columns",
        "projects",
    }
)
OTHERS = "others"
AREA_PARTS = 2


def counting_visits(visits: PageCounter) -> Middleware:
    """Give the middleware; only pages that were found and shown count, and files do not."""

    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if (
            request.method == "GET"
            and response.status == HTTPStatus.OK
            and response.content_type == "text/html"
        ):
            visits.saw(kind_of(request.path))
        return response

    return count


def kind_of(path: str) -> str:
    """Give the kind of page at an address."""
    parts = path.split("/", AREA_PARTS + 1)
    return parts[AREA_PARTS] if len(parts) > AREA_PARTS and parts[AREA_PARTS] in KINDS else OTHERS
