"""Tells how much was published and applied for, to whoever asks just that; everything else is left to others."""

from collections.abc import Awaitable, Callable

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Wording
from handlers.statistics.ledger import PUBLISHED as ITEMS
from handlers.statistics.ledger import FigureSpan, PeriodFigures, StatisticsLedger
from handlers.statistics.overview import ShownGroup, percent
from handlers.statistics.year import ONLINE, PUBLISHED, FiguresAsked, asked, year_of
from handlers.talk.turn import hear, say

Requested = Callable[[FigureSpan], Awaitable[ShownGroup]]
"""Gives the figures of requests of a period."""


class TellFigures:
    """Looks for a question about the county's own figures."""

    def __init__(
        self,
        wording: Wording,
        *,
        ledger: StatisticsLedger,
        requested: Requested,
        county: str,
        address: str,
        clock: Clock,
    ) -> None:
        self._wording = wording
        self._ledger = ledger
        self._requested = requested
        self._county = county
        self._address = address
        self._clock = clock

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Tell the figures; None where none are asked for."""
        heard, today = hear(tracker), local_date(self._clock.now())
        if tracker.active_loop_name or heard.emergency or heard.kind != "text":
            return None
        question = asked(heard.said, today=today)
        if question is None:
            return None
        period = year_of(question.year, today=today)
        when = self._when(question, today.year)
        told = {PUBLISHED: self._published, ONLINE: self._online}.get(question.what, self._requests)
        say(dispatcher, tracker, await told(period, when))
        return []

    def _when(self, question: FiguresAsked, this_year: int) -> str:
        if question.year == this_year:
            return self._wording("statistics.said.this_year")
        return self._wording("statistics.said.year", year=question.year)

    async def _published(self, period: FigureSpan, when: str) -> str:
        found = await self._ledger.figures(period)
        return self._wording(
            "statistics.said.published",
            when=when,
            county=self._county,
            count=found.total(ITEMS),
            kinds=self._kinds(found),
            address=self._address,
        )

    async def _online(self, period: FigureSpan, when: str) -> str:
        found = (await self._ledger.figures(period)).shares["online"]
        return self._wording(
            "statistics.said.online" if found.whole else "statistics.said.online_unknown",
            county=self._county,
            some=found.some,
            whole=found.whole,
            share=percent(found.value),
            address=self._address,
        )

    def _kinds(self, found: PeriodFigures) -> str:
        kinds = [
            self._wording(
                "statistics.said.kind",
                name=self._wording(f"statistics.branches.published.{kind}"),
                count=count,
            )
            for kind, count in found.branches(ITEMS).items()
        ]
        return self._wording("statistics.said.kinds", kinds="、".join(kinds)) if kinds else ""

    async def _requests(self, period: FigureSpan, when: str) -> str:
        group = await self._requested(period)
        counts = {one.key: one.count for one in group.figures}
        shares = {one.key: one.value for one in group.shares}
        return self._wording(
            "statistics.said.disclosure",
            when=when,
            county=self._county,
            received=counts["received"],
            ended=counts["ended"],
            mean=self._said("mean", shares["workdays"]),
            share=self._said("share", shares["timely"]),
            address=self._address,
        )

    def _said(self, name: str, value: str) -> str:
        return self._wording(f"statistics.said.{name}", value=value) if value[:1].isdigit() else ""
