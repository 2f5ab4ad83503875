"""The queue: everything that needs a person, tickets before requests, the pressing first, on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from adapters.staff.alarms import ShownAlarm, shown_alarms
from adapters.staff.chosen import (
    CASE_KINDS,
    KINDS,
    REQUEST_STATES,
    REQUESTS_ONLY,
    TICKET_STATES,
    QueueQuery,
    chosen_of,
    wanted_by,
)
from adapters.staff.rows import CaseRow, complaint_row, request_row, ticket_row
from adapters.web.access.clerks import clerk_of, complaint_clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.duties import duties_of
from adapters.web.access.visitor import visitor_of
from adapters.web.calendar_gap import CalendarWarning
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from adapters.wechat.api.alarms import AlarmBook
from bot.clock import Clock
from bot.errors import ServiceError
from handlers.cases import COMPLAINT, DISCLOSURE, TICKET, find_number
from handlers.complaints.case.ledger import ComplaintLedger
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import DisclosureLedger, RequestLine
from handlers.disclosure.case.queues import QUEUES, Queue
from handlers.disclosure.case.store import Filter
from handlers.disclosure.proceeding.courtesy_call import CourtesyCalls
from handlers.disclosure.reminders.service import SHOWN, DueReminders
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger
from knowledge.publication.lifecycle import Duty

CASES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each are open."""

    tickets: int
    requests: int


class QueuePages:
    """Shows the queue; a whole case number in the search box opens that case."""

    def __init__(
        self,
        *,
        ledger: DisclosureLedger,
        tickets: TicketLedger,
        alarms: AlarmBook,
        warning: CalendarWarning,
        reminders: DueReminders,
        complaints: ComplaintLedger,
        calls: CourtesyCalls,
        colleagues: Colleagues,
        agencies: AgencyDirectory,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._warning = warning
        self._reminders = reminders
        self._complaints = complaints
        self._calls = calls
        self._colleagues = colleagues
        self._agencies = agencies
        self._ledger = ledger
        self._tickets = tickets
        self._alarms = alarms
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("", self.show), web.get("/", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show a sheet of what fits."""
        chosen = chosen_of(request)
        if (number := find_number(chosen.q)) and (place := _place(number)):
            raise web.HTTPSeeOther(place)
        page = page_number(request.query.get("page", ""))
        visitor = visitor_of(request)
        own, clerk = visitor.unit, clerk_of(request, self._agencies)
        serves = Duty.SERVE in duties_of(visitor)
        tickets, more_tickets = (
            await self._ticket_rows(chosen, page, own=own, login=visitor.login) if serves else ((), False)
        )
        requests, more_requests = await self._request_rows(chosen, page, clerk)
        sheet = Sheet(
            page=page,
            more=more_tickets or more_requests,
            path="/staff",
            query=chosen.fields,
        )
        rows, first = [*tickets, *requests], chosen.plain and page == 1
        states = await self._ledger.count_by_state(clerk)
        counts = await self._counts(states)
        kinds = [kind for kind in (KINDS if serves else CASE_KINDS) if own or kind != "mine"]
        return render(
            request,
            "staff/queue.html",
            chosen=chosen,
            kinds=kinds,
            own=own,
            rows=rows,
            sheet=sheet,
            counts=counts,
            queues=await self._queues(clerk, states),
            exported=urlencode(chosen.fields),
            reminded=await self._named(await self._reminders.waiting(clerk), clerk) if first else (),
            calls=await self._named(await self._calls.waiting(clerk), clerk) if first else (),
            visits=await self._visits(request) if first else (),
            alarms=await self._sounding(),
            gap=await self._warning.now(),
        )

    async def _ticket_rows(
        self, chosen: QueueQuery, page: int, *, own: str, login: str
    ) -> tuple[Sequence[CaseRow], bool]:
        if chosen.queue or chosen.kind in REQUESTS_ONLY or (chosen.kind == "mine" and not own):
            return (), False
        found = await self._tickets.page(
            TICKET_STATES[chosen.state],
            words=chosen.q,
            unit=own if chosen.kind == "mine" else "",
            handler=login if chosen.kind == "taken" else "",
            watcher=login if chosen.kind == "watched" else "",
            number=page,
            size=CASES_A_PAGE,
        )
        now = self._clock.now()
        return [ticket_row(line, self._texts, now=now) for line in found.lines], found.more

    async def _request_rows(
        self, chosen: QueueQuery, page: int, clerk: Clerk
    ) -> tuple[Sequence[CaseRow], bool]:
        if not chosen.queue and chosen.kind in {"tickets", "mine", "taken", "watched"}:
            return (), False
        wanted = wanted_by(chosen, self._ledger, clerk)
        found = await self._ledger.page(wanted, number=page, size=CASES_A_PAGE)
        return await self._rows(found.lines), found.more

    async def _named(self, numbers: tuple[str, ...], clerk: Clerk) -> Sequence[CaseRow]:
        """Give the cases of these numbers, the pressing first."""
        if not numbers:
            return ()
        found = await self._ledger.page(Filter(numbers=numbers, clerk=clerk), size=SHOWN)
        return await self._rows(found.lines)

    async def _visits(self, request: web.Request) -> Sequence[CaseRow]:
        """Give the complaints whose applicants this person is to call, the pressing first."""
        clerk = complaint_clerk_of(request, self._agencies)
        return [complaint_row(line, self._texts) for line in await self._complaints.to_call(clerk)]

    async def _rows(self, lines: Sequence[RequestLine]) -> list[CaseRow]:
        names = await self._colleagues.names() if any(line.handler for line in lines) else {}
        return [request_row(line, self._texts, names=names) for line in lines]

    async def _sounding(self) -> list[ShownAlarm]:
        """Give what the platform refuses altogether; the queue is shown though Redis cannot tell."""
        try:
            return await shown_alarms(self._alarms, self._texts)
        except ServiceError:
            return []

    async def _queues(self, clerk: Clerk, states: Mapping[str, int]) -> list[tuple[str, int]]:
        """Give each queue with how many wait in it; what is almost due comes first."""
        due = (Queue.DUE.value, await self._ledger.count_due_soon(clerk))
        return [due, *((queue.value, states.get(state.value, 0)) for queue, state in QUEUES.items())]

    async def _counts(self, states: Mapping[str, int]) -> Counts:
        tickets = await self._tickets.count_open()
        still = sum(count for state, count in states.items() if state in REQUEST_STATES["open"])
        return Counts(tickets=tickets, requests=still)


def _place(number: str) -> str:
    folders = {DISCLOSURE: "requests", TICKET: "tickets", COMPLAINT: "complaints"}
    folder = folders.get(number[:2])
    return f"/staff/{folder}/{number}" if folder else ""
