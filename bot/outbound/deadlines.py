"""Every parcel has its time; what has not arrived by then becomes a task for staff, and may still arrive later."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.outbound import ladder, outbox
from bot.outbound.outbox import NO_TASK, Parcel, ParcelRecord, is_open, parcel_of

BATCH = 100
MOMENT = timedelta(seconds=1)
LAPSED = "lapsed"

# Gives the last moment for a parcel by its kind, its channel, and when it was written.
Terms = Callable[[str, str, datetime], datetime]
# Makes a parcel a task for staff, in the caller's transaction, once; gives the task's number.
Task = Callable[[AsyncSession, Parcel], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Sets each parcel's time, and makes tasks of those whose time is over."""

    database: Database
    clock: Clock
    terms: Terms
    task: Task

    async def step(self) -> int:
        """Set the times of parcels that have none, then make tasks; give how many parcels were seen to.

        Raises `ServiceError` when the database is away.
        """
        async with self.database.transaction() as tx:
            count = await self._appoint(tx)
        async with self.database.transaction() as tx:
            return count + await self._hand_over(tx)

    async def _appoint(self, tx: AsyncSession) -> int:
        rows = (
            await tx.execute(
                select(ParcelRecord.id, ParcelRecord.kind, ParcelRecord.channel, ParcelRecord.created_at)
                .where(ParcelRecord.wait_until.is_(None), ParcelRecord.task == NO_TASK, is_open())
                .order_by(ParcelRecord.id)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            )
        ).all()
        for row in rows:
            until = self.terms(row.kind, row.channel, row.created_at)
            await tx.execute(update(ParcelRecord).where(ParcelRecord.id == row.id).values(wait_until=until))
        return len(rows)

    async def _hand_over(self, tx: AsyncSession) -> int:
        now = self.clock.now()
        rows = (
            await tx.scalars(
                select(ParcelRecord)
                .where(ParcelRecord.wait_until <= now, ParcelRecord.task == NO_TASK, is_open())
                .order_by(ParcelRecord.wait_until)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            )
        ).all()
        for parcel in map(parcel_of, rows):
            if not ladder.overdue(parcel.standing, now=now):
                continue
            if parcel.body.lapsed(now):
                await outbox.mark_failed(tx, parcel.id, reason=LAPSED)
            elif parcel.body.until:
                # What ends by itself troubles nobody: it is said while it is so, or not at all.
                await outbox.put_off(tx, parcel.id, parcel.body.until + MOMENT)
            else:
                await outbox.give_task(tx, parcel.id, await self.task(tx, parcel))
        return len(rows)
