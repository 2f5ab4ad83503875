"""What waits for a citizen goes along with the answer to what the citizen writes: the first rung of the ladder.

It needs no call, no right and no window. It is taken in the order it was written; what does not fit stays where it is.
A parcel counts as arrived once the answer is kept for every delivery of the message: whoever dies in between costs a
repetition, never a message.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.inbound.along import Along
from bot.message import Inbound, Reply
from bot.outbound import attempts, outbox
from bot.outbound.attempts import DeliveryAttempt
from bot.outbound.ladder import Rung
from bot.outbound.outbox import Parcel, ParcelRecord, is_open, parcel_of

# As long as a try with the message is held at the gate: then another process may try the message, and take these again.
LEASE = timedelta(seconds=15)
MOST_PARCELS = 20
# Of the 1800 bytes that a passive answer holds, so many may be what waited; the rest is for the answer itself.
MOST_BYTES = 1200
LAPSED = "lapsed"

# Gives the texts by which a channel says a parcel, in order.
Texts = Callable[[Parcel], Sequence[str]]
# Tells the staff's side that a parcel arrived for which they have a task.
Arrived = Callable[[AsyncSession, Parcel], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Taken:
    parcel: Parcel
    said: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


class Handing:
    """Takes what waits for the writer of a message on one channel; others fetch what lies for them."""

    def __init__(
        self, database: Database, channel: str, *, clock: Clock, texts: Texts, arrived: Arrived
    ) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._texts = texts
        self._arrived = arrived

    async def take(self, inbound: Inbound) -> Along:
        """Hold what fits, in order, up to a parcel that a courier has in hand; raises `ServiceError`.

        Mostly nothing waits, and then nothing is written.
        """
        if inbound.channel != self._channel or not await self._any(inbound):
            return Along()
        async with self._database.transaction() as tx:
            rows = (
                await tx.scalars(
                    select(ParcelRecord)
                    .where(
                        ParcelRecord.citizen == inbound.citizen,
                        ParcelRecord.channel == inbound.channel,
                        is_open(),
                    )
                    .order_by(ParcelRecord.id)
                    .limit(MOST_PARCELS + 1)
                    .with_for_update()
                )
            ).all()
            taken = await self._fill(tx, rows[:MOST_PARCELS])
        whole = len(taken) == len(rows) and not any(each.rest for each in taken)

        async def kept() -> None:
            await self._keep(inbound, [each for each in taken if each.said])

        return Along(tuple(text for each in taken for text in each.said), whole, kept)

    async def _fill(self, tx: AsyncSession, rows: Sequence[ParcelRecord]) -> list[_Taken]:
        """Take parcels from the front while there is room, and hold them; a piece of the first one at least."""
        taken: list[_Taken] = []
        now, room = self._clock.now(), MOST_BYTES
        for row in rows:
            parcel = parcel_of(row)
            if (row.leased_until and row.leased_until > now) or parcel.body.broken:
                break
            if parcel.body.lapsed(now):
                await outbox.mark_failed(tx, parcel.id, reason=LAPSED)
                taken.append(_Taken(parcel))
                continue
            texts = tuple(self._texts(parcel))
            fits = _fitting(texts, room, at_least=0 if any(each.said for each in taken) else 1)
            if fits or not texts:
                row.leased_until = now + LEASE
                taken.append(_Taken(parcel, texts[:fits], texts[fits:]))
                room -= sum(len(text.encode()) for text in texts[:fits])
            if fits < len(texts):
                break
        return taken

    async def _any(self, inbound: Inbound) -> bool:
        async with self._database.reading() as tx:
            own = select(ParcelRecord.id).where(ParcelRecord.citizen == inbound.citizen, is_open()).limit(1)
            return await tx.scalar(own) is not None

    async def _keep(self, inbound: Inbound, held: Sequence[_Taken]) -> None:
        now = self._clock.now()
        mark = hashlib.sha256(inbound.identity.encode()).hexdigest()
        async with self._database.transaction() as tx:
            for each in held:
                attempt = DeliveryAttempt(Rung.PASSIVE, messages=len(each.said), msgid=mark)
                if each.rest:
                    attempts.note(tx, each.parcel.id, attempt, now=now)
                    # The answer it goes along with has choices of its own; numbers belong to what was said last.
                    body = replace(each.parcel.body, reply=Reply(), rendered=each.rest)
                    await outbox.keep_rest(tx, each.parcel.id, body)
                    await outbox.put_down(tx, each.parcel.id)
                    continue
                await outbox.note_sent(tx, each.parcel, attempt, now=now)
                if each.parcel.task:
                    await self._arrived(tx, each.parcel)


def _fitting(texts: Sequence[str], room: int, *, at_least: int) -> int:
    fits = 0
    for text in texts:
        room -= len(text.encode())
        if room < 0:
            break
        fits += 1
    return min(max(fits, at_least), len(texts))
