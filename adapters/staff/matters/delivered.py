"""Tables of other systems' matters at the desk: looked through first, taken in whole; and which systems deliver."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web
from multidict import MultiMapping

from adapters.staff.matters.uploads import sent_files
from adapters.web.access.visitor import visitor_of
from adapters.web.forms import Value, posted
from adapters.web.pages import render
from bot.errors import InputError
from handlers.files.table_file import read_rows
from handlers.matters.delivery.mapping import USUAL, USUAL_MAPPING, read_mapping
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
        return await self._page(request, _TypedImport())

    async def take(self, request: web.Request) -> web.Response:
        """Look a table through, or take it in where that was chosen; every row that is wrong is told with its place and why."""
        fields = await posted(request)
        files = await asyncio.to_thread(sent_files, fields)
        typed = _TypedImport.of(fields)
        try:
            mapping = read_mapping(files[MAPPING]) if files.get(MAPPING) else USUAL_MAPPING
            rows = await asyncio.to_thread(read_rows, files.get(TABLE, b""))
            table = await asyncio.to_thread(self._office.tables.read, rows, mapping.calling(typed.called))
            totals = None
            if typed.keeps and not table.faults:
                clerk = visitor_of(request).login
                totals = await self._office.tables.take(typed.source, table, actor=clerk)
        except InputError as error:
            refusal = self._texts(error.text_key, **error.values)
            return await self._page(request, typed, refusal=refusal, status=422)
        status = 422 if table.faults else 200
        return await self._page(request, typed, table=table, totals=totals, status=status)

    async def _page(
        self,
        request: web.Request,
        typed: "_TypedImport",
        *,
        table: MatterTable | None = None,
        totals: MatterTotals | None = None,
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        sources = await self._office.sources.all()
        return render(
            request,
            "staff/matters.html",
            status=status,
            sources=sources,
            open_sources=[one for one in sources if not one.closed],
            source=typed.source,
            called=typed.called,
            usual=USUAL,
            table=table,
            totals=totals,
            faults=[self._texts(one.key, **one.values) for one in (table.faults if table else ())],
            refusal=refusal,
        )


@dataclass(frozen=True, slots=True)
class _TypedImport:
    """What was chosen beside the files: whose table, what its columns are called where not as usual, and whether to keep it."""

    source: str = ""
    called: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = False

    @classmethod
    def of(cls, fields: MultiMapping[Value]) -> Self:
        """Give what a form says."""
        typed = {name: value.strip() for name, value in fields.items() if isinstance(value, str)}
        called = {name: typed.get(f"column.{name}", "")[:NAME_LETTERS] for name in USUAL}
        return cls(
            typed.get("source", "")[:NAME_LETTERS],
            {name: one for name, one in called.items() if one},
            typed.get("deed") == "import",
        )
