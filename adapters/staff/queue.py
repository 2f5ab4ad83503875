"""The queue: everything that needs a person, tickets before requests, the pressing first, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.staff.rows import DONE, CaseRow, request_row, ticket_row
from adapters.web.access.visitor import visitor_of
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.clock import Clock
from handlers.cases import DISCLOSURE, TICKET, find_number
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.store import Filter
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.records import ANSWERED, CLOSED, OPEN

KINDS = ("all", "mine", "tickets", "requests")
STATES = ("open", "closed", "all")
TICKET_STATES = {"open": (OPEN,), "closed": (ANSWERED, CLOSED), "all": ()}
REQUEST_STATES = {
    "open": tuple(state.value for state in State if state not in DONE),
    "closed": tuple(state.value for state in State if state in DONE),
    "all": (),
}
SEARCH_LETTERS = 40
CASES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """What the clerk looks for."""

    kind: str
    state: str
    q: str

    @property
    def plain(self) -> bool:
        """Whether this is the queue as it opens, narrowed by nothing."""
        return not self.q and (self.kind, self.state) == ("all", "open")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each are open."""

    tickets: int
    requests: int


class QueuePages:
    """Shows the queue; a whole case number in the search box opens that case."""

    def __init__(
        self, *, ledger: DisclosureLedger, tickets: TicketLedger, texts: Texts, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._tickets = tickets
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("", self.show), web.get("/", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show a sheet of what fits."""
        chosen = _chosen(request)
        if (number := find_number(chosen.q)) and (place := _place(number)):
            raise web.HTTPSeeOther(place)
        page = page_number(request.query.get("page", ""))
        own = visitor_of(request).unit
        tickets, more_tickets = await self._ticket_rows(chosen, page, own=own)
        requests, more_requests = await self._request_rows(chosen, page)
        sheet = Sheet(
            page=page,
            more=more_tickets or more_requests,
            path="/staff",
            query={"kind": chosen.kind, "state": chosen.state, "q": chosen.q},
        )
        rows = [*tickets, *requests]
        counts = await self._counts()
        kinds = [kind for kind in KINDS if own or kind != "mine"]
        return render(
            request,
            "staff/queue.html",
            chosen=chosen,
            kinds=kinds,
            own=own,
            rows=rows,
            sheet=sheet,
            counts=counts,
        )

    async def _ticket_rows(
        self, chosen: QueueQuery, page: int, *, own: str
    ) -> tuple[Sequence[CaseRow], bool]:
        if chosen.kind == "requests" or (chosen.kind == "mine" and not own):
            return (), False
        unit = own if chosen.kind == "mine" else ""
        found = await self._tickets.page(
            TICKET_STATES[chosen.state], words=chosen.q, unit=unit, number=page, size=CASES_A_PAGE
        )
        now = self._clock.now()
        return [ticket_row(line, self._texts, now=now) for line in found.lines], found.more

    async def _request_rows(self, chosen: QueueQuery, page: int) -> tuple[Sequence[CaseRow], bool]:
        if chosen.kind in {"tickets", "mine"}:
            return (), False
        wanted = Filter(states=REQUEST_STATES[chosen.state], words=chosen.q)
        found = await self._ledger.page(wanted, number=page, size=CASES_A_PAGE)
        return [request_row(line, self._texts) for line in found.lines], found.more

    async def _counts(self) -> Counts:
        requests = await self._ledger.count_by_state()
        tickets = await self._tickets.count_by_state()
        still = sum(count for state, count in requests.items() if state in REQUEST_STATES["open"])
        return Counts(tickets=tickets.get(OPEN, 0), requests=still)


def _chosen(request: web.Request) -> QueueQuery:
    kind, state = request.query.get("kind", ""), request.query.get("state", "")
    return QueueQuery(
        kind=kind if kind in KINDS else KINDS[0],
        state=state if state in STATES else STATES[0],
        q=request.query.get("q", "")[:SEARCH_LETTERS].strip(),
    )


def _place(number: str) -> str:
    folders = {DISCLOSURE: "requests", TICKET: "tickets"}
    folder = folders.get(number[:2])
    return f"/staff/{folder}/{number}" if folder else ""
