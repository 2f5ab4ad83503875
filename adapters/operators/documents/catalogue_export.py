"""The public catalogue as a file of the national layout: what is taken away here comes in again whole by the import."""

import asyncio

from aiohttp import web

from adapters.web.downloads import WORKBOOK, download
from handlers.catalogue.national_layout import national_table
from handlers.catalogue.shelf import OpenCatalogue
from handlers.county.profile import County
from handlers.files.table_file import as_csv, as_workbook
from handlers.texts import Texts

ROWS_OF_TEXT = "text/csv"


class CatalogueExport:
    """Gives all items that are public, in the order in which they are browsed."""

    def __init__(self, catalogue: OpenCatalogue, *, county: County, texts: Texts) -> None:
        self._catalogue = catalogue
        self._name = f"{county.name}{texts('catalogue.title')}"
        self._sheet = texts("catalogue.title")

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/operators`."""
        return [web.get("/catalogue.xlsx", self.workbook), web.get("/catalogue.csv", self.rows)]

    async def workbook(self, _: web.Request) -> web.Response:
        """Give a workbook; thousands of rows are written beside the event loop."""
        table = await self._table()
        content = await asyncio.to_thread(as_workbook, self._sheet, table)
        return download(content, WORKBOOK, name=f"{self._name}.xlsx")

    async def rows(self, _: web.Request) -> web.Response:
        """Give rows of text."""
        content = await asyncio.to_thread(as_csv, await self._table())
        return download(content, ROWS_OF_TEXT, name=f"{self._name}.csv")

    async def _table(self) -> list[list[str]]:
        shelf = await self._catalogue.shelf()
        return [list(row) for row in national_table(self._name, shelf.items)]
