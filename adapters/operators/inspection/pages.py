"""The openness sheet of every unit with its score, the reports of days, months and quarters, and each of them as a workbook or on paper."""

import asyncio
import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from adapters.web.dates import day
from adapters.web.downloads import WORKBOOK, download
from adapters.web.errors import RefusedError
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.text.cells import harmless_cell
from handlers.inspection.schedule import ReportKind
from handlers.inspection.service import InspectionReport, Inspections
from handlers.inspection.sheet import UnitLine
from handlers.statistics.overview import NOT_SHOWN, percent
from handlers.texts import Texts

if TYPE_CHECKING:
    from openpyxl import Workbook

PARTS = ("response", "pairing", "guides", "links", "columns")
ROWS = {"pairing": "#unexplained", "guides": "#incomplete", "links": "#dead", "columns": "#stale"}
"""Where on the page what keeps a share from being whole is listed; late replies are read at the desk of requests."""


class InspectionPages:
    """Shows what was found; changes nothing."""

    def __init__(self, inspections: Inspections, *, texts: Texts) -> None:
        self._inspections = inspections
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/openness", self.show),
            web.get("/openness.xlsx", self.workbook),
            web.get("/openness/reports/{number}", self.report),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the sheet as it was made last, and which reports there are."""
        sheet = await self._inspections.sheet()
        return self._page(request, sheet, reports=await self._inspections.reports())

    async def report(self, request: web.Request) -> web.Response:
        """Show a report; raises `RefusedError` (404) where there is none."""
        found = await self._inspections.report(record_number(request))
        if found is None or found.span.kind is ReportKind.SHEET:
            raise RefusedError("inspection.missing", status=404)
        return self._page(request, found)

    async def workbook(self, request: web.Request) -> web.Response:
        """Give the sheet, or a report, as a workbook; raises `RefusedError` (404) where there is none."""
        wanted = request.query.get("report", "")
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= 9 else 0  # noqa: PLR2004 - digits
        found = await (self._inspections.report(number) if wanted else self._inspections.sheet())
        if found is None:
            raise RefusedError("inspection.missing", status=404)
        content = await asyncio.to_thread(self._written, found)
        return download(
            content, WORKBOOK, name=f"{self._title(found)}{found.span.first}_{found.span.last}.xlsx"
        )

    def _page(
        self,
        request: web.Request,
        found: InspectionReport | None,
        *,
        reports: Sequence[InspectionReport] = (),
    ) -> web.Response:
        is_sheet = found is None or found.span.kind is ReportKind.SHEET
        query = "" if is_sheet or found is None else f"?{urlencode({'report': found.number})}"
        return render(
            request,
            "operators/openness.html",
            found=found,
            title=self._title(found) if found else self._texts("inspection.title"),
            is_sheet=is_sheet,
            lines=[
                (line, _score(line), list(zip(_parts(line), _rows(line, found), strict=True)))
                for line in (found.lines if found else ())
            ],
            stale=[
                {**one, "newest_on": day(date.fromisoformat(one["newest_on"]))}
                for one in (found.stale if found else ())
            ],
            parts=[(part, self._texts(f"inspection.parts.{part}")) for part in PARTS],
            reports=[(one, self._title(one)) for one in reports],
            download=f"/operators/openness.xlsx{query}",
        )

    def _title(self, found: InspectionReport) -> str:
        return self._texts(f"inspection.kinds.{found.span.kind.value}")

    def _written(self, found: InspectionReport) -> bytes:
        from openpyxl import Workbook

        words = self._texts
        head = [words("inspection.unit"), words("inspection.score")]
        head += [words(f"inspection.parts.{part}") for part in PARTS]
        lines = [[line.unit, _score(line), *_parts(line)] for line in found.lines]
        book = Workbook()
        if book.active is not None:
            book.remove(book.active)
        _sheet(book, words("inspection.units"), [head, *lines])
        dead = [[one["unit"], one["title"], one["address"]] for one in found.dead]
        _sheet(
            book,
            words("inspection.dead"),
            [[words(f"inspection.{name}") for name in ("unit", "document", "address")], *dead],
        )
        stale = [
            [
                one["unit"],
                words(f"statistics.branches.published.{one['kind']}"),
                one["newest_on"],
                str(one["days"]),
            ]
            for one in found.stale
        ]
        _sheet(
            book,
            words("inspection.stale"),
            [[words(f"inspection.{name}") for name in ("unit", "column", "newest", "days")], *stale],
        )
        for name, rows in (("unexplained", found.unexplained), ("incomplete", found.incomplete)):
            listed = [[one["unit"], one["title"]] for one in rows]
            _sheet(
                book,
                words(f"inspection.{name}"),
                [[words("inspection.unit"), words("inspection.document")], *listed],
            )
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()


def _score(line: UnitLine) -> str:
    return NOT_SHOWN if line.score is None else f"{line.score:.1f}"


def _parts(line: UnitLine) -> list[str]:
    """Give each part as a share with what it is made of."""
    return [
        f"{percent(some / whole)}（{some}/{whole}）" if whole else NOT_SHOWN
        for some, whole in (line.parts[part] for part in PARTS)
    ]


def _rows(line: UnitLine, found: InspectionReport | None) -> list[str]:
    """Give where the rows behind each part are listed; none behind what is whole, or what nothing is of."""
    late = {"figure": "late", "first": f"{found.span.first}", "last": f"{found.span.last}"} if found else {}
    opened = {"response": f"/staff/statistics/rows?{urlencode(late)}", **ROWS}
    return [
        opened[part] if some < whole else ""
        for part, (some, whole) in zip(PARTS, line.parts.values(), strict=True)
    ]


def _sheet(book: "Workbook", title: str, rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Font

    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([harmless_cell(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 28
