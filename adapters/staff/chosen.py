"""What a clerk looks for in the list: read from the address, and given as a filter of requests."""

from dataclasses import dataclass, replace

from aiohttp import web

from adapters.staff.rows import DONE
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.queues import QUEUES, Queue
from handlers.disclosure.case.store import Filter
from handlers.tickets.records import ANSWERED, CLOSED, OPEN

KINDS = ("all", "handled", "taken", "watched", "mine", "tickets", "requests", "represented")
CASE_KINDS = ("all", "handled", "represented")
"""What those choose from who have a part in requests only."""
REQUESTS_ONLY = frozenset({"requests", "handled", "represented"})
"""What of all kinds shows requests and nothing else."""
STATES = ("open", "closed", "all")
TICKET_STATES = {"open": (OPEN,), "closed": (ANSWERED, CLOSED), "all": ()}
REQUEST_STATES = {
    "open": tuple(state.value for state in State if state not in DONE),
    "closed": tuple(state.value for state in State if state in DONE),
    "all": (),
}
SEARCH_LETTERS = 40


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """What the clerk looks for."""

    kind: str
    state: str
    q: str
    queue: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """Give it as an address holds it."""
        return {"kind": self.kind, "state": self.state, "q": self.q, "queue": self.queue}

    @property
    def plain(self) -> bool:
        """Whether this is the queue as it opens, narrowed by nothing."""
        return not self.q and not self.queue and (self.kind, self.state) == ("all", "open")


def chosen_of(request: web.Request) -> QueueQuery:
    """Give what is asked for; whatever the address does not know is the list as it opens."""
    kind, state = request.query.get("kind", ""), request.query.get("state", "")
    queue = request.query.get("queue", "")
    return QueueQuery(
        kind=kind if kind in KINDS else KINDS[0],
        state=state if state in STATES else STATES[0],
        q=request.query.get("q", "")[:SEARCH_LETTERS].strip(),
        queue=queue if queue in set(Queue) else "",
    )


def wanted_by(chosen: QueueQuery, ledger: DisclosureLedger, clerk: Clerk) -> Filter:
    """Give the filter of requests for what is asked for."""
    if chosen.queue == Queue.DUE:
        wanted = replace(ledger.due_soon(clerk), words=chosen.q)
    else:
        states = (QUEUES[Queue(chosen.queue)].value,) if chosen.queue else REQUEST_STATES[chosen.state]
        wanted = Filter(states=states, words=chosen.q, clerk=clerk)
    if chosen.kind == "represented":
        return replace(wanted, represented=True)
    return replace(wanted, handler=clerk.login) if chosen.kind == "handled" else wanted
