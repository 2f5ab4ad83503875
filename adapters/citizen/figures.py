"""The county's figures for everybody, on a phone: what was published, asked, applied for, done, and how it was rated."""

from aiohttp import web

from adapters.services.disclosure_figures import REQUEST_RATINGS, disclosure_group
from adapters.web.charts import Column, Part, stacked
from adapters.web.numbers import number_of
from adapters.web.pages import render
from bot.clock import Clock, local_date
from handlers.county.profile import County
from handlers.disclosure.figures.service import OfficeFigures
from handlers.statistics.ledger import PeriodFigures, StatisticsLedger
from handlers.statistics.overview import ShownGroup, groups_of, outside_rows, outside_shares
from handlers.statistics.rates import satisfied_with
from handlers.statistics.year import YEARS_BACK, year_of
from handlers.texts import Texts


class PublicFigurePages:
    """Shows figures in which nobody is told: sums over a year of the whole county."""

    def __init__(
        self,
        ledger: StatisticsLedger,
        *,
        requests: OfficeFigures,
        county: County,
        clock: Clock,
        texts: Texts,
    ) -> None:
        self._ledger = ledger
        self._requests = requests
        self._county = county
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/m`."""
        return [web.get("/figures", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the figures of a year, of this one up to today where none is asked for."""
        today = local_date(self._clock.now())
        year = number_of(request.query.get("year"), today.year)
        period = year_of(year if today.year - YEARS_BACK <= year <= today.year else today.year, today=today)
        found = await self._ledger.figures(period)
        groups = list(groups_of(found, self._texts, public=True))
        groups.insert(1, await self._requested(found))
        months = sorted(found.published_by_month.items())
        columns = [
            Column(
                str(month),
                (
                    Part(
                        "done",
                        count,
                        self._texts("statistics.month_words", year=one, month=month, count=count),
                    ),
                ),
            )
            for (one, month), count in months
        ]
        return render(
            request,
            "citizen/figures.html",
            period=period,
            years=range(today.year, today.year - YEARS_BACK - 1, -1),
            groups=groups,
            chart=stacked(columns) if columns else None,
            outside=outside_rows(found.outside),
            shares=outside_shares(found.outside, self._texts),
            county_name=self._county.name,
        )

    async def _requested(self, found: PeriodFigures) -> ShownGroup:
        counted = await self._requests.span(found.period.first, found.period.last, clerk=None)
        rated = satisfied_with(found.counts, REQUEST_RATINGS)
        return disclosure_group(counted, self._texts, rated=rated)
