"""What cannot be said at once goes into the outbox, from reception's desk."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import accumulate

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.inbound.along import Along, nothing_along
from bot.inbound.reception import Desk
from bot.message import Inbound, Reply
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody

# Makes a message that could not be handled a task for staff, in the caller's transaction, once for a message.
Task = Callable[[AsyncSession, Inbound], Awaitable[object]]


def desk(
    database: Database,
    *,
    clock: Clock,
    task: Task,
    along: Callable[[Inbound], Awaitable[Along]] = nothing_along,
) -> Desk:
    """Give reception's desk, which posts into the outbox; `along` takes what goes with an answer."""

    async def post(inbound: Inbound, replies: Sequence[Reply]) -> None:
        async with database.transaction() as tx:
            await _lay(tx, inbound, replies, now=clock.now())

    async def wrote_again(citizen: str) -> None:
        async with database.transaction() as tx:
            await outbox.release(tx, citizen, now=clock.now())

    async def set_aside(inbound: Inbound, replies: Sequence[Reply]) -> None:
        async with database.transaction() as tx:
            await task(tx, inbound)
            await _lay(tx, inbound, replies, now=clock.now())

    async def unsent(inbound: Inbound) -> bool:
        async with database.reading() as tx:
            return not await outbox.reached(tx, inbound.citizen, channel=inbound.channel, by=inbound.sent_at)

    return Desk(post, wrote_again, set_aside, unsent, along)


async def _lay(tx: AsyncSession, inbound: Inbound, replies: Sequence[Reply], *, now: datetime) -> None:
    starts = accumulate((len(reply.choices) for reply in replies), initial=1)
    for number, (reply, first) in enumerate(zip(replies, starts, strict=False)):
        await outbox.enqueue(
            tx,
            inbound.citizen,
            channel=inbound.channel,
            body=ParcelBody(reply, first=first),
            # With the text, since what was posted as an answer's rest is not the whole of it.
            dedup=f"late:{inbound.identity}:{number}:{reply.text}",
            now=now,
        )
