"""The figures that other systems bring: those of a period, and a table taken in whole or not at all."""

import asyncio

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import posted
from adapters.web.pages import render
from bot.errors import InputError
from handlers.files.table_file import read_rows
from handlers.statistics.ledger import StatisticsLedger
from handlers.statistics.outside import COLUMNS, NAMES, OutsideFigures
from handlers.statistics.overview import outside_rows, outside_shares
from handlers.texts import Texts

UPLOAD = "table"
OUTSIDE = "/staff/statistics/outside"
OUTSIDE_BYTES = 4 * 1024 * 1024
ANY_TIME = ("2010-01-01", "2029-12-31")


class OutsidePages:
    """Shows what other systems brought, and takes more."""

    def __init__(self, outside: OutsideFigures, *, ledger: StatisticsLedger, texts: Texts) -> None:
        self._outside = outside
        self._ledger = ledger
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/statistics/outside", self.show), web.post("/statistics/outside", self.take)]

    async def show(self, request: web.Request) -> web.Response:
        """Show what was brought."""
        return await self._page(request)

    async def take(self, request: web.Request) -> web.Response:
        """Take a table in; a row that is wrong is told with its place, and nothing of the table is taken."""
        fields = await posted(request)
        content = await asyncio.to_thread(_content, list(fields.values()))
        try:
            rows = await asyncio.to_thread(read_rows, content)
            taken = await self._outside.bring(rows, actor=visitor_of(request).login)
        except InputError as error:
            return await self._page(request, refusal=self._texts(error.text_key, **error.values), status=422)
        return await self._page(request, taken=taken)

    async def _page(
        self, request: web.Request, *, taken: int = 0, refusal: str = "", status: int = 200
    ) -> web.Response:
        try:
            first, last = request.query.get("first") or ANY_TIME[0], request.query.get("last") or ANY_TIME[1]
            period = self._ledger.period(first, last)
        except InputError as error:
            raise RefusedError(error.text_key, status=400) from None
        figures = await self._outside.within(period.first, period.last)
        return render(
            request,
            "staff/statistics_outside.html",
            status=status,
            rows=outside_rows(figures),
            shares=outside_shares(figures, self._texts),
            taken=taken,
            refusal=refusal,
            upload=UPLOAD,
            columns="、".join(COLUMNS),
            names="、".join(NAMES),
        )


def _content(values: list[object]) -> bytes:
    """Give the table that was sent along, and close every temporary file."""
    found = b""
    for value in values:
        if isinstance(value, web.FileField):
            with value.file as file:
                found = file.read() if value.name == UPLOAD else found
    return found
