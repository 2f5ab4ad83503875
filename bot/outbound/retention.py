"""How long parcels are kept: their words for a short time, the fact that they were sent for longer.

That a parcel was sent, when, and after how many attempts is evidence of delivery; it is found by its cause (`dedup`),
so neither the words nor the receiver are needed for it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.outbound import attempts, outbox
from bot.outbound.ladder import OPEN, ParcelState
from bot.outbound.outbox import Parcel, ParcelKind, ParcelRecord, is_open, parcel_of
from bot.retention import Expired

# Written out: only so do the engines see that an index fits.
ENDED: Any = bindparam(
    None, [ParcelState.SENT.value, ParcelState.FAILED.value], expanding=True, literal_execute=True
)
NOBODY = ""
LEFT = "left"
EXPIRED = "expired"
Undeliverable = Callable[[AsyncSession, Parcel, str], Awaitable[object]]


def _ended_at() -> ColumnElement[datetime]:
    return func.coalesce(ParcelRecord.sent_at, ParcelRecord.due_at, type_=ParcelRecord.due_at.type)


def _ended_before(moment: datetime) -> ColumnElement[bool]:
    """Give the condition as an index can meet it: what was sent by when, what was not by when it was due."""
    unsent = and_(ParcelRecord.sent_at.is_(None), ParcelRecord.due_at < moment)
    return or_(ParcelRecord.sent_at < moment, unsent)


async def _expired(tx: AsyncSession, wanted: ColumnElement[bool], at: ColumnElement[datetime]) -> Expired:
    kind: Any = ParcelRecord.due_at.type
    row = (await tx.execute(select(func.count(), func.min(at, type_=kind)).where(wanted))).one()
    return Expired(int(row[0]), row[1])


async def _some(tx: AsyncSession, wanted: ColumnElement[bool], limit: int) -> list[int]:
    # In no order: to find the first by number, an engine would walk along all that is kept.
    chosen = select(ParcelRecord.id).where(wanted).limit(limit)
    return list(await tx.scalars(chosen.with_for_update(skip_locked=True)))


@dataclass(frozen=True, slots=True)
class ParcelWords:
    """Empties the words and the receiver of parcels that were sent, or given up, so long ago."""

    kept: timedelta
    name: str = "parcel_words"

    def _wanted(self, now: datetime) -> ColumnElement[bool]:
        return and_(
            ParcelRecord.state.in_(ENDED), ParcelRecord.citizen != NOBODY, _ended_before(now - self.kept)
        )

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give how many parcels still have their words."""
        return await _expired(tx, self._wanted(now), _ended_at())

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Empty at most so many."""
        numbers = await _some(tx, self._wanted(now), limit)
        return await emptied(tx, ParcelRecord.id.in_(numbers)) if numbers else 0


@dataclass(frozen=True, slots=True)
class OldParcels:
    """Deletes parcels that were sent, or given up, so long ago."""

    kept: timedelta
    name: str = "parcels"

    def _wanted(self, now: datetime) -> ColumnElement[bool]:
        return and_(ParcelRecord.state.in_(ENDED), _ended_before(now - self.kept))

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give how many there are."""
        return await _expired(tx, self._wanted(now), _ended_at())

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        numbers = await _some(tx, self._wanted(now), limit)
        if not numbers:
            return 0
        await attempts.forget(tx, numbers)
        return touched(await tx.execute(delete(ParcelRecord).where(ParcelRecord.id.in_(numbers))))


@dataclass(frozen=True, slots=True)
class UnsentParcels:
    """Gives up parcels that nobody could be sent, or fetched, for so long; staff have a task for each long before.

    Where they have none it is made first. One that speaks of something that is no longer so is given up without a task.
    """

    kept: timedelta
    undeliverable: Undeliverable
    name: str = "unsent_parcels"

    def _wanted(self, now: datetime) -> ColumnElement[bool]:
        free = or_(ParcelRecord.leased_until.is_(None), ParcelRecord.leased_until <= now)
        return and_(is_open(), ParcelRecord.created_at < now - self.kept, free)

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give how many there are."""
        return await _expired(tx, self._wanted(now), ParcelRecord.created_at.expression)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Give up at most so many; their words then go with those of the other parcels that have ended."""
        numbers = await _some(tx, self._wanted(now), limit)
        chosen = ParcelRecord.id.in_(numbers)
        return await _given_up(tx, chosen, self.undeliverable, reason=EXPIRED, now=now) if numbers else 0


async def _given_up(
    tx: AsyncSession, chosen: ColumnElement[bool], undeliverable: Undeliverable, *, reason: str, now: datetime
) -> int:
    rows = (
        await tx.scalars(select(ParcelRecord).where(chosen).order_by(ParcelRecord.id).with_for_update())
    ).all()
    for row in rows:
        parcel = parcel_of(row)
        # Whoever has a task for it already knows.
        if not parcel.task and not parcel.body.lapsed(now):
            await undeliverable(tx, parcel, reason)
        await outbox.mark_failed(tx, row.id, reason=reason)
    return len(rows)


async def _nobodys(_: AsyncSession, __: Parcel, ___: str) -> None:
    """Make nothing of a parcel that nobody has to deliver any more."""


async def emptied(tx: AsyncSession, chosen: ColumnElement[bool]) -> int:
    """Empty the words and the receiver of some parcels, in the caller's transaction; give of how many."""
    done = await tx.execute(
        update(ParcelRecord)
        .where(chosen)
        .values(citizen=NOBODY, body={})
        .execution_options(synchronize_session=False)
    )
    return touched(done)


async def forget(tx: AsyncSession, citizen: str, *, channel: str) -> int:
    """Delete every parcel of somebody who was nobody's citizen and is gone, in the caller's transaction; give how many."""
    own = and_(ParcelRecord.citizen == citizen, ParcelRecord.channel == channel)
    numbers = list(await tx.scalars(select(ParcelRecord.id).where(own)))
    if not numbers:
        return 0
    await attempts.forget(tx, numbers)
    return touched(await tx.execute(delete(ParcelRecord).where(ParcelRecord.id.in_(numbers))))


async def leave(
    tx: AsyncSession, citizen: str, *, channel: str, undeliverable: Undeliverable, now: datetime
) -> int:
    """Empty every parcel of a citizen who cannot be written to any more, in the caller's transaction; give how many.

    A letter that was not sent yet becomes a task for staff first: it still has to be served. An answer to what somebody
    asked who is gone is nobody's task.
    """
    own = and_(ParcelRecord.citizen == citizen, ParcelRecord.channel == channel)
    waiting = and_(own, ParcelRecord.state.in_(OPEN))
    letters = and_(waiting, ParcelRecord.kind == ParcelKind.LETTER)
    await _given_up(tx, letters, undeliverable, reason=LEFT, now=now)
    await _given_up(tx, waiting, _nobodys, reason=LEFT, now=now)
    return await emptied(tx, own)
