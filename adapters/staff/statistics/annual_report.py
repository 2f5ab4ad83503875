"""The annual report at the desk: what has to be entered is entered, what does not add up is named, and the files are taken (art. 50)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from adapters.web.access.clerks import clerk_of
from adapters.web.downloads import WORD, WORKBOOK, download
from adapters.web.errors import RefusedError
from adapters.web.forms import posted
from adapters.web.numbers import asked_year
from adapters.web.pages import render
from bot.clock import Clock
from bot.errors import InputError
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.entry import AnnualEntry, carried_field, field_of, read_entry
from handlers.disclosure.annual_report.files import ReportFile, written
from handlers.disclosure.annual_report.report import AnnualReport
from handlers.disclosure.case.clerk import SERVANTS, Clerk
from handlers.disclosure.figures.annual import AnnualReports
from handlers.texts import Texts

TYPES: Mapping[ReportFile, str] = {
    ReportFile.XLSX: WORKBOOK,
    ReportFile.DOCX: WORD,
    ReportFile.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One field of the form: its name, its words, and what stands in it."""

    name: str
    words: str
    value: str


class AnnualReportPages:
    """One page a year for each agency; the merged report is the county's own office's."""

    def __init__(
        self, reports: AnnualReports, *, agencies: AgencyDirectory, texts: Texts, clock: Clock
    ) -> None:
        self._reports = reports
        self._agencies = agencies
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/report/annual", self.show),
            web.post("/report/annual", self.enter),
            web.get("/report/annual/file", self.file),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show what was entered and whether the report adds up; raises `RefusedError` (404) to whoever makes no report."""
        clerk = self._clerk(request)
        entry = await self._reports.entered(clerk.agency, asked_year(request, self._clock))
        return await self._page(request, clerk, typed=_typed(entry))

    async def enter(self, request: web.Request) -> web.Response:
        """Keep what was entered; what is no number is named, and all that was typed stays. Raises as `show` does."""
        clerk, year = self._clerk(request), asked_year(request, self._clock)
        typed = {name: value for name, value in (await posted(request)).items() if isinstance(value, str)}
        try:
            entry = read_entry(typed)
        except InputError as error:
            refusal = self._texts(error.text_key, **error.values)
            return await self._page(request, clerk, typed=typed, refusal=refusal, status=422)
        await self._reports.enter(entry, agency=clerk.agency, year=year, actor=clerk.login)
        return await self._page(request, clerk, typed=_typed(entry), entered=True)

    async def file(self, request: web.Request) -> web.Response:
        """Give the report as a file; raises `RefusedError` naming row and column where it does not add up (409)."""
        clerk, kind = self._clerk(request), request.query.get("kind", "")
        if kind not in set(ReportFile):
            raise web.HTTPNotFound
        report = await self._report(request, clerk, whole=request.query.get("of") == "county")
        if faults := report.broken():
            raise RefusedError("annual.desk.blocked", status=409, faults="；".join(map(str, faults)))
        content = await asyncio.to_thread(written, report, ReportFile(kind), self._texts)
        name = self._texts("annual.title", agency=report.agency, year=report.year)
        return download(content, TYPES[ReportFile(kind)], name=f"{name}.{kind}")

    def _clerk(self, request: web.Request) -> Clerk:
        clerk = clerk_of(request, self._agencies)
        listed = not clerk.agency or self._agencies.agency(clerk.agency) is not None
        if not (clerk.parts & SERVANTS and listed):
            raise RefusedError("annual.desk.nobody", status=404)
        return clerk

    async def _report(self, request: web.Request, clerk: Clerk, *, whole: bool) -> AnnualReport:
        year = asked_year(request, self._clock)
        if not whole:
            return await self._reports.report(clerk.agency, year, name=self._name(clerk.agency))
        if not clerk.at_home:
            raise RefusedError("staff.figures.county.office", status=404)
        return await self._reports.whole(year, agencies=self._agencies, name=self._name(""))

    async def _page(
        self,
        request: web.Request,
        clerk: Clerk,
        *,
        typed: Mapping[str, str],
        refusal: str = "",
        entered: bool = False,
        status: int = 200,
    ) -> web.Response:
        year = asked_year(request, self._clock)
        whole = await self._report(request, clerk, whole=True) if clerk.at_home else None
        return render(
            request,
            "staff/annual_report.html",
            status=status,
            year=year,
            name=self._name(clerk.agency),
            report=await self._report(request, clerk, whole=False),
            whole=whole,
            lacking=await self._reports.lacking(year, agencies=self._agencies) if whole else (),
            kinds=list(ReportFile),
            published=[
                (
                    words,
                    [_cell(typed, field_of(row, column), form.PUBLISHED_NAMES[column]) for column in columns],
                )
                for row, words in form.PUBLISHED_ROWS.items()
                for columns in [form.PUBLISHED_COLUMNS[row]]
            ],
            carried=[_cell(typed, carried_field(column), words) for column, words in form.APPLICANTS.items()],
            refusal=refusal,
            entered=entered,
        )

    def _name(self, key: str) -> str:
        agency = self._agencies.agency(key) if key else self._agencies.home
        return agency.name if agency else key


def _cell(typed: Mapping[str, str], name: str, words: str) -> ShownCell:
    return ShownCell(name, words, typed.get(name, ""))


def _typed(entry: AnnualEntry) -> dict[str, str]:
    """Give what was entered as the form's fields hold it."""
    cells = {
        field_of(row, column): str(value)
        for row, columns in entry.published.items()
        for column, value in columns.items()
    }
    carried = entry.carried or {}
    return cells | {carried_field(column): str(carried[column]) for column in form.APPLICANTS if carried}
