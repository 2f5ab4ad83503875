"""A scan at the operators' desk: the picture of a page beside its lines, doubtful places to be ticked or mended."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from adapters.operators.addresses import document_address, scan_address, scan_picture_address
from adapters.scan_reader import picture_bench
from adapters.web.access.duties import person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.files.child_bench import asked
from handlers.texts import Texts
from knowledge.documents.scans.scan import Box, ScanLine
from knowledge.documents.scans.service import LINE_LETTERS, DoubtMark, Scans, ScanSheet

# The grid in which places on a page are told to the browser.
GRID = 10_000
_TICK = re.compile(r"tick-(\d{1,4})-(\d{1,3})")
_LINE = re.compile(r"line-(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where something stands on the picture of a page, in ten-thousandths of its sides."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, box: Box) -> "Frame":
        """Give the frame around a place."""
        return cls(
            round(box.left * GRID),
            round(box.top * GRID),
            max(1, round((box.right - box.left) * GRID)),
            max(1, round((box.bottom - box.top) * GRID)),
        )


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """A doubtful place as it is shown: its field's name, what was read, of what kind, how certain, where."""

    name: str
    words: str
    kind: str
    percent: int
    is_looked: bool
    frame: Frame


@dataclass(frozen=True, slots=True)
class ShownStretch:
    """Words of a line; doubtful ones are marked."""

    words: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it is shown: its field's name, its text, its stretches and its doubtful places."""

    name: str
    text: str
    frame: Frame
    stretches: tuple[ShownStretch, ...]
    doubts: tuple[ShownDoubt, ...]


class ScanPages:
    """Shows a page of a scan and takes what a person found."""

    def __init__(self, scans: Scans, *, texts: Texts) -> None:
        self._scans = scans
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.get("/scans/{id:.+}", self.show),
            web.post("/scans/{id:.+}", self.look),
            web.get("/scan-pictures/{id:.+}", self.picture),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show a page; raises `RefusedError` (404) for a document that is no scan, or a page it has not."""
        return await self._page(request)

    async def look(self, request: web.Request) -> web.Response:
        """Note what was ticked and mended on a page; what cannot be taken is said on the same page."""
        identifier, number, fields = request.match_info["id"], _number(request), await form(request)
        ticked = {(int(one[1]), int(one[2])) for name in fields if (one := _TICK.fullmatch(name))}
        lines = {int(one[1]): value for name, value in fields.items() if (one := _LINE.fullmatch(name))}
        try:
            left = await self._scans.look(
                identifier, number or 1, ticked=ticked, lines=lines, actor=person_of(request).login
            )
        except InputError as refusal:
            if refusal.text_key == "scans.missing":
                raise RefusedError(refusal.text_key, status=404) from None
            return await self._page(
                request, refusal=self._texts(refusal.text_key, **refusal.values), written=lines, ticked=ticked
            )
        if not left:
            raise web.HTTPSeeOther(f"{document_address(identifier)}?done=scan_looked")
        sheet = await self._scans.sheet(identifier, number)
        mine = next(page for page in sheet.pages if page.number == sheet.number)
        onwards = "" if not mine.waiting else f"?page={number}"
        raise web.HTTPSeeOther(f"{scan_address(identifier)}{onwards}")

    async def picture(self, request: web.Request) -> web.Response:
        """Give the picture of a page; raises `RefusedError` (404) where there is none."""
        number = _number(request) or 1
        try:
            kept = await self._scans.file(request.match_info["id"], number)
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        order = {"form": kept.form, "number": number, "turn": kept.turn}
        _, drawn = await asyncio.to_thread(
            asked, picture_bench.MODULE, order, kept.content, seconds=picture_bench.SECONDS
        )
        return web.Response(body=drawn, content_type="image/png", headers={"Cache-Control": "no-store"})

    async def _page(
        self,
        request: web.Request,
        *,
        refusal: str = "",
        written: Mapping[int, str] | None = None,
        ticked: set[DoubtMark] | None = None,
    ) -> web.Response:
        identifier = request.match_info["id"]
        try:
            sheet = await self._scans.sheet(identifier, _number(request))
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        return render(
            request,
            "operators/scan.html",
            status=422 if refusal else 200,
            refusal=refusal,
            sheet=sheet,
            lines=self._lines(sheet, written or {}, ticked or set()),
            picture=f"{scan_picture_address(identifier)}?page={sheet.number}",
            here_url=scan_address(identifier),
            document_url=document_address(identifier),
            grid=GRID,
            letters=LINE_LETTERS,
        )

    def _lines(self, sheet: ScanSheet, written: Mapping[int, str], ticked: set[DoubtMark]) -> list[ShownLine]:
        looked = sheet.looked | ticked
        return [
            ShownLine(
                f"line-{at}",
                written.get(at, line.text),
                Frame.of(line.box),
                _stretches(line),
                tuple(
                    self._doubt(line, at, place, looked=(at, place) in looked)
                    for place in range(len(line.doubts))
                ),
            )
            for at, line in enumerate(sheet.lines)
        ]

    def _doubt(self, line: ScanLine, at: int, place: int, *, looked: bool) -> ShownDoubt:
        doubt = line.doubts[place]
        return ShownDoubt(
            f"tick-{at}-{place}",
            line.text[doubt.start : doubt.end],
            self._texts(f"scans.kinds.{doubt.kind.value}"),
            round(100 * doubt.certainty),
            looked,
            Frame.of(doubt.box),
        )


def _stretches(line: ScanLine) -> tuple[ShownStretch, ...]:
    """Give a line's words, doubtful ones apart."""
    found, place = [], 0
    for doubt in line.doubts:
        found += [
            ShownStretch(line.text[place : doubt.start], is_doubtful=False),
            ShownStretch(line.text[doubt.start : doubt.end], is_doubtful=True),
        ]
        place = doubt.end
    found.append(ShownStretch(line.text[place:], is_doubtful=False))
    return tuple(one for one in found if one.words)


def _number(request: web.Request) -> int | None:
    written = request.query.get("page", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 5 else None  # noqa: PLR2004 - pages are fewer
