"""The queue of complaints: each queue is one state, what is almost due comes first in all of them."""

from aiohttp import web

from adapters.staff.rows import complaint_row
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.ledger import UNENDED, ComplaintLedger
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.store import ComplaintFilter
from handlers.county.agencies import AgencyDirectory
from handlers.texts import Texts

DUE = "due"
QUEUES = tuple(
    state.value
    for state in (
        *(ComplaintState.REGISTERED, ComplaintState.ACCEPTED, ComplaintState.HANDLING),
        *(ComplaintState.OBJECTED, ComplaintState.REPORTED, ComplaintState.CLOSED),
        *(ComplaintState.CALL_BACK, ComplaintState.SUPERVISED),
    )
)
ALL = "all"
SEARCH_LETTERS = 40
COMPLAINTS_A_PAGE = 50


class ComplaintQueuePages:
    """Shows the complaints that a person may see."""

    def __init__(self, ledger: ComplaintLedger, *, agencies: AgencyDirectory, texts: Texts) -> None:
        self._ledger = ledger
        self._agencies = agencies
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/staff`."""
        return [web.get("/complaints", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show a sheet of a queue, or of everything that was looked for."""
        clerk = complaint_clerk_of(request, self._agencies)
        queue, words = request.query.get("queue", ""), request.query.get("q", "")[:SEARCH_LETTERS].strip()
        queue = queue if queue in {DUE, ALL, *QUEUES} else ""
        page = page_number(request.query.get("page", ""))
        found = await self._ledger.page(
            self._wanted(clerk, queue, words), number=page, size=COMPLAINTS_A_PAGE
        )
        states = await self._ledger.count_by_state(clerk)
        queues = [
            (DUE, await self._ledger.count_due_soon(clerk)),
            *((name, states.get(name, 0)) for name in QUEUES),
        ]
        return render(
            request,
            "staff/complaint_queue.html",
            queue=queue,
            words=words,
            may_register=clerk.at_office,
            queues=queues,
            rows=[complaint_row(line, self._texts) for line in found.lines],
            sheet=Sheet(
                page=page, more=found.more, path="/staff/complaints", query={"queue": queue, "q": words}
            ),
        )

    def _wanted(self, clerk: ComplaintClerk, queue: str, words: str) -> ComplaintFilter:
        if queue == DUE:
            return self._ledger.due_soon(clerk)
        if queue in QUEUES:
            return ComplaintFilter(clerk, states=(queue,), words=words)
        return ComplaintFilter(clerk, states=() if words or queue == ALL else UNENDED, words=words)
