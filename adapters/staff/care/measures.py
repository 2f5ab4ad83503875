"""The measures of complaints: tables, the map, the league, the exclusions; each figure opens the cases behind it."""

import asyncio
import re
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from aiohttp import web
from markupsafe import Markup

from adapters.services.complaints import ComplaintServices
from adapters.staff.care.measure_tables import PATH, SHOWN_COUNTS, MeasureTables
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.downloads import WORKBOOK
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.complaints.measures.service import FigureQuery
from handlers.complaints.measures.store import STAGES, CountedMonths
from handlers.complaints.measures.workbook import RATES, measures_workbook, value_words
from handlers.county.agencies import AgencyDirectory
from handlers.texts import Texts

MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")
MOST_MONTHS, USUAL_MONTHS = 24, 3
CARD_DAYS = 92


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
        self._tables = MeasureTables(texts)
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
        told = clerk.at_office or clerk.unit
        cards = await self._services.alerts.cards(since=since, clerk=clerk) if told else None
        tables = self._tables
        drawn = tables.drawn_map(found, self._services.county.areas)
        return render(
            request,
            "staff/measures.html",
            period=period,
            total=tables.total(found),
            change=tables.change(found.total, found.year_before),
            before=self._texts("measures.before", count=found.year_before.registered),
            tables=tables.tables(found),
            counts=SHOWN_COUNTS,
            rates=RATES,
            map=Markup(drawn),  # noqa: S704 - every word in it is escaped where it is drawn
            stages=tables.stages(found),
            stage_names=tuple(STAGES),
            league=tables.league(found, cards),
            topics=tables.topics(found),
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
            content_type=WORKBOOK,
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


def usual_period(now: datetime) -> CountedMonths:
    """Give the last three months with the one that runs."""
    today = local_date(now)
    last = today.year * 12 + today.month - 1
    first = last - USUAL_MONTHS + 1
    return CountedMonths(*(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in (first, last)))


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])
