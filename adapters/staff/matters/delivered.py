"""Tables of other systems' matters at the desk: looked through first, taken in whole; and which systems deliver."""

import asyncio

from aiohttp import web
from multidict import MultiMapping

from adapters.web.access.visitor import visitor_of
from adapters.web.forms import Value, posted
from adapters.web.pages import render
from bot.errors import InputError
from handlers.files.table_file import read_rows
from handlers.matters.delivery.mapping import USUAL_MAPPING, read_mapping
from handlers.matters.delivery.table_import import MatterTable, MatterTotals
from handlers.matters.office import MatterOffice
from handlers.texts import Texts

IMPORT = "/staff/matters/import"
TABLE, MAPPING = "table", "mapping"
NAME_LETTERS = 40


class DeliveredMatterPages:
    """Shows the systems, and takes tables in; nothing of a table that is only looked through is kept."""

    def __init__(self, office: MatterOffice, *, texts: Texts) -> None:
        self._office = office
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/matters", self.show), web.post("/matters/import", self.take)]

    async def show(self, request: web.Request) -> web.Response:
        """Show which systems deliver, and the form."""
        return await self._page(request)

    async def take(self, request: web.Request) -> web.Response:
        """Look a table through, or take it in where that was chosen; every row that is wrong is told with its place and why."""
        fields = await posted(request)
        files = await asyncio.to_thread(_files, fields)
        source, keeps = str(fields.get("source", ""))[:NAME_LETTERS], fields.get("deed") == "import"
        try:
            mapping = read_mapping(files[MAPPING]) if files.get(MAPPING) else USUAL_MAPPING
            rows = await asyncio.to_thread(read_rows, files.get(TABLE, b""))
            table = await asyncio.to_thread(self._office.tables.read, rows, mapping)
            totals = None
            if keeps and not table.faults:
                totals = await self._office.tables.take(source, table, actor=visitor_of(request).login)
        except InputError as error:
            refusal = self._texts(error.text_key, **error.values)
            return await self._page(request, refusal=refusal, status=422)
        return await self._page(request, table=table, totals=totals, status=422 if table.faults else 200)

    async def _page(
        self,
        request: web.Request,
        *,
        table: MatterTable | None = None,
        totals: MatterTotals | None = None,
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        faults = [self._texts(one.key, **one.values) for one in (table.faults if table else ())]
        return render(
            request,
            "staff/matters.html",
            status=status,
            sources=await self._office.sources.all(),
            table=table,
            totals=totals,
            faults=faults,
            refusal=refusal,
        )


def _files(form: MultiMapping[Value]) -> dict[str, bytes]:
    """Give the files that were sent along by the names of their fields, and close every temporary one."""
    found = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file as file:
                found[name] = file.read()
    return found
