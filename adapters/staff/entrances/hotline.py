"""The bridge to the hotline at the desk: tables in and out, and what could not be given back."""

import asyncio
from urllib.parse import quote

from aiohttp import web

from adapters.services.complaints import ComplaintServices
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.downloads import WORKBOOK
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.complaints.hotline.taking_in import HotlineImport
from handlers.county.agencies import AgencyDirectory
from handlers.files.table_file import as_csv, as_workbook, read_rows
from handlers.texts import Texts

UPLOAD = "table"
NUMBER_LETTERS = 20


class HotlinePages:
    """Shows the bridge to the office; to everybody else there is none."""

    def __init__(
        self, services: ComplaintServices, *, agencies: AgencyDirectory, clock: Clock, texts: Texts
    ) -> None:
        self._services = services
        self._agencies = agencies
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/hotline", self.show),
            web.post("/hotline/import", self.take),
            web.get("/hotline/export.xlsx", self.workbook),
            web.get("/hotline/export.csv", self.rows),
            web.post("/hotline/again", self.again),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show what came in and what could not be given back; raises `RefusedError` (404) to whoever is not of the office."""
        self._require_office(request)
        return await self._page(request)

    async def take(self, request: web.Request) -> web.Response:
        """Take a table in; every row that was not taken is told with its place and why."""
        self._require_office(request)
        fields = await posted(request)
        content = await asyncio.to_thread(_content, list(fields.values()))
        clerk = complaint_clerk_of(request, self._agencies)
        try:
            rows = await asyncio.to_thread(read_rows, content)
            done = await self._services.hotline_in.table(rows, by=clerk.login)
        except InputError as error:
            refusal = self._texts(error.text_key, **error.values)
            return await self._page(request, refusal=refusal, status=422)
        return await self._page(request, done=done)

    async def workbook(self, request: web.Request) -> web.Response:
        """Give the states as a workbook."""
        table = await self._table(request)
        name = self._texts("staff.hotline.sheet")
        return self._file(await asyncio.to_thread(as_workbook, name, table), "xlsx", WORKBOOK)

    async def rows(self, request: web.Request) -> web.Response:
        """Give the states as rows of text."""
        return self._file(as_csv(await self._table(request)), "csv", "text/csv")

    async def again(self, request: web.Request) -> web.Response:
        """Let one state be sent at once."""
        self._require_office(request)
        number = (await form(request)).get("number", "")[:NUMBER_LETTERS]
        await self._services.hotline_back.again(number)
        raise web.HTTPSeeOther("/staff/hotline?done=step_taken")

    async def _table(self, request: web.Request) -> list[list[str]]:
        self._require_office(request)
        rows = await self._services.hotline_back.table(unended=request.query.get("unended") == "1")
        return [list(row) for row in rows]

    def _require_office(self, request: web.Request) -> None:
        if not complaint_clerk_of(request, self._agencies).at_office:
            raise RefusedError("staff.hotline.office", status=404)

    def _file(self, content: bytes, ending: str, kind: str) -> web.Response:
        day = local_date(self._clock.now()).isoformat()
        name = quote(f"{self._texts('staff.hotline.sheet')}{day}.{ending}")
        return web.Response(
            body=content,
            content_type=kind,
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
        )

    async def _page(
        self,
        request: web.Request,
        *,
        done: HotlineImport | None = None,
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        total, late = await self._services.hotline_back.counted()
        refused = [
            (one.row, one.outer, self._texts(one.key, **one.values)) for one in (done.refused if done else ())
        ]
        return render(
            request,
            "staff/hotline.html",
            status=status,
            total=total,
            late=late,
            failed=await self._services.hotline_back.failed(),
            imported=done,
            refused=refused,
            refusal=refusal,
            upload=UPLOAD,
            sends=self._services.hotline_sends,
        )


def _content(values: list[object]) -> bytes:
    """Give the table that was sent along, and close every temporary file."""
    found = b""
    for value in values:
        if isinstance(value, web.FileField):
            with value.file as file:
                found = file.read() if value.name == UPLOAD else found
    return found
