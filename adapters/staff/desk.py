"""Mounts the pages of the staff's desk: the queue, and below it tickets and disclosure requests."""

from aiohttp import web

from adapters.console import Site
from adapters.staff.queue import QueuePages
from adapters.staff.requests import RequestPages
from adapters.staff.tickets import TicketPages
from adapters.web.access.colleagues import Colleagues


def routes(site: Site) -> list[web.RouteDef]:
    """Give the pages below `/staff`."""
    services, colleagues = site.services, Colleagues(site.services.accounts)
    queue = QueuePages(
        ledger=services.ledger, tickets=services.ticket_ledger, texts=site.texts, clock=site.clock
    )
    tickets = TicketPages(
        ledger=services.ticket_ledger,
        service=services.tickets,
        colleagues=colleagues,
        texts=site.texts,
        clock=site.clock,
    )
    requests = RequestPages(
        ledger=services.ledger, service=services.disclosure, colleagues=colleagues, texts=site.texts
    )
    return [*queue.routes(), *tickets.routes(), *requests.routes()]
