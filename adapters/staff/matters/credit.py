"""双公示 at the desk: a table of published permits and penalties looked through first, then taken in whole."""

import asyncio
from collections.abc import Sequence

from aiohttp import web

from adapters.staff.matters.uploads import sent_files
from adapters.web.access.visitor import visitor_of
from adapters.web.forms import posted
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.credit.service import SOURCE_LETTERS, CreditRegister, CreditTaken
from handlers.credit.table import CreditTable, look_through
from handlers.files.table_file import read_rows
from handlers.texts import Texts

PAGE, IMPORT, TABLE = "/staff/credit", "/staff/credit/import", "table"


class CreditPages:
    """Shows whose tables there are, and takes more; nothing of a table that is only looked through is kept."""

    def __init__(self, register: CreditRegister, *, clock: Clock, texts: Texts) -> None:
        self._register = register
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/credit", self.show), web.post("/credit/import", self.take)]

    async def show(self, request: web.Request) -> web.Response:
        """Show whose tables there are, and the form."""
        return await self._page(request)

    async def take(self, request: web.Request) -> web.Response:
        """Look a table through, or take it in where that was chosen; every row that is wrong is told with its column."""
        fields = await posted(request)
        files = await asyncio.to_thread(sent_files, fields)
        source = str(fields.get("source", ""))[: SOURCE_LETTERS + 1].strip()
        try:
            rows = await asyncio.to_thread(read_rows, files.get(TABLE, b""))
            today = local_date(self._clock.now())
            table = await asyncio.to_thread(look_through, rows, today=today)
            taken = None
            if fields.get("deed") == "import" and not table.faults:
                taken = await self._register.take(source, table, actor=visitor_of(request).login)
        except InputError as error:
            return await self._page(request, source=source, refusals=(error,), status=422)
        status = 422 if table.faults else 200
        return await self._page(
            request, source=source, table=table, taken=taken, refusals=table.faults, status=status
        )

    async def _page(
        self,
        request: web.Request,
        *,
        source: str = "",
        table: CreditTable | None = None,
        taken: CreditTaken | None = None,
        refusals: Sequence[InputError] = (),
        status: int = 200,
    ) -> web.Response:
        return render(
            request,
            "staff/credit.html",
            status=status,
            sources=await self._register.sources(),
            source=source,
            table=table,
            taken=taken,
            refusals=[self._texts(one.text_key, **one.values) for one in refusals],
        )
