"""What cannot be said at once goes into the outbox, from reception's desk."""

from collections.abc import Sequence
from itertools import accumulate

from bot import outbox
from bot.clock import Clock
from bot.database import Database
from bot.message import Inbound, Reply
from bot.parcel import ParcelBody
from bot.reception import Desk


def desk(database: Database, *, clock: Clock) -> Desk:
    """Give reception's desk, which posts into the outbox."""

    async def post(inbound: Inbound, replies: Sequence[Reply]) -> None:
        starts = accumulate((len(reply.choices) for reply in replies), initial=1)
        async with database.transaction() as tx:
            for number, (reply, first) in enumerate(zip(replies, starts, strict=False)):
                await outbox.enqueue(
                    tx,
                    inbound.citizen,
                    channel=inbound.channel,
                    body=ParcelBody(reply, first=first),
                    # With the text, since what was posted as an answer's rest is not the whole of it.
                    dedup=f"late:{inbound.key}:{number}:{reply.text}",
                    now=clock.now(),
                )

    async def wrote_again(citizen: str) -> None:
        async with database.transaction() as tx:
            await outbox.release(tx, citizen, now=clock.now())

    return Desk(post, wrote_again)
