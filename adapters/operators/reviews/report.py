"""The report of what proof-reading found in a period: on a page with charts, on paper, as a workbook, as plain rows."""

import asyncio
import calendar
import csv
import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from aiohttp import web

from adapters.web import dates
from adapters.web.charts import Bar, Chart, Column, Part, lying, stacked
from adapters.web.downloads import WORKBOOK
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from bot.text.cells import harmless_cell
from handlers.disclosure.annual_report.form import REMEDIES
from handlers.disclosure.figures.disputes import Disputes
from handlers.texts import Texts
from knowledge.publication.findings_report import Fate, Figures, FindingsLog, FindingsReport

LONGEST_DAYS = 5 * 366
QUARTER = 3
DisputeCount = Callable[[date, date], Awaitable[Disputes]]
"""Counts reviews and suits of a span, as 表四 does."""
Table = tuple[str, Sequence[Sequence[str | int]]]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One row of a table, with its bar."""

    name: str
    documents: int
    found: int
    fates: Sequence[int]
    share: str
    bars: tuple[Bar, ...]


class ReportPages:
    """Shows and hands out the report."""

    def __init__(self, *, findings: FindingsLog, disputes: DisputeCount, texts: Texts, clock: Clock) -> None:
        self._findings = findings
        self._disputes = disputes
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/report", self.show),
            web.get("/report.xlsx", self.workbook),
            web.get("/report.csv", self.rows),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the report of the period asked for, of this quarter when none is."""
        refused = ""
        try:
            first, last = self._period(request.query)
        except InputError as error:
            refused = self._texts(error.text_key)
            first, last = self._named()["quarter"]
        report = await self._findings.report(first, last)
        query = urlencode({"first": first.isoformat(), "last": last.isoformat()})
        return render(
            request,
            "operators/report.html",
            status=400 if refused else 200,
            refused=refused,
            first=first,
            last=last,
            query=query,
            periods=[
                (
                    self._texts(f"report.periods.{name}"),
                    f"?first={begin}&last={end}",
                    (begin, end) == (first, last),
                )
                for name, (begin, end) in self._named().items()
            ],
            whole=self._line(report.whole, report.whole.found),
            fates=[(fate.value, self._texts(f"report.fates.{fate.value}")) for fate in Fate],
            units=[self._line(one, _most(report.units)) for one in report.units],
            kinds=[self._line(one, _most(report.kinds), kind=True) for one in report.kinds],
            months=[self._line(one, _most(report.months)) for one in report.months],
            chart=self._chart(report.months) if report.whole.found else None,
            made=self._clock.now(),
            disputes=await self._disputes(first, last),
            remedies=REMEDIES,
        )

    async def workbook(self, request: web.Request) -> web.Response:
        """Give the report as a workbook, one sheet for each table."""
        report = await self._findings.report(*self._period(request.query))
        content = await asyncio.to_thread(_workbook, self._tables(report))
        return self._file(report, content, "xlsx", WORKBOOK)

    async def rows(self, request: web.Request) -> web.Response:
        """Give the report as rows for any spreadsheet, the tables one below the other."""
        report = await self._findings.report(*self._period(request.query))
        written = io.StringIO()
        writer = csv.writer(written)
        for name, table in self._tables(report):
            writer.writerow([name])
            writer.writerows([[harmless_cell(cell) for cell in row] for row in table])
            writer.writerow([])
        # The mark at the head tells spreadsheets that this is UTF-8.
        return self._file(report, written.getvalue().encode("utf-8-sig"), "csv", "text/csv")

    def _file(self, report: FindingsReport, content: bytes, ending: str, kind: str) -> web.Response:
        name = self._texts("report.file", first=report.first, last=report.last)
        shown = f"attachment; filename=\"report.{ending}\"; filename*=UTF-8''{quote(f'{name}.{ending}')}"
        return web.Response(
            body=content,
            content_type=kind,
            headers={"Content-Disposition": shown, "Cache-Control": "no-store"},
        )

    def _tables(self, report: FindingsReport) -> list[Table]:
        """Give the tables in words, each with a head and its sum."""
        span = self._texts("report.span", first=dates.day(report.first), last=dates.day(report.last))
        fates = [self._texts(f"report.fates.{fate.value}") for fate in Fate]
        tables: list[Table] = []
        for name, figures in (("unit", report.units), ("kind", report.kinds), ("month", report.months)):
            head = [
                self._texts(f"report.{name}"),
                self._texts("report.documents"),
                self._texts("report.found"),
                *fates,
            ]
            lines = [self._line(one, 1, kind=name == "kind") for one in figures]
            body: list[Sequence[str | int]] = [
                [line.name, line.documents, line.found, *line.fates] for line in lines
            ]
            whole = [report.whole.documents, report.whole.found, *report.whole.fates.values()]
            total: Sequence[str | int] = [self._texts("report.whole"), *whole]
            tables.append((f"{self._texts(f'report.by_{name}')} {span}", [head, *body, total]))
        return tables

    def _line(self, figures: Figures, most: int, *, kind: bool = False) -> ReportLine:
        name = self._texts(f"publishing.troubles.{figures.of}") if kind else figures.of
        settled = figures.found - figures.fates[Fate.OPEN]
        return ReportLine(
            name or self._texts("report.no_unit"),
            figures.documents,
            figures.found,
            [figures.fates[fate] for fate in Fate],
            f"{100 * settled / figures.found:.0f}%" if figures.found else "—",
            lying([self._part(figures, fate) for fate in Fate], most),
        )

    def _part(self, figures: Figures, fate: Fate) -> Part:
        count, words = figures.fates[fate], self._texts(f"report.fates.{fate.value}")
        return Part(fate.value, count, self._texts("report.count", words=words, count=count))

    def _chart(self, months: Sequence[Figures]) -> Chart:
        return stacked([Column(one.of, tuple(self._part(one, fate) for fate in Fate)) for one in months])

    def _period(self, query: Mapping[str, str]) -> tuple[date, date]:
        """Give the days asked for, those of this quarter when none are; raises `InputError` (`report.bad_period`)."""
        if not query.get("first") and not query.get("last"):
            return self._named()["quarter"]
        try:
            first, last = (
                date.fromisoformat(query.get("first", "")),
                date.fromisoformat(query.get("last", "")),
            )
        except ValueError:
            raise InputError("report.bad_period") from None
        if not 0 <= (last - first).days <= LONGEST_DAYS or first.year < date.min.year + 1:
            raise InputError("report.bad_period")
        return first, last

    def _named(self) -> dict[str, tuple[date, date]]:
        today = local_date(self._clock.now())
        month, quarter = today.replace(day=1), date(today.year, today.month - (today.month - 1) % QUARTER, 1)
        before, earlier = month - timedelta(days=1), quarter - timedelta(days=1)
        began = date(earlier.year, earlier.month - QUARTER + 1, 1)
        return {
            "month": (month, _month_end(today)),
            "last_month": (before.replace(day=1), before),
            "quarter": (quarter, _month_end(quarter.replace(month=quarter.month + QUARTER - 1))),
            "last_quarter": (began, earlier),
            "year": (date(today.year, 1, 1), date(today.year, 12, 31)),
        }


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _most(figures: Sequence[Figures]) -> int:
    return max((one.found for one in figures), default=0)


def _workbook(tables: Sequence[Table]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    for name, table in tables:
        sheet = book.create_sheet(name.partition(" ")[0])
        sheet.append([name])
        for row in table:
            sheet.append([harmless_cell(cell) for cell in row])
        for number in (1, 2, len(table) + 1):
            for cell in sheet[number]:
                cell.font = Font(bold=True)
        sheet.column_dimensions["A"].width = 32
    book.remove(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
