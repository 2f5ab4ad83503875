"""Tells which unit the record of a request belongs to, for the routes whose duties do not reach every record."""

from collections.abc import Mapping
from contextlib import suppress

from aiohttp import web

from adapters.web.access.authorization import UnitOf
from adapters.web.numbers import record_number
from bot.errors import InputError
from handlers.tickets.ledger import TicketLedger
from knowledge.questions.gaps import Gaps

TICKET_DEEDS = ("answer", "close", "claim", "transfer", "note", "watch", "merge", "call-back")
FILE_DEEDS = ("/staff/ticket-files/{number}", "/staff/ticket-files/{number}/{id}/remove")


def unit_lookups(gaps: Gaps, tickets: TicketLedger) -> Mapping[str, UnitOf]:
    """Give, by the route's path, how to ask; what is not there belongs to nobody, and its page says so."""

    async def of_gap(request: web.Request) -> str:
        with suppress(InputError, web.HTTPNotFound):
            return (await gaps.read(record_number(request)))[0].unit
        return ""

    async def of_ticket(request: web.Request) -> str:
        with suppress(InputError):
            return (await tickets.story(request.match_info["number"])).line.unit
        return ""

    return {
        **{f"/operators/gaps/{{number}}/{step}": of_gap for step in ("link", "close", "reopen")},
        **{f"/staff/tickets/{{number}}/{step}": of_ticket for step in TICKET_DEEDS},
        **dict.fromkeys(FILE_DEEDS, of_ticket),
    }
