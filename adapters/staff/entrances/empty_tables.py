"""Empty tables for everything that the staff desk takes in as a table, headed as its import reads it."""

import asyncio
from collections.abc import Mapping, Sequence

from aiohttp import web

from adapters.web.downloads import WORKBOOK, download
from adapters.web.errors import RefusedError
from handlers.complaints.hotline.columns import HotlineColumns
from handlers.credit.entry import COLUMNS as CREDIT
from handlers.files.table_file import as_workbook
from handlers.matters.delivery.mapping import USUAL as MATTERS
from handlers.statistics.outside import COLUMNS as OUTSIDE
from handlers.texts import Texts


def heads(hotline: HotlineColumns) -> Mapping[str, Sequence[str]]:
    """Give the head of each table by its name; the hotline's columns are called as the county calls them."""
    return {
        "matters": _first(MATTERS),
        "credit": _first(CREDIT),
        "hotline": _first(hotline.taken),
        "outside": OUTSIDE,
    }


def _first(called: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return [names[0] for names in called.values()]


class EmptyTablePages:
    """Gives the tables as workbooks."""

    def __init__(self, hotline: HotlineColumns, *, texts: Texts) -> None:
        self._heads = heads(hotline)
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the address below `/staff`."""
        return [web.get("/templates/{name}", self.give)]

    async def give(self, request: web.Request) -> web.Response:
        """Give one; raises `RefusedError` (404) for none of this name."""
        head = self._heads.get(request.match_info["name"])
        if head is None:
            raise RefusedError("import_templates.missing", status=404)
        title = self._texts(f"import_templates.{request.match_info['name']}")
        content = await asyncio.to_thread(as_workbook, title, [list(head)])
        return download(content, WORKBOOK, name=f"{title}.xlsx")
