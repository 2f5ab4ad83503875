"""All figures of a period at one place: counted ones, those of requests, those of other systems; each opens its rows."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from aiohttp import web

from adapters.services.disclosure_figures import REQUEST_RATINGS, REQUESTS, disclosure_group
from adapters.staff.rows import CaseRow, request_row
from adapters.web.access.clerks import clerk_of
from adapters.web.charts import Chart, Column, Part, stacked
from adapters.web.downloads import WORKBOOK, download
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.errors import InputError
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.store import Filter
from handlers.disclosure.figures.service import OfficeFigures
from handlers.disclosure.figures.year import SpanFigures, YearFigure
from handlers.places.service import PlaceArrangements
from handlers.statistics.ledger import CAME, VISITS, CountedRow, FigureSpan, PeriodFigures, StatisticsLedger
from handlers.statistics.overview import (
    Address,
    ShownGroup,
    branch_words,
    groups_of,
    outside_rows,
    outside_shares,
    year_rows,
)
from handlers.statistics.rates import satisfied_with, total
from handlers.statistics.workbook import statistics_workbook
from handlers.texts import Texts

PATH = "/staff/statistics"
LISTED = 500
MONTHS_DRAWN = 24
COMPLAINTS = "complaints"


class StatisticsPages:
    """Shows figures and gives them as a workbook; changes nothing."""

    def __init__(
        self,
        ledger: StatisticsLedger,
        *,
        requests: OfficeFigures,
        cases: DisclosureLedger,
        agencies: AgencyDirectory,
        places: PlaceArrangements,
        texts: Texts,
    ) -> None:
        self._ledger = ledger
        self._places = places
        self._requests = requests
        self._cases = cases
        self._agencies = agencies
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/statistics", self.show),
            web.get("/statistics.xlsx", self.workbook),
            web.get("/statistics/rows", self.rows),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the figures of a period."""
        period = self._period(request)
        found, requests = await self._ledger.figures(period), await self._span(request, period)
        groups = list(groups_of(found, self._texts, address=_addresses(period)))
        groups.insert(3, self._disclosure(requests, found))
        return render(
            request,
            "staff/statistics.html",
            period=period,
            groups=groups,
            outside=outside_rows(found.outside),
            shares=outside_shares(found.outside, self._texts),
            chart=self._chart(found),
            years=year_rows(found.years, self._texts),
            download=f"{PATH}.xlsx?{_query(period)}",
        )

    async def workbook(self, request: web.Request) -> web.Response:
        """Give the figures as a workbook."""
        period = self._period(request)
        found, requests = await self._ledger.figures(period), await self._span(request, period)
        group = self._disclosure(requests, found)
        extra: list[Sequence[str | int]] = [[group.title, one.words, "", one.count] for one in group.figures]
        extra += [[group.title, one.words, "", one.value] for one in group.shares]
        content = await asyncio.to_thread(statistics_workbook, found, extra, self._texts)
        return download(
            content, WORKBOOK, name=f"{self._texts('statistics.title')}{period.first}_{period.last}.xlsx"
        )

    async def rows(self, request: web.Request) -> web.Response:
        """Show the rows behind a figure, a page at a time; raises `RefusedError` (404) for a figure that is none."""
        period, asked = self._period(request), request.query
        key, branch = asked.get("figure", ""), asked.get("branch")
        if key in REQUESTS:
            return await self._request_rows(request, YearFigure(key), period)
        if key.startswith(COMPLAINTS):
            raise web.HTTPSeeOther(_measures(period) or PATH)
        page = page_number(asked.get("page", ""))
        try:
            lines, more = await self._ledger.behind(key, period, branch=branch, page=page)
        except InputError as error:
            raise RefusedError(error.text_key, status=404) from None
        found = await self._ledger.figures(period)
        count = total(found.counts, key, *([branch] if branch is not None else []))
        kept = {"figure": key, "first": f"{period.first}", "last": f"{period.last}", "branch": branch or ""}
        return self._listed(
            request,
            period,
            self._named(key, branch),
            count,
            lines=self._in_words(key, lines),
            is_weighed=key in {VISITS, CAME},
            sheet=Sheet(page, more, f"{PATH}/rows", kept),
        )

    async def _request_rows(
        self, request: web.Request, figure: YearFigure, period: FigureSpan
    ) -> web.Response:
        numbers = (await self._span(request, period)).cases.get(figure, ())
        rows: list[CaseRow] = []
        if numbers:
            wanted = Filter(numbers=tuple(numbers[:LISTED]), clerk=clerk_of(request, self._agencies))
            found = await self._cases.page(wanted, size=LISTED)
            rows = [request_row(line, self._texts, names={}) for line in found.lines]
        return self._listed(
            request, period, self._texts(f"statistics.figures.{figure.value}"), len(numbers), cases=rows
        )

    def _listed(
        self,
        request: web.Request,
        period: FigureSpan,
        what: str,
        count: int,
        *,
        lines: Sequence[CountedRow] = (),
        is_weighed: bool = False,
        cases: Sequence[CaseRow] = (),
        sheet: Sheet | None = None,
    ) -> web.Response:
        return render(
            request,
            "staff/statistics_rows.html",
            period=period,
            what=what,
            count=count,
            lines=lines,
            is_weighed=is_weighed,
            cases=cases,
            sheet=sheet,
            back=f"{PATH}?{_query(period)}",
        )

    def _in_words(self, key: str, lines: Sequence[CountedRow]) -> Sequence[CountedRow]:
        """Name what counts by the day in words: kinds of pages, and places."""
        if key == VISITS:
            return [replace(one, title=branch_words(self._texts, key, one.number)) for one in lines]
        if key == CAME:
            names = {one.key: one.name for one in self._places.directory().places}
            return [replace(one, title=names.get(one.number, one.number)) for one in lines]
        return lines

    def _named(self, key: str, branch: str | None) -> str:
        words = self._texts(f"statistics.figures.{key}")
        branched = f"statistics.branches.{key}.{branch}"
        return f"{words}，{self._texts(branched)}" if branch and branched in self._texts else words

    async def _span(self, request: web.Request, period: FigureSpan) -> SpanFigures:
        return await self._requests.span(period.first, period.last, clerk=clerk_of(request, self._agencies))

    def _disclosure(self, requests: SpanFigures, found: PeriodFigures) -> ShownGroup:
        rated = satisfied_with(found.counts, REQUEST_RATINGS)
        return disclosure_group(requests, self._texts, _addresses(found.period), rated=rated)

    def _period(self, request: web.Request) -> FigureSpan:
        """Give the period that was asked for; raises `RefusedError` for what is none."""
        try:
            return self._ledger.period(request.query.get("first", ""), request.query.get("last", ""))
        except InputError as error:
            raise RefusedError(error.text_key, status=400) from None

    def _chart(self, found: PeriodFigures) -> Chart | None:
        columns = [
            Column(
                f"{month}" if month > 1 else f"{year}",
                (
                    Part(
                        "done",
                        count,
                        self._texts("statistics.month_words", year=year, month=month, count=count),
                    ),
                ),
            )
            for (year, month), count in sorted(found.published_by_month.items())[-MONTHS_DRAWN:]
        ]
        return stacked(columns) if columns else None


def _addresses(period: FigureSpan) -> Address:
    def address(key: str, branch: str | None) -> str:
        if key.startswith(COMPLAINTS):
            return _measures(period)
        fields = {"figure": key, "first": f"{period.first}", "last": f"{period.last}"}
        fields |= {"branch": branch} if branch is not None else {}
        return f"{PATH}/rows?{urlencode(fields)}"

    return address


def _measures(period: FigureSpan) -> str:
    """Give the page of complaints' own figures, where it is decided who sees which case; it shows two years at most."""
    first, last = f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    return f"/staff/measures?{urlencode({'first': first, 'last': last})}" if months < MONTHS_DRAWN else ""


def _query(period: FigureSpan) -> str:
    return urlencode({"first": f"{period.first}", "last": f"{period.last}"})
