"""The list of materials that need not be brought: seen, brought from a table, taken away, and held against the guides."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from adapters.web.access.duties import person_of
from adapters.web.downloads import download
from adapters.web.forms import posted
from adapters.web.pages import render
from bot.errors import InputError
from handlers.files.table_file import as_csv, read_rows
from handlers.guides.waived.service import WaivedChange, WaivedMaterials
from handlers.guides.waived.waived_material import COLUMNS, FaultyTableError, WaivedWay
from handlers.texts import Texts

UPLOAD = "table"
HERE = "/operators/waived"
WAIVED_BYTES: Mapping[str, int] = {HERE: 4 * 1024 * 1024}


class WaivedPages:
    """A table with a row that is wrong changes nothing; every such row is named."""

    def __init__(self, waived: WaivedMaterials, *, texts: Texts) -> None:
        self._waived = waived
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/waived", self.show),
            web.post("/waived", self.bring),
            web.get("/waived.csv", self.rows),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the list."""
        return await self._page(request)

    async def bring(self, request: web.Request) -> web.Response:
        """Take a table as the list."""
        content = await asyncio.to_thread(_content, list((await posted(request)).values()))
        try:
            table = await asyncio.to_thread(_table, content)
            change = await self._waived.bring(table, actor=person_of(request).login)
        except FaultyTableError as error:
            return await self._page(request, refusal=error, faults=self._faults(error))
        except InputError as error:
            return await self._page(request, refusal=error)
        return await self._page(request, change=change)

    async def rows(self, _: web.Request) -> web.Response:
        """Give the list as the table that is read."""
        table = [COLUMNS, *(one.row() for one in await self._waived.all())]
        return download(as_csv(table), "text/csv", name=f"{self._texts('waived.desk.title')}.csv")

    def _faults(self, error: FaultyTableError) -> list[str]:
        return [
            self._texts(f"waived.fault.{one.key}", row=one.row, **dict(one.values)) for one in error.faults
        ]

    async def _page(
        self,
        request: web.Request,
        *,
        change: WaivedChange | None = None,
        refusal: InputError | None = None,
        faults: Sequence[str] = (),
    ) -> web.Response:
        values: dict[str, Any] = {
            "listed": await self._waived.all(),
            "asked": await self._waived.still_asked(),
            "columns": "、".join(COLUMNS),
            "ways": "、".join(WaivedWay),
            "upload": UPLOAD,
        }
        return render(
            request,
            "operators/waived.html",
            status=422 if refusal else 200,
            change=change,
            refusal=self._texts(refusal.text_key, **refusal.values) if refusal else "",
            faults=faults,
            **values,
        )


def _table(content: bytes) -> Sequence[Sequence[str]]:
    """Give the rows of a file; raises `InputError` for none, and as `read_rows` does."""
    if not content:
        raise InputError("waived.refused.no_file")
    return read_rows(content)


def _content(values: Sequence[object]) -> bytes:
    """Give the table that was sent along, and close every temporary file."""
    found = b""
    for value in values:
        if isinstance(value, web.FileField):
            with value.file as file:
                found = file.read() if value.name == UPLOAD else found
    return found
