"""What must still be said to a citizen: written with the step that caused it, sent later, never lost."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, String, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant, touched
from bot.parcel import ParcelBody


class ParcelState(StrEnum):
    """Where a parcel stands."""

    DUE = "due"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class ParcelRecord(Base):
    """One outbound message; `dedup` keeps the same cause from being told twice."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dedup: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80), index=True)
    body: Mapped[dict[str, object]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(8), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(200), default="")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed outbound message; of one that is not `readable` the body holds no more than its text."""

    id: int
    channel: str
    citizen: str
    body: ParcelBody
    attempts: int
    readable: bool = True


async def enqueue(
    tx: AsyncSession,
    citizen: str,
    *,
    body: ParcelBody,
    dedup: str,
    now: datetime,
    channel: str = "wechat",
) -> bool:
    """Write a parcel in the caller's transaction; give False when that cause was already written."""
    cause = hashlib.sha256(dedup.encode()).hexdigest()
    known = await tx.scalar(select(ParcelRecord.id).where(ParcelRecord.dedup == cause))
    if known is not None:
        return False
    tx.add(
        ParcelRecord(
            dedup=cause,
            channel=channel,
            citizen=citizen,
            body=body.kept(),
            state=ParcelState.DUE,
            attempts=0,
            created_at=now,
            due_at=now,
            leased_until=None,
            sent_at=None,
            reason="",
        )
    )
    return True


async def claim(
    tx: AsyncSession, channel: str, *, now: datetime, limit: int, lease: timedelta
) -> list[Parcel]:
    """Take a channel's due parcels for one worker; a lease that runs out gives a dead worker's parcels to the next.

    Parcels of one citizen leave in the order they were written: only the oldest open one is offered.
    """
    earlier = ParcelRecord.__table__.alias()
    oldest = (
        select(func.min(earlier.c.id))
        .where(earlier.c.citizen == ParcelRecord.citizen, earlier.c.state == ParcelState.DUE)
        .scalar_subquery()
    )
    free = or_(ParcelRecord.leased_until.is_(None), ParcelRecord.leased_until <= now)
    rows = await tx.scalars(
        select(ParcelRecord)
        .where(
            ParcelRecord.channel == channel,
            ParcelRecord.state == ParcelState.DUE,
            ParcelRecord.due_at <= now,
            free,
            ParcelRecord.id == oldest,
        )
        .order_by(ParcelRecord.id)
        .limit(limit)
    )
    return [parcel for row in rows.all() if (parcel := await _lease(tx, row, now=now, lease=lease))]


async def _lease(tx: AsyncSession, row: ParcelRecord, *, now: datetime, lease: timedelta) -> Parcel | None:
    """Claim one row by an update that must touch exactly one: two workers never hold the same parcel."""
    free = or_(ParcelRecord.leased_until.is_(None), ParcelRecord.leased_until <= now)
    taken = await tx.execute(
        update(ParcelRecord)
        .where(and_(ParcelRecord.id == row.id, ParcelRecord.state == ParcelState.DUE, free))
        .values(leased_until=now + lease, attempts=ParcelRecord.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    if touched(taken) != 1:
        return None
    # One row that nobody can read must not keep the others from their citizens.
    body, readable = ParcelBody.legible(row.body)
    return Parcel(row.id, row.channel, row.citizen, body, attempts=row.attempts + 1, readable=readable)


async def _mark(tx: AsyncSession, parcel_id: int, **values: object) -> None:
    await tx.execute(
        update(ParcelRecord).where(ParcelRecord.id == parcel_id).values(leased_until=None, **values)
    )


async def mark_sent(tx: AsyncSession, parcel_id: int, *, now: datetime) -> None:
    """Record that the platform took the parcel."""
    await _mark(tx, parcel_id, state=ParcelState.SENT, sent_at=now, reason="")


async def mark_waiting(tx: AsyncSession, parcel_id: int, *, reason: str) -> None:
    """Hold the parcel until the citizen writes again, because the platform's window is closed."""
    await _mark(tx, parcel_id, state=ParcelState.WAITING, reason=reason)


async def mark_retry(tx: AsyncSession, parcel_id: int, *, due_at: datetime, reason: str) -> None:
    """Try again at a later instant."""
    await _mark(tx, parcel_id, state=ParcelState.DUE, due_at=due_at, reason=reason)


async def mark_failed(tx: AsyncSession, parcel_id: int, *, reason: str) -> None:
    """Give up; the caller makes it a task for staff in the same transaction."""
    await _mark(tx, parcel_id, state=ParcelState.FAILED, reason=reason)


async def release(tx: AsyncSession, citizen: str, *, now: datetime) -> int:
    """Make a citizen's waiting parcels due again, since the citizen wrote; give how many."""
    freed = await tx.execute(
        update(ParcelRecord)
        .where(ParcelRecord.citizen == citizen, ParcelRecord.state == ParcelState.WAITING)
        .values(state=ParcelState.DUE, due_at=now)
    )
    return touched(freed)
