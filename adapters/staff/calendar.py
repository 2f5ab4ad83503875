"""Days off at the desk: the notice typed in, shown month by month, signed by a second person, and what it moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from adapters.web.access.colleagues import Colleagues
from adapters.web.access.visitor import visitor_of
from adapters.web.calendar_gap import CalendarWarning
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.holidays.live import missing_year
from handlers.holidays.notice import checked, preview
from handlers.holidays.records import ENTERED, SIGNED
from handlers.holidays.service import HolidayNotices, KeptNotice
from handlers.texts import Texts

HOLIDAY_ROWS, MAKEUP_ROWS = 8, 10
USUAL_HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节", "")
TYPED_LETTERS = 200
TONES = {ENTERED: "warn", SIGNED: "good"}


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row of the form as it was typed."""

    name: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """What was typed, shown again when something of it was refused."""

    year: str
    document_number: str
    title: str
    rows: Sequence[TypedRow]
    makeup: Sequence[str]


class CalendarPages:
    """Lists the notices, takes a new one, shows one with its months, and takes the second person's signature."""

    def __init__(
        self,
        *,
        notices: HolidayNotices,
        ledger: DisclosureLedger,
        warning: CalendarWarning,
        colleagues: Colleagues,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._ledger = ledger
        self._warning = warning
        self._colleagues = colleagues
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/calendar", self.list),
            web.post("/calendar", self.enter),
            web.get("/calendar/{number}", self.show),
            web.post("/calendar/{number}/sign", self.sign),
            web.post("/calendar/{number}/discard", self.discard),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """Show the years that are known, the notices, and an empty form for the next year."""
        return await self._listed(request, self._empty())

    async def enter(self, request: web.Request) -> web.Response:
        """Keep a notice; what was refused is shown again with everything that was typed."""
        typed = _typed(await form(request))
        try:
            notice = checked(
                typed.year,
                document_number=typed.document_number,
                title=typed.title,
                holidays=[
                    (row.name if row.first or row.last else "", row.first, row.last) for row in typed.rows
                ],
                makeup_days=typed.makeup,
            )
            number = await self._notices.enter(notice, actor=visitor_of(request).login)
        except InputError as error:
            refusal = self._texts(error.text_key, **error.values)
            return await self._listed(request, typed, refusal=refusal, status=422)
        raise web.HTTPSeeOther(f"/staff/calendar/{number}?done=entered")

    async def show(self, request: web.Request) -> web.Response:
        """Show one notice month by month; signed, also the due dates that it moved."""
        return await self._page(request)

    async def sign(self, request: web.Request) -> web.Response:
        """Put it in force as the second person."""
        return await self._taken(request, "sign")

    async def discard(self, request: web.Request) -> web.Response:
        """Throw it away before it was in force."""
        return await self._taken(request, "discard")

    async def _taken(self, request: web.Request, step: str) -> web.Response:
        take = self._notices.sign if step == "sign" else self._notices.discard
        try:
            await take(_number(request), actor=visitor_of(request).login)
        except InputError as error:
            return await self._page(request, refusal=self._texts(error.text_key, **error.values), status=422)
        raise web.HTTPSeeOther(f"/staff/calendar/{_number(request)}?done={step}")

    async def _page(self, request: web.Request, *, refusal: str = "", status: int = 200) -> web.Response:
        try:
            kept = await self._notices.one(_number(request))
        except InputError:
            raise RefusedError("holidays.refused.unknown", status=404) from None
        names = await self._colleagues.names()
        return render(
            request,
            "staff/calendar_notice.html",
            status=status,
            notice=kept,
            state=self._texts(f"holidays.state.{kept.state}"),
            tone=TONES.get(kept.state, ""),
            months=preview(kept.typed),
            names=names,
            waiting=kept.state == ENTERED,
            own=kept.entered_by == visitor_of(request).login,
            moved=await self._ledger.moved_by(kept.number) if kept.state == SIGNED else None,
            refusal=refusal,
        )

    async def _listed(
        self, request: web.Request, typed: NoticeForm, *, refusal: str = "", status: int = 200
    ) -> web.Response:
        calendar = self._notices.calendar
        rows = [self._row(kept) for kept in await self._notices.all()]
        return render(
            request,
            "staff/calendar.html",
            status=status,
            typed=typed,
            notices=rows,
            until=calendar.known_until(),
            gap=await self._warning.now(),
            refusal=refusal,
        )

    def _row(self, kept: KeptNotice) -> Mapping[str, object]:
        state = self._texts(f"holidays.state.{kept.state}")
        return {"notice": kept, "state": state, "tone": TONES.get(kept.state, "")}

    def _empty(self) -> NoticeForm:
        today = local_date(self._clock.now())
        year = missing_year(self._notices.calendar, date(today.year, 12, 31)) or today.year + 1
        title = self._texts("holidays.form.usual_title", year=year)
        rows = [TypedRow(name) for name in USUAL_HOLIDAYS]
        return NoticeForm(str(year), "", title, rows, [""] * MAKEUP_ROWS)


def _number(request: web.Request) -> int:
    word = request.match_info["number"]
    if not (word.isascii() and word.isdecimal() and len(word) < TYPED_LETTERS // 20):
        raise RefusedError("holidays.refused.unknown", status=404)
    return int(word)


def _typed(fields: Mapping[str, str]) -> NoticeForm:
    def said(name: str) -> str:
        return fields.get(name, "")[:TYPED_LETTERS].strip()

    return NoticeForm(
        year=said("year"),
        document_number=said("document_number"),
        title=said("title"),
        rows=[
            TypedRow(said(f"name{at}"), said(f"first{at}"), said(f"last{at}")) for at in range(HOLIDAY_ROWS)
        ],
        makeup=[said(f"makeup{at}") for at in range(MAKEUP_ROWS)],
    )
