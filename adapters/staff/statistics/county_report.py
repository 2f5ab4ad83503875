"""The report of all agencies together at the desk: 表三 and 表四 of the county, each cell opening its cases agency by agency.

It is for the people of the county's own office, who make the report (art. 50). They see of another agency's case what the
report is counted from, and nothing of what was asked or by whom: the case itself stays its agency's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from adapters.web.access.clerks import clerk_of
from adapters.web.errors import RefusedError
from adapters.web.numbers import asked_year
from adapters.web.pages import render
from bot.clock import Clock
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.annual_report.counting import ReportedRemedy, ReportedRequest
from handlers.disclosure.annual_report.form import (
    COLUMNS,
    OUTCOMES,
    REMEDIES,
    REMEDY_COLUMNS,
    REQUEST_ROWS,
    RESULTS,
)
from handlers.disclosure.figures.county import AgencyTables, CountyTables
from handlers.disclosure.figures.service import OfficeFigures
from handlers.texts import Texts

LISTED = 200
"""How many cases of one agency are listed below a cell; the figure counts all."""


@dataclass(frozen=True, slots=True)
class CellCase:
    """One case of a cell in words; `url` is empty where the case is another agency's."""

    number: str
    began_on: date | None
    ended_on: date | None
    result: str
    url: str


@dataclass(frozen=True, slots=True)
class AgencyShare:
    """What one agency adds to a cell."""

    name: str
    count: int
    rows: Sequence[CellCase]


class CountyReportPages:
    """Shows both tables and what stands behind each cell; changes nothing."""

    def __init__(
        self, figures: OfficeFigures, *, agencies: AgencyDirectory, texts: Texts, clock: Clock
    ) -> None:
        self._figures = figures
        self._agencies = agencies
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/report/county", self.show), web.get("/report/county/cases", self.cell)]

    async def show(self, request: web.Request) -> web.Response:
        """Show both tables of a year; raises `RefusedError` (404) to whoever is not of the county's own office."""
        tables = await self._tables(request)
        return render(
            request,
            "staff/county_report.html",
            tables=tables,
            names=[self._name(one.agency) for one in tables.agencies],
            rows=REQUEST_ROWS,
            columns=COLUMNS,
            kinds=REMEDIES,
            results=REMEDY_COLUMNS,
        )

    async def cell(self, request: web.Request) -> web.Response:
        """List what each agency adds to a cell; an address that names no cell lists nothing. Raises as `show` does."""
        tables = await self._tables(request)
        row, column = request.query.get("row", ""), request.query.get("column", "")
        words, shares = "", [AgencyShare("", 0, ())]
        if row in REQUEST_ROWS and column in COLUMNS:
            words = f"{REQUEST_ROWS[row]}，{COLUMNS[column]}"
            shares = [self._of_requests(one, (row, column)) for one in tables.agencies]
        elif row in REMEDIES and column in REMEDY_COLUMNS:
            words = f"{REMEDIES[row]}，{REMEDY_COLUMNS[column]}"
            shares = [self._of_remedies(one, (row, column)) for one in tables.agencies]
        return render(
            request,
            "staff/county_cases.html",
            year=tables.year,
            words=words,
            count=sum(one.count for one in shares),
            shares=[one for one in shares if one.count],
            remedy=row in REMEDIES,
            listed=LISTED,
        )

    async def _tables(self, request: web.Request) -> CountyTables:
        if not clerk_of(request, self._agencies).at_home:
            raise RefusedError("staff.figures.county.office", status=404)
        return await self._figures.county(asked_year(request, self._clock), agencies=self._agencies)

    def _of_requests(self, tables: AgencyTables, cell: tuple[str, str]) -> AgencyShare:
        found = tables.requests.get(cell, ())
        rows = [self._request_row(one, tables.agency) for one in found[:LISTED]]
        return AgencyShare(self._name(tables.agency), len(found), rows)

    def _of_remedies(self, tables: AgencyTables, cell: tuple[str, str]) -> AgencyShare:
        found = tables.remedies.get(cell, ())
        rows = [self._remedy_row(one, tables.agency) for one in found[:LISTED]]
        return AgencyShare(self._name(tables.agency), len(found), rows)

    def _request_row(self, one: ReportedRequest, agency: str) -> CellCase:
        result = OUTCOMES.get(one.outcome, "") if one.closed_on else self._texts("staff.figures.county.open")
        return CellCase(one.number, one.receipt_on, one.closed_on, result, _url(one.number, agency))

    @staticmethod
    def _remedy_row(one: ReportedRemedy, agency: str) -> CellCase:
        result = RESULTS[one.result if one.closed_on else "pending"]
        return CellCase(one.number, one.filed_on, one.closed_on, result, _url(one.number, agency))

    def _name(self, key: str) -> str:
        """Give an agency's name; the key itself where the directory does not list it any more."""
        agency = self._agencies.agency(key) if key else self._agencies.home
        return agency.name if agency else key or self._texts("staff.figures.county.own")


def _url(number: str, agency: str) -> str:
    return "" if agency else f"/staff/requests/{number}"
