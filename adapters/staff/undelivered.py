"""What has not reached citizens: one list with its age, how it was tried, its task, and a button to try again."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.redis.windows import CitizenWindows
from adapters.staff.alarms import shown_alarms
from adapters.staff.service_rows import TONES, excerpt, try_words, why_words
from adapters.staff.urgency import Urgency, waiting_since
from adapters.web.access.visitor import visitor_of
from adapters.web.numbers import record_number
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from adapters.wechat.api.alarms import AlarmBook
from bot.clock import Clock
from bot.outbound.ladder import ParcelState
from bot.outbound.undelivered import PAGE_SIZE, ShownTry, UndeliveredLine, UndeliveredParcels
from handlers.cases import find_number
from handlers.texts import Texts

PATH = "/staff/undelivered"
STATES = ("", ParcelState.WAITING.value, ParcelState.DUE.value, ParcelState.FAILED.value)


HiddenCases = Callable[[web.Request, Sequence[str]], Awaitable[frozenset[str]]]
"""Gives those of some case numbers that are not the visitor's to see."""


@dataclass(frozen=True, slots=True)
class UndeliveredRow:
    """One parcel as the page shows it: the words masked and shortened, codes in words."""

    line: UndeliveredLine
    words: str
    age: Urgency
    why: str
    tone: str
    tries: tuple[tuple[ShownTry, str], ...]


class UndeliveredPages:
    """Shows the list and takes the wish to try again."""

    def __init__(
        self,
        parcels: UndeliveredParcels,
        *,
        windows: CitizenWindows,
        alarms: AlarmBook,
        texts: Texts,
        clock: Clock,
        hidden: HiddenCases,
    ) -> None:
        self._hidden = hidden
        self._parcels = parcels
        self._windows = windows
        self._alarms = alarms
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/undelivered", self.show), web.post("/undelivered/{number}/again", self.again)]

    async def show(self, request: web.Request) -> web.Response:
        """Show a sheet of the list, the oldest first, below what the platform refuses altogether."""
        wanted = request.query.get("state", "")
        state = wanted if wanted in STATES else ""
        number = page_number(request.query.get("page", ""))
        found = await self._parcels.page(state=state, number=number, size=PAGE_SIZE)
        return render(
            request,
            "staff/undelivered.html",
            rows=[self._row(line) for line in await self._seen(request, found.lines)],
            states=STATES,
            state=state,
            alarms=await shown_alarms(self._alarms, self._texts),
            sheet=Sheet(page=number, more=found.more, path=PATH, query={"state": state}),
        )

    async def again(self, request: web.Request) -> web.Response:
        """Try one anew: a call is spent on it even where a refusal is expected."""
        now = self._clock.now()
        citizen = await self._parcels.again(record_number(request), actor=visitor_of(request).login)
        await self._windows.let_one(citizen, now=now)
        await self._alarms.ask_again(now)
        raise web.HTTPSeeOther(f"{PATH}?done=again")

    async def _seen(
        self, request: web.Request, lines: Sequence[UndeliveredLine]
    ) -> Sequence[UndeliveredLine]:
        """Leave out what tells of a complaint about the reader, or the reader's unit."""
        numbers = {line.id: find_number(line.words) or "" for line in lines}
        hidden = await self._hidden(request, [number for number in numbers.values() if number])
        return [line for line in lines if numbers[line.id] not in hidden]

    def _row(self, line: UndeliveredLine) -> UndeliveredRow:
        return UndeliveredRow(
            line=line,
            words=excerpt(line.words),
            age=waiting_since(line.written_at, now=self._clock.now(), done=False, texts=self._texts),
            why=why_words(line.reason, self._texts),
            tone=TONES[ParcelState(line.state)],
            tries=tuple((each, try_words(each, self._texts)) for each in line.tries),
        )
