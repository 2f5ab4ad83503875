"""The figures of a year at the desk, each opening its cases, and the ledger of reviews and suits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.staff.rows import CaseRow, request_row
from adapters.web.access.clerks import clerk_of
from adapters.web.charts import Chart, Column, Part, stacked
from adapters.web.numbers import asked_year
from adapters.web.pages import render
from bot.clock import Clock
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.annual_report.counting import count_remedies, remedy_columns
from handlers.disclosure.annual_report.form import COLUMNS, REMEDIES, REMEDY_COLUMNS, REQUEST_ROWS
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.store import Filter
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.figures.service import OfficeFigures
from handlers.disclosure.figures.year import MONTH, OUTCOME, YearFigure, YearFigures
from handlers.ratings.ledger import SatisfactionLedger
from handlers.ratings.store import Satisfaction
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger

LISTED = 500


@dataclass(frozen=True, slots=True)
class RatedKind:
    """Satisfaction with one kind of case in words: how many were asked and answered, the satisfied in per cent, the mean."""

    name: str
    asked: int
    rated: int
    share: str
    mean: str


class FigurePages:
    """Shows figures and never changes anything."""

    def __init__(
        self,
        figures: OfficeFigures,
        *,
        ledger: DisclosureLedger,
        tickets: TicketLedger,
        satisfaction: SatisfactionLedger,
        agencies: AgencyDirectory,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._figures = figures
        self._ledger = ledger
        self._tickets = tickets
        self._ratings = satisfaction
        self._agencies = agencies
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/report", self.show),
            web.get("/report/cases", self.cases),
            web.get("/report/table", self.table),
            web.get("/report/table/cases", self.cell),
            web.get("/report/remedies", self.remedies),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the figures of a year."""
        year = asked_year(request, self._clock)
        clerk = clerk_of(request, self._agencies)
        figures = await self._figures.year(year, clerk=clerk)
        return render(
            request,
            "staff/figures.html",
            at_home=clerk.at_home,
            figures=figures,
            kinds=[figure.value for figure in YearFigure],
            mean=_rounded(figures.mean_workdays),
            share=_rounded(figures.timely_share),
            satisfaction=self._satisfaction(await self._ratings.year(year)),
            answered=_part(*await self._tickets.answered(year)),
            chart=self._chart(figures),
            months=[(f"{MONTH}{month}", month, *pair) for month, pair in enumerate(figures.monthly, start=1)],
            outcomes=[
                (f"{OUTCOME}{key}", self._outcome(key), figures.outcomes[key])
                for key in (*Outcome, "none")
                if figures.outcomes.get(key)
            ],
        )

    async def cases(self, request: web.Request) -> web.Response:
        """List the cases behind a figure; an address that names none lists nothing."""
        year, what, clerk = (
            asked_year(request, self._clock),
            request.query.get("what", ""),
            clerk_of(request, self._agencies),
        )
        figures = await self._figures.year(year, clerk=clerk)
        return render(
            request,
            "staff/figure_cases.html",
            year=year,
            words=self._words(what) if what in figures.cases else "",
            count=figures.count(what),
            rows=await self._rows(figures.cases.get(what, ()), clerk),
            back=f"/staff/report?year={year}",
        )

    async def table(self, request: web.Request) -> web.Response:
        """Show 表三 of a year, each cell that counts anything opening its cases."""
        year = asked_year(request, self._clock)
        return render(
            request,
            "staff/report_table.html",
            table=await self._figures.requests_table(year, clerk=clerk_of(request, self._agencies)),
            rows=REQUEST_ROWS,
            columns=COLUMNS,
        )

    async def cell(self, request: web.Request) -> web.Response:
        """List the cases that a cell of 表三 counts; an address that names no cell lists nothing."""
        year, clerk = asked_year(request, self._clock), clerk_of(request, self._agencies)
        row, column = request.query.get("row", ""), request.query.get("column", "")
        named = row in REQUEST_ROWS and column in COLUMNS
        table = await self._figures.requests_table(year, clerk=clerk)
        return render(
            request,
            "staff/figure_cases.html",
            year=year,
            words=f"{REQUEST_ROWS[row]}，{COLUMNS[column]}" if named else "",
            count=table.count(row, column),
            rows=await self._rows(table.cells.get((row, column), ()), clerk),
            back=f"/staff/report/table?year={year}",
        )

    async def _rows(self, numbers: Sequence[str], clerk: Clerk) -> list[CaseRow]:
        """Give the first cases of a figure as rows."""
        wanted = tuple(numbers[:LISTED])
        if not wanted:
            return []
        found = await self._ledger.page(Filter(numbers=wanted, clerk=clerk), size=LISTED)
        return [request_row(line, self._texts, names={}) for line in found.lines]

    async def remedies(self, request: web.Request) -> web.Response:
        """Show the ledger of reviews and suits, with 表四 of a year counted from it; a cell of it shows its own alone."""
        year = asked_year(request, self._clock)
        kind, column = request.query.get("kind", ""), request.query.get("column", "")
        named = kind in REMEDIES and column in REMEDY_COLUMNS
        ledger = await self._figures.remedies(clerk=clerk_of(request, self._agencies))
        counted = count_remedies((one.remedy for one in ledger), year=year)
        return render(
            request,
            "staff/remedies.html",
            year=year,
            cell=f"{REMEDIES[kind]}，{REMEDY_COLUMNS[column]}" if named else "",
            ledger=[
                one
                for one in ledger
                if not named or (one.remedy.kind == kind and column in remedy_columns(one.remedy, year=year))
            ],
            kinds=REMEDIES,
            columns=REMEDY_COLUMNS,
            counted=counted,
        )

    def _satisfaction(self, figures: Mapping[str, Satisfaction]) -> list[RatedKind]:
        return [
            RatedKind(
                self._texts(f"ratings.kind.{kind}"),
                one.asked,
                one.rated,
                _part(one.satisfied, one.rated),
                f"{one.mean:.1f}" if one.mean is not None else "",
            )
            for kind, one in figures.items()
            if one.asked
        ]

    def _chart(self, figures: YearFigures) -> Chart | None:
        columns: Sequence[Column] = [
            Column(
                str(month),
                (
                    Part("done", done, self._texts("staff.figures.went", month=month, count=done)),
                    Part("waiting", still, self._texts("staff.figures.still", month=month, count=still)),
                ),
            )
            for month, (done, still) in enumerate(figures.monthly, start=1)
        ]
        return stacked(columns) if any(column.total for column in columns) else None

    def _words(self, what: str) -> str:
        if what.startswith(OUTCOME):
            return self._outcome(what.removeprefix(OUTCOME))
        if what.startswith(MONTH):
            return self._texts("staff.figures.came_in", month=what.removeprefix(MONTH))
        return self._texts(f"staff.figures.{what}")

    def _outcome(self, key: str) -> str:
        return self._texts("staff.figures.no_outcome" if key == "none" else f"decision.outcome.{key}")


def _rounded(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _part(some: int, of: int) -> str:
    """Give a share in per cent with one decimal; empty where there is nothing to be a share of."""
    return f"{100 * some / of:.1f}%" if of else ""
