"""What an applicant is told of a step in chat: written into the outbox with the step itself; whoever has no chat gets letters only."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.cases import written
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.statute.clocks import Clocks


async def tell(
    tx: AsyncSession, request: DisclosureRequestRecord, reply: Reply, *, cause: str, now: datetime
) -> bool:
    """Write a message to the applicant, each cause once; give False where nobody can be written to in chat."""
    if not request.citizen or not request.talk_channel:
        return False
    return await outbox.enqueue(
        tx,
        request.citizen,
        body=ParcelBody(reply),
        dedup=f"disclosure:{request.number}:{cause}",
        now=now,
        channel=request.talk_channel,
        kind=ParcelKind.LETTER,
    )


async def tell_received(
    tx: AsyncSession, request: DisclosureRequestRecord, dates: Clocks, *, now: datetime, texts: Wording
) -> None:
    """Tell the receipt date and the due date once both sides have confirmed (art. 31, 33)."""
    key = "disclosure.message.received_provisional" if dates.provisional else "disclosure.message.received"
    words = texts(key, number=request.number, receipt=written(dates.receipt_on), due=written(dates.due_on))
    await tell(tx, request, Reply(words), cause="received", now=now)
