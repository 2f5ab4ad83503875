"""Taking and freeing seats, and the line of those who wait: each function works in the caller's transaction.

A seat is taken by one update that counts only while some is left, so that no two ever get the last one. A freed seat goes
to the first who waits, held for a quarter of an hour, and after that to the next; only where nobody waits it is free.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from handlers.capacity.records import OFFERED, WAITING, SeatRecord, WaiterRecord, WantRecord
from handlers.cases import insert_into

OFFER_TERM = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SeatOffer:
    """A seat that is held for somebody who waited, until an instant."""

    holder: str
    pool: str
    subject: str
    until: datetime


@dataclass(frozen=True, slots=True)
class SeatWant:
    """What somebody waits for in a pool: any seat, or those whose names lie from `first` on and before `until`."""

    pool: str
    first: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class LapsedOffer:
    """An offer that nobody answered in time, and to whom the seat went on; None where it is free now."""

    holder: str
    onward: SeatOffer | None


async def take_seat(tx: AsyncSession, subject: str, *, pool: str, limit: int) -> bool:
    """Take one of so many seats; False where none is left."""
    await tx.execute(
        insert_into(tx, SeatRecord)
        .values(subject=subject, pool=pool, taken=0)
        .on_conflict_do_nothing(index_elements=["subject"])
    )
    done = await tx.execute(
        update(SeatRecord)
        .where(SeatRecord.subject == subject, SeatRecord.taken < limit)
        .values(taken=SeatRecord.taken + 1)
        .execution_options(synchronize_session=False)
    )
    return touched(done) == 1


async def free_seat(tx: AsyncSession, subject: str, *, pool: str, now: datetime) -> SeatOffer | None:
    """Give a seat back: to the first who waits, whose offer is given, else to everybody."""
    first = await _first_waiting(tx, pool, subject)
    if first is not None:
        return _offered(first, subject, pool=pool, now=now)
    await drop_seat(tx, subject)
    return None


async def drop_seat(tx: AsyncSession, subject: str) -> None:
    """Give a seat back that nobody else is to have, as when the office closes."""
    await tx.execute(
        update(SeatRecord)
        .where(SeatRecord.subject == subject, SeatRecord.taken > 0)
        .values(taken=SeatRecord.taken - 1)
        .execution_options(synchronize_session=False)
    )


async def offer_seat(
    tx: AsyncSession, subject: str, *, pool: str, limit: int, now: datetime
) -> SeatOffer | None:
    """Take a seat that is free for the first who waits, as after a quota grew; None where nobody waits or none is left."""
    first = await _first_waiting(tx, pool, subject)
    if first is None or not await take_seat(tx, subject, pool=pool, limit=limit):
        return None
    return _offered(first, subject, pool=pool, now=now)


async def join_line(tx: AsyncSession, holder: str, *, pool: str, now: datetime) -> int:
    """Let somebody wait for a seat of a pool; give the place in the line, the first being 1."""
    return await join_lines(tx, holder, wants=(SeatWant(pool),), now=now)


async def join_lines(tx: AsyncSession, holder: str, *, wants: Sequence[SeatWant], now: datetime) -> int:
    """Let somebody wait for a seat in any of some pools: there is one offer at most. Give the place among all who wait there."""
    waiter = WaiterRecord(
        holder=holder, pool="", state=WAITING, subject="", joined_at=now, offered_until=None
    )
    tx.add(waiter)
    await tx.flush()
    tx.add_all(
        WantRecord(waiter=waiter.id, pool=want.pool, first=want.first, until=want.until) for want in wants
    )
    await tx.flush()
    among = _wants(WantRecord.pool.in_([want.pool for want in wants]))
    query = select(func.count()).select_from(WaiterRecord).where(WaiterRecord.state == WAITING, among)
    return int(await tx.scalar(query) or 0)


async def want_no_longer(tx: AsyncSession, holder: str, *, pool: str) -> bool:
    """Let somebody wait for no seat of a pool that gives none any more; whether something else is still waited for.

    A seat of it that was held goes to nobody.
    """
    row = await _of_holder(tx, holder, lock=True)
    if row is None:
        return False
    if row.state == OFFERED and row.pool == pool:
        await drop_seat(tx, row.subject)
        row.state, row.pool, row.subject, row.offered_until = WAITING, "", "", None
    own = WantRecord.waiter == row.id
    gone = delete(WantRecord).where(own, WantRecord.pool == pool)
    await tx.execute(gone.execution_options(synchronize_session=False))
    return bool(await tx.scalar(select(func.count()).select_from(WantRecord).where(own)))


async def offer_of(tx: AsyncSession, holder: str, *, now: datetime) -> SeatOffer | None:
    """Give the offer that somebody has and that still holds."""
    row = await _of_holder(tx, holder)
    if row is None or row.state != OFFERED or row.offered_until is None or row.offered_until <= now:
        return None
    return SeatOffer(holder, row.pool, row.subject, row.offered_until)


async def accept_offer(tx: AsyncSession, holder: str, *, now: datetime) -> SeatOffer | None:
    """Take the seat that was held; None where nothing is offered, or no longer."""
    row = await _of_holder(tx, holder, lock=True)
    if row is None or row.state != OFFERED or row.offered_until is None or row.offered_until <= now:
        return None
    taken = SeatOffer(holder, row.pool, row.subject, row.offered_until)
    await _end(tx, row)
    return taken


async def leave_line(tx: AsyncSession, holder: str, *, now: datetime) -> SeatOffer | None:
    """Let somebody wait no longer; give the offer by which a seat held until now goes to the next."""
    row = await _of_holder(tx, holder, lock=True)
    return await _gone(tx, row, now=now) if row is not None else None


async def drop_out(tx: AsyncSession, holder: str) -> None:
    """Let somebody wait no longer; a seat held until now is free, to be offered when the line is next looked at."""
    row = await _of_holder(tx, holder, lock=True)
    if row is None:
        return
    if row.state == OFFERED:
        await drop_seat(tx, row.subject)
    await _end(tx, row)


async def lapse_offers(tx: AsyncSession, *, holders: str, now: datetime, limit: int) -> Sequence[LapsedOffer]:
    """Take back the offers whose time is over, at most so many, and hand each seat on.

    `holders` are the letters with which the numbers of one service begin: each sees to its own.
    """
    chosen = (
        select(WaiterRecord)
        .where(
            WaiterRecord.state == OFFERED,
            WaiterRecord.offered_until <= now,
            WaiterRecord.holder.startswith(holders, autoescape=True),
        )
        .order_by(WaiterRecord.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await tx.scalars(chosen)).all()
    return [LapsedOffer(row.holder, await _gone(tx, row, now=now)) for row in rows]


async def taken_in(tx: AsyncSession, pools: Sequence[str]) -> Mapping[str, int]:
    """Give how many seats of each subject of some pools are taken."""
    rows = await tx.execute(select(SeatRecord.subject, SeatRecord.taken).where(SeatRecord.pool.in_(pools)))
    return {str(subject): int(taken) for subject, taken in rows.all()}


async def pools_waited_for(tx: AsyncSession, *, holders: str) -> Sequence[str]:
    """Give the pools for whose seats somebody waits whose number begins with these letters."""
    joined = select(WantRecord.pool).join(WaiterRecord, WaiterRecord.id == WantRecord.waiter)
    wanted = (WaiterRecord.state == WAITING, WaiterRecord.holder.startswith(holders, autoescape=True))
    return (await tx.scalars(joined.where(*wanted).distinct().order_by(WantRecord.pool))).all()


async def waiting_in(tx: AsyncSession, pools: Sequence[str]) -> Mapping[str, int]:
    """Give how many wait for a seat of each pool, those who are offered one at this moment included."""
    rows = await tx.execute(
        select(WantRecord.pool, func.count()).where(WantRecord.pool.in_(pools)).group_by(WantRecord.pool)
    )
    return {str(pool): int(count) for pool, count in rows.all()}


async def place_in_line(tx: AsyncSession, holder: str, *, pool: str) -> int:
    """Give the place in the line of somebody who waits, the first being 1; 0 for whoever does not, or is offered a seat."""
    row = await _of_holder(tx, holder)
    if row is None or row.state != WAITING:
        return 0
    before = (WaiterRecord.state == WAITING, WaiterRecord.id <= row.id, _wants(WantRecord.pool == pool))
    return int(await tx.scalar(select(func.count()).select_from(WaiterRecord).where(*before)) or 0)


async def close_pool(tx: AsyncSession, pool: str) -> None:
    """Let nobody sit in a pool any more, or wait for it alone, as when an event is called off."""
    rows = await tx.scalars(select(WaiterRecord).where(_wants(WantRecord.pool == pool)).with_for_update())
    for row in rows.all():
        await _end(tx, row)
    gone = delete(SeatRecord).where(SeatRecord.pool == pool)
    await tx.execute(gone.execution_options(synchronize_session=False))


async def _gone(tx: AsyncSession, row: WaiterRecord, *, now: datetime) -> SeatOffer | None:
    held, pool = (row.subject if row.state == OFFERED else ""), row.pool
    await _end(tx, row)
    return await free_seat(tx, held, pool=pool, now=now) if held else None


async def _end(tx: AsyncSession, row: WaiterRecord) -> None:
    gone = delete(WantRecord).where(WantRecord.waiter == row.id)
    await tx.execute(gone.execution_options(synchronize_session=False))
    await tx.delete(row)
    await tx.flush()


def _wants(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one who waits has a want for which the conditions hold."""
    return exists(select(WantRecord.waiter).where(WantRecord.waiter == WaiterRecord.id, *conditions))


async def _first_waiting(tx: AsyncSession, pool: str, subject: str) -> WaiterRecord | None:
    fits = _wants(
        WantRecord.pool == pool,
        WantRecord.first <= subject,
        or_(WantRecord.until == "", WantRecord.until > subject),
    )
    # One row stands for all that its holder waits for, so that two seats freed at once are never offered to one person.
    chosen = (
        select(WaiterRecord)
        .where(WaiterRecord.state == WAITING, fits)
        .order_by(WaiterRecord.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await tx.scalars(chosen)).one_or_none()


async def _of_holder(tx: AsyncSession, holder: str, *, lock: bool = False) -> WaiterRecord | None:
    query = select(WaiterRecord).where(WaiterRecord.holder == holder)
    return (await tx.scalars(query.with_for_update() if lock else query)).one_or_none()


def _offered(row: WaiterRecord, subject: str, *, pool: str, now: datetime) -> SeatOffer:
    row.state, row.pool, row.subject, row.offered_until = OFFERED, pool, subject, now + OFFER_TERM
    return SeatOffer(row.holder, pool, subject, row.offered_until)
