"""The measures of complaints: tables, the map, the league, the exclusions; each figure opens the cases behind it."""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from aiohttp import web
from markupsafe import Markup

from adapters.complaint_services import ComplaintServices
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.complaints.measures.rates import Tally
from handlers.complaints.measures.service import ComplaintMeasures, FigureQuery
from handlers.complaints.measures.store import STAGES, CountedMonths
from handlers.complaints.measures.town_map import town_map
from handlers.complaints.measures.workbook import RATES, measures_workbook, value_words
from handlers.county.agencies import AgencyDirectory
from handlers.texts import Texts

PATH = "/staff/measures"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")
MOST_MONTHS, USUAL_MONTHS = 24, 3
LEAST_RANKED = 5
TOPICS = 10
CARD_DAYS = 92
NOT_SHOWN = "—"
"""Stands where there is no figure: a nought would be one."""
SHOWN_COUNTS = (
    *("registered", "ended", "late", "overdue", "solved", "unsolved", "answered"),
    *("redirected", "rated", "satisfied", "repeated", "excluded"),
)


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """A figure with the address of its cases; empty where there is nothing behind it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line of a table."""

    name: str
    cells: tuple[MeasureCell, ...]
    rates: tuple[str, ...]


class MeasurePages:
    """Shows measures, gives them as a workbook, opens cases, keeps exclusions."""

    def __init__(
        self,
        services: ComplaintServices,
        *,
        agencies: AgencyDirectory,
        colleagues: Colleagues,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._services = services
        self._agencies = agencies
        self._colleagues = colleagues
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/measures", self.show),
            web.get("/measures.xlsx", self.workbook),
            web.get("/measures/cases", self.cases),
            web.post("/complaints/{number}/exclusion", self.propose),
            web.post("/measures/exclusions/{id}/approve", self.approve),
            web.post("/measures/exclusions/{id}/refuse", self.refuse),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the figures of a period; the last three months when none is asked for."""
        clerk, period = self._clerk(request), self._period(request)
        measurement = self._services.measurement
        found = await measurement.measures(period, clerk=clerk)
        since = self._clock.now() - timedelta(days=CARD_DAYS)
        cards = await self._services.alerts.cards(since=since) if clerk.parts & OFFICE else None
        return render(
            request,
            "staff/measures.html",
            period=period,
            total=self._row("", "", found.total, period),
            change=self._change(found.total, found.year_before),
            before=self._texts("measures.before", count=found.year_before.registered),
            tables=[(name, self._rows(name, tallies, period)) for name, tallies in _dimensions(found)],
            counts=SHOWN_COUNTS,
            rates=RATES,
            map=Markup(self._map(found)),  # noqa: S704 - every word in it is escaped where it is drawn
            stages=[(unit, _hours(hours)) for unit, hours in found.stages.items() if unit],
            stage_names=tuple(STAGES),
            league=self._league(found, cards),
            topics=self._topics(found),
            oldest=await measurement.oldest(clerk=clerk),
            exclusions=await measurement.exclusions(clerk=clerk),
            head=ComplaintActor.HEAD in clerk.parts,
            login=clerk.login,
            names=await self._colleagues.names(),
            download=f"{PATH}.xlsx?{urlencode({'first': period.first, 'last': period.last})}",
        )

    async def workbook(self, request: web.Request) -> web.Response:
        """Give the figures as a workbook."""
        clerk, period = self._clerk(request), self._period(request)
        found = await self._services.measurement.measures(period, clerk=clerk)
        exclusions = await self._services.measurement.exclusions(clerk=clerk)
        content = await asyncio.to_thread(measures_workbook, found, exclusions, self._texts)
        name = quote(f"{self._texts('measures.title')}{period.first}_{period.last}.xlsx")
        return web.Response(
            body=content,
            content_type=XLSX,
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
        )

    async def cases(self, request: web.Request) -> web.Response:
        """Show the cases behind a figure."""
        asked, period = request.query, self._period(request)
        query = FigureQuery(
            period, asked.get("measure", "registered"), asked.get("by", ""), asked.get("value", "")
        )
        number = page_number(asked.get("page", ""))
        try:
            lines, more = await self._services.measurement.behind(
                query, clerk=self._clerk(request), page=number
            )
        except InputError as error:
            raise RefusedError(error.text_key, status=404) from None
        named = value_words(query.dimension, query.value, self._texts) if query.dimension else ""
        fields = {"first": period.first, "last": period.last, "measure": query.measure}
        fields |= {"by": query.dimension, "value": query.value} if query.dimension else {}
        return render(
            request,
            "staff/measure_cases.html",
            what=f"{named}{self._texts(f'measures.counts.{query.measure}')}",
            lines=lines,
            back=f"{PATH}?{urlencode({'first': period.first, 'last': period.last})}",
            sheet=Sheet(page=number, more=more, path=f"{PATH}/cases", query=fields),
        )

    async def propose(self, request: web.Request) -> web.Response:
        """Propose that a case stay out of the rates."""
        number, clerk = request.match_info["number"], self._clerk(request)
        try:
            await self._services.ledger.story(number, clerk=clerk)
        except InputError:
            raise RefusedError("staff.complaints.missing", status=404) from None
        fields = await form(request)
        rule, reason = fields.get("rule", ""), fields.get("reason", "")
        await self._services.measurement.propose(number, rule, reason, clerk=clerk)
        raise web.HTTPSeeOther(f"/staff/complaints/{number}?done=step_taken")

    async def approve(self, request: web.Request) -> web.Response:
        """Leave a case out of the rates."""
        return await self._decide(request, approved=True)

    async def refuse(self, request: web.Request) -> web.Response:
        """Count a case as any other."""
        return await self._decide(request, approved=False)

    async def _decide(self, request: web.Request, *, approved: bool) -> web.Response:
        typed, clerk = request.match_info["id"], self._clerk(request)
        listed = {str(one.id) for one in await self._services.measurement.exclusions(clerk=clerk)}
        if typed not in listed:
            raise RefusedError("staff.complaints.missing", status=404)
        reason = (await form(request)).get("reason", "")
        await self._services.measurement.decide(int(typed), approved=approved, reason=reason, clerk=clerk)
        raise web.HTTPSeeOther(f"{PATH}?done=step_taken")

    def _clerk(self, request: web.Request) -> ComplaintClerk:
        return complaint_clerk_of(request, self._agencies)

    def _period(self, request: web.Request) -> CountedMonths:
        """Give the months that were asked for; raises `RefusedError` for what is none, or too long a time."""
        first, last = request.query.get("first", ""), request.query.get("last", "")
        if not first and not last:
            return usual_period(self._clock.now())
        fits = MONTH.fullmatch(first) and MONTH.fullmatch(last)
        if not fits or not 0 <= _months(last) - _months(first) < MOST_MONTHS:
            raise RefusedError("measures.refused.month", status=400)
        return CountedMonths(first, last)

    def _rows(self, dimension: str, tallies: Mapping[str, Tally], period: CountedMonths) -> list[MeasureRow]:
        ordered = (
            tallies.items()
            if dimension == "month"
            else sorted(tallies.items(), key=lambda item: -item[1].registered)
        )
        return [self._row(dimension, value, tally, period) for value, tally in ordered]

    def _row(self, dimension: str, value: str, tally: Tally, period: CountedMonths) -> MeasureRow:
        name = value_words(dimension, value, self._texts) if dimension else self._texts("measures.total")
        cells = tuple(self._cell(count, dimension, value, tally, period) for count in SHOWN_COUNTS)
        return MeasureRow(name, cells, tuple(_percent(getattr(tally, rate)) for rate in RATES))

    @staticmethod
    def _cell(count: str, dimension: str, value: str, tally: Tally, period: CountedMonths) -> MeasureCell:
        found = int(getattr(tally, count))
        url = cases_address(period, count, dimension, value) if found else ""
        return MeasureCell(str(found), url)

    def _map(self, found: ComplaintMeasures) -> str:
        def words(area: str, tally: Tally) -> str:
            return self._texts(
                "measures.map_words",
                area=area,
                registered=tally.registered,
                solution=_percent(tally.solution),
            )

        return town_map(
            self._services.county.areas,
            found.by_area,
            title=self._texts("measures.map"),
            words=words,
            address=lambda area: cases_address(found.period, "registered", "area", area),
        )

    def _league(
        self, found: ComplaintMeasures, cards: Mapping[str, Mapping[str, int]] | None
    ) -> list[tuple[str, tuple[str, ...], str]]:
        ranked = [
            (unit, tally)
            for unit, tally in found.by_unit.items()
            if unit and tally.solved + tally.unsolved >= LEAST_RANKED
        ]
        ranked.sort(
            key=lambda item: (
                -(item[1].solution or 0),
                -(item[1].satisfaction or 0),
                -(item[1].response or 0),
                item[0],
            )
        )
        return [
            (
                unit,
                tuple(_percent(getattr(tally, rate)) for rate in ("solution", "satisfaction", "response")),
                self._cards(cards.get(unit, {})) if cards is not None else "",
            )
            for unit, tally in ranked
        ]

    def _cards(self, given: Mapping[str, int]) -> str:
        return self._texts("measures.league.cards", yellow=given.get("yellow", 0), red=given.get("red", 0))

    @staticmethod
    def _topics(found: ComplaintMeasures) -> list[tuple[str, int, str]]:
        most = sorted(
            ((matter, tally) for matter, tally in found.by_matter.items() if matter),
            key=lambda item: -item[1].registered,
        )
        return [
            (matter, tally.registered, cases_address(found.period, "registered", "matter", matter))
            for matter, tally in most[:TOPICS]
        ]

    def _change(self, now: Tally, before: Tally) -> str:
        if not before.registered:
            return self._texts("measures.no_change")
        change = (now.registered - before.registered) / before.registered
        return self._texts("measures.change", change=f"{change:+.1%}")


def cases_address(period: CountedMonths, measure: str, dimension: str, value: str) -> str:
    """Give the address of the cases behind a figure."""
    fields = {"first": period.first, "last": period.last, "measure": measure}
    fields |= {"by": dimension, "value": value} if dimension else {}
    return f"{PATH}/cases?{urlencode(fields)}"


def usual_period(now: datetime) -> CountedMonths:
    """Give the last three months with the one that runs."""
    today = local_date(now)
    last = today.year * 12 + today.month - 1
    first = last - USUAL_MONTHS + 1
    return CountedMonths(*(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in (first, last)))


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _dimensions(found: ComplaintMeasures) -> Iterator[tuple[str, Mapping[str, Tally]]]:
    yield "unit", found.by_unit
    yield "kind", found.by_kind
    yield "area", found.by_area
    yield "month", found.by_month


def _hours(hours: Mapping[str, float | None]) -> Sequence[str]:
    return [NOT_SHOWN if hours[stage] is None else f"{hours[stage]:.0f}" for stage in STAGES]


def _percent(share: float | None) -> str:
    return NOT_SHOWN if share is None else f"{share:.1%}"
