"""The gaps: what no document answered, who is to close each, by when, and from which document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from adapters.operators.choices import choice
from adapters.web.access.visitor import visitor_of
from adapters.web.forms import posted
from adapters.web.numbers import record_number
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.county.profile import County
from handlers.texts import Texts
from handlers.workdays import WorkingCalendar
from knowledge.questions.gaps import Gap, GapFilters, Gaps
from knowledge.questions.groups import BY_REGRESSION, GapState

TONES = {GapState.OPEN: "warn", GapState.ASSIGNED: "info", GapState.CLOSED: "good"}
WORKDAYS = 5
MOST_WORKDAYS = 60


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap in the list."""

    gap: Gap
    url: str
    state: str
    tone: str
    late: bool


class GapPages:
    """Lists gaps, shows one, and takes the decisions about it."""

    def __init__(
        self, *, gaps: Gaps, county: County, texts: Texts, clock: Clock, calendar: WorkingCalendar
    ) -> None:
        self._gaps = gaps
        self._county = county
        self._texts = texts
        self._clock = clock
        self._calendar = calendar

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/gaps", self.list),
            web.get("/gaps/{number}", self.show),
            web.post("/gaps/{number}/assign", self.assign),
            web.post("/gaps/{number}/link", self.link),
            web.post("/gaps/{number}/close", self.close),
            web.post("/gaps/{number}/reopen", self.reopen),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """Show a sheet of the gaps, the most asked first."""
        query, today = request.query, local_date(self._clock.now())
        own = visitor_of(request).unit
        mine = bool(own) and query.get("mine") == "1"
        opening = GapState.ASSIGNED if mine else GapState.OPEN
        state = choice("state", self._states(), query.get("state", opening.value))
        unit = choice("unit", [(name, name) for name in self._units()], query.get("unit", ""))
        late = query.get("late") == "1"
        filters = GapFilters(
            state=GapState(state.chosen) if state.chosen and not late else None,
            unit=own if mine else unit.chosen,
            overdue_on=today if late else None,
        )
        page = page_number(query.get("page", ""))
        found, more = await self._gaps.page(filters, number=page)
        kept = {
            "state": state.chosen,
            "unit": unit.chosen,
            "late": "1" if late else "",
            "mine": "1" if mine else "",
        }
        counts = await self._gaps.counts()
        return render(
            request,
            "operators/gaps.html",
            filters=[state, unit],
            late=late,
            own=own,
            mine=mine,
            mine_count=await self._gaps.outstanding(own) if own else 0,
            counts=[(state.value, self._state(state), counts[state]) for state in GapState],
            rows=[self._row(gap, today) for gap in found],
            sheet=Sheet(page=page, more=more, path="/operators/gaps", query=kept),
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show one gap with the wordings it was asked in."""
        return await self._shown(request)

    async def assign(self, request: web.Request) -> web.Response:
        """Give the gap to a unit, to be closed within so many working days."""
        form = await posted(request)
        unit, days = str(form.get("unit", "")), str(form.get("workdays", ""))
        due = self._due(int(days)) if days.isascii() and days.isdigit() and len(days) < 4 else None  # noqa: PLR2004
        try:
            await self._gaps.assign(
                record_number(request), unit=unit, due_on=due, actor=visitor_of(request).login
            )
        except InputError as error:
            return await self._shown(request, error=error)
        raise _done(request, "gap_assigned")

    async def link(self, request: web.Request) -> web.Response:
        """Name the document that shall answer, and the wording to be answered."""
        form = await posted(request)
        try:
            await self._gaps.link(
                record_number(request),
                document=str(form.get("document", "")).strip(),
                question=str(form.get("question", "")),
                actor=visitor_of(request).login,
            )
        except InputError as error:
            return await self._shown(request, error=error)
        raise _done(request, "gap_linked")

    async def close(self, request: web.Request) -> web.Response:
        """Close a gap that no document will answer."""
        reason = str((await posted(request)).get("reason", ""))
        try:
            await self._gaps.close(record_number(request), reason=reason, actor=visitor_of(request).login)
        except InputError as error:
            return await self._shown(request, error=error)
        raise _done(request, "gap_closed")

    async def reopen(self, request: web.Request) -> web.Response:
        """Open a gap again; raises `HTTPNotFound` when there is no such gap."""
        try:
            await self._gaps.reopen(record_number(request), actor=visitor_of(request).login)
        except InputError as error:
            raise web.HTTPNotFound from error
        raise _done(request, "gap_reopened")

    async def _shown(self, request: web.Request, *, error: InputError | None = None) -> web.Response:
        number = record_number(request)
        try:
            gap, wordings = await self._gaps.read(number)
        except InputError as missing:
            raise web.HTTPNotFound from missing
        return render(
            request,
            "operators/gap.html",
            status=400 if error else 200,
            refused=self._texts(error.text_key, **error.values) if error else "",
            row=self._row(gap, local_date(self._clock.now())),
            gap=gap,
            wordings=wordings,
            askers=await self._gaps.askers(number),
            units=self._units(),
            workdays=WORKDAYS,
            due=self._due(WORKDAYS),
            by_itself=gap.closed_by == BY_REGRESSION,
            url=f"/operators/gaps/{number}",
        )

    def _due(self, workdays: int) -> date | None:
        """Give the last day; None when the calendar does not reach so far."""
        counted = min(max(workdays, 1), MOST_WORKDAYS)
        return self._calendar.nth_workday_after(local_date(self._clock.now()), counted)

    def _row(self, gap: Gap, today: date) -> GapRow:
        late = gap.state is GapState.ASSIGNED and gap.due_on is not None and gap.due_on < today
        return GapRow(gap, f"/operators/gaps/{gap.id}", self._state(gap.state), TONES[gap.state], late)

    def _state(self, state: GapState) -> str:
        return self._texts(f"gaps.states.{state.value}")

    def _states(self) -> Sequence[tuple[str, str]]:
        return [(state.value, self._state(state)) for state in GapState]

    def _units(self) -> Sequence[str]:
        return [self._county.office.name, *(unit.name for unit in self._county.units)]


def _done(request: web.Request, what: str) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/operators/gaps/{record_number(request)}?done={what}")
