"""Columns on a phone: the tree of two levels, what stands in one, the boards of a village, and the channels."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from handlers.catalogue.filters import TOWNSHIP
from handlers.columns.shelf import ColumnShelf, OpenColumns
from handlers.county.openness_plan import Rubric, RubricPlace
from handlers.guides.bundles.catalogue import LifeEvents
from handlers.guides.bundles.whole import told_of
from handlers.published.library import Library
from knowledge.documents.document import Document

DOCUMENTS_A_PAGE = 20
LIST = "/m/columns/list"
PLACES: Mapping[RubricPlace, str] = {
    RubricPlace.PROJECTS: "/m/projects",
    RubricPlace.OPINIONS: "/m/opinions",
    RubricPlace.QUESTIONNAIRES: "/m/questionnaires",
    RubricPlace.ACTIVITIES: "/m/activities",
    RubricPlace.TOWNS: "/m/catalogue?" + urlencode({"level": TOWNSHIP}),
}
"""Where the page of each place is; what has none is asked for in the talk, by the words that the column's page tells."""


class PublicColumnPages:
    """Shows the columns to everybody; `events` are the events in a life whose matters are done together."""

    def __init__(self, columns: OpenColumns, *, events: LifeEvents, library: Library) -> None:
        self._columns = columns
        self._events = events
        self._library = library

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get("/columns", self.show_tree),
            web.get("/columns/list", self.show_list),
            web.get("/columns/boards", self.show_boards),
            web.get("/columns/boards/{village}", self.show_board),
        ]

    async def show_tree(self, request: web.Request) -> web.Response:
        """Show the tree with how much each column holds, and the channels."""
        plan, shelf = self._columns.plan, await self._columns.shelf()
        tree = [
            (
                parent,
                [
                    (rubric.name, len(shelf.held(rubric)), rubric.place, _leads_to(rubric, shelf))
                    for rubric in plan.rubrics
                    if rubric.parent == parent
                ],
            )
            for parent in plan.parents
        ]
        return render(
            request,
            "citizen/columns.html",
            tree=tree,
            channels=plan.channels,
            villages=plan.villages,
            sample=plan.sample,
        )

    async def show_list(self, request: web.Request) -> web.Response:
        """Show what stands in one column; raises `RefusedError` (404) for one that there is not."""
        wanted = request.query.get("rubric", "")
        rubrics = self._columns.plan.rubrics
        rubric = next((one for one in rubrics if f"{one.parent}/{one.name}" == wanted), None)
        if rubric is None:
            raise RefusedError("citizen.columns.missing", status=404)
        held = (await self._columns.shelf()).held(rubric)
        page = page_number(request.query.get("page", ""))
        start = (page - 1) * DOCUMENTS_A_PAGE
        return render(
            request,
            "citizen/column.html",
            rubric=rubric,
            place=rubric.place.name.lower() if rubric.place else "",
            events=told_of(self._events, self._library) if rubric.place is RubricPlace.EVENTS else (),
            place_address=PLACES.get(rubric.place, "") if rubric.place else "",
            documents=held[start : start + DOCUMENTS_A_PAGE],
            sheet=Sheet(page, start + DOCUMENTS_A_PAGE < len(held), LIST, {"rubric": wanted}, len(held)),
            document_address=document_address,
        )

    async def show_boards(self, request: web.Request) -> web.Response:
        """Show the villages, each with how much of its boards is filled."""
        shelf = await self._columns.shelf()
        rows = []
        for village in self._columns.plan.villages:
            entries = shelf.board(village)
            done = sum(bool(entry.documents) for entry in entries)
            rows.append((village, done, len(entries), f"/m/columns/boards/{quote(village.name)}"))
        return render(request, "citizen/boards.html", rows=rows)

    async def show_board(self, request: web.Request) -> web.Response:
        """Show a village's boards, part by part, the missing ones as well; raises `RefusedError` (404)."""
        plan, name = self._columns.plan, request.match_info["village"]
        village = next((one for one in plan.villages if one.name == name), None)
        if village is None:
            raise RefusedError("citizen.columns.no_village", status=404)
        entries = (await self._columns.shelf()).board(village)
        boards = [
            (board, [entry for entry in entries if entry.board == board])
            for board in dict.fromkeys(entry.board for entry in entries)
        ]
        return render(
            request, "citizen/board.html", village=village, boards=boards, document_address=document_address
        )


def _leads_to(rubric: Rubric, shelf: ColumnShelf) -> str:
    """Give where a column of the tree leads: to the other place at once, where nothing else stands in it."""
    elsewhere = PLACES.get(rubric.place, "") if rubric.place and not shelf.held(rubric) else ""
    return elsewhere or rubric_address(rubric.parent, rubric.name)


def rubric_address(parent: str, name: str) -> str:
    """Give the address of a column's list."""
    return f"{LIST}?{urlencode({'rubric': f'{parent}/{name}'})}"


def document_address(document: Document) -> str:
    """Give the address of a document's page."""
    return f"/m/documents/{quote(document.id, safe='')}"
