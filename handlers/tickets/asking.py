"""One question after a hand-over was ended, whether the answer helped; never to somebody whose life was in question."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.tickets import store
from handlers.tickets.records import TicketRecord


async def ask_for_rating(tx: AsyncSession, ticket: TicketRecord, *, now: datetime, texts: Wording) -> bool:
    """Ask once, in the transaction that ends the ticket; give whether it was asked."""
    helped = ticket.kind == store.QUESTION and ticket.answered_at is not None
    if not helped or ticket.distressed or not ticket.bound or ticket.rating_asked_at is not None:
        return False
    ticket.rating_asked_at = now
    return await outbox.enqueue(
        tx,
        ticket.citizen,
        body=ParcelBody(Reply(texts("tickets.rating.ask", number=ticket.number))),
        dedup=f"ticket:{ticket.number}:rating",
        now=now,
        channel=ticket.channel,
        kind=ParcelKind.ANSWER,
    )
