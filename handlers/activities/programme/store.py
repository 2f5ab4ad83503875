"""The questions asked of the table of activities; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.activities.programme.activity import Activity, ActivityPlan, AgendaPoint, pool_of
from handlers.activities.programme.kinds import ActivityKind
from handlers.activities.programme.lifecycle import PUBLIC, ActivityState
from handlers.activities.programme.records import ActivityRecord
from handlers.capacity.seats import taken_in, waiting_in

LISTED = 50
PUBLIC_STATES = tuple(sorted(state.value for state in PUBLIC))


async def row_of(tx: AsyncSession, number: int, *, lock: bool = False) -> ActivityRecord | None:
    """Give the row of an activity; with `lock` nobody else changes it before the transaction ends."""
    query = select(ActivityRecord).where(ActivityRecord.number == number)
    return (await tx.scalars(query.with_for_update() if lock else query)).one_or_none()


async def one(tx: AsyncSession, number: int) -> Activity | None:
    """Give an activity with how many come."""
    row = await row_of(tx, number)
    return (await _counted(tx, [row]))[0] if row is not None else None


async def coming(tx: AsyncSession, today: date) -> Sequence[Activity]:
    """Give the public activities of today and later, the earliest first."""
    record = ActivityRecord
    return await _public(tx, record.day >= today, first_last=False)


async def past(tx: AsyncSession, today: date) -> Sequence[Activity]:
    """Give the public activities of today and before, the latest first."""
    record = ActivityRecord
    return await _public(tx, record.day <= today, first_last=True)


async def _public(tx: AsyncSession, wanted: ColumnElement[bool], *, first_last: bool) -> Sequence[Activity]:
    record = ActivityRecord
    order = (
        (record.day.desc(), record.starts.desc(), record.number.desc())
        if first_last
        else (record.day, record.starts, record.number)
    )
    chosen = select(record).where(record.state.in_(PUBLIC_STATES), wanted).order_by(*order).limit(LISTED)
    return await _counted(tx, (await tx.scalars(chosen)).all())


async def all_of(tx: AsyncSession, *, offset: int, limit: int) -> Sequence[Activity]:
    """Give a page of all activities, drafts too, the latest first."""
    record = ActivityRecord
    order = (record.day.desc(), record.starts.desc(), record.number.desc())
    chosen = select(record).order_by(*order).offset(offset).limit(limit)
    return await _counted(tx, (await tx.scalars(chosen)).all())


async def _counted(tx: AsyncSession, rows: Sequence[ActivityRecord]) -> list[Activity]:
    pools = [pool_of(row.number) for row in rows]
    taken, waiting = await taken_in(tx, pools), await waiting_in(tx, pools)
    return [
        activity_of(row, taken=taken.get(pool, 0), waiting=waiting.get(pool, 0))
        for row, pool in zip(rows, pools, strict=True)
    ]


def activity_of(row: ActivityRecord, *, taken: int = 0, waiting: int = 0) -> Activity:
    """Give a row as a value."""
    return Activity(
        row.number, plan_of(row), ActivityState(row.state), taken=taken, waiting=waiting, reason=row.reason
    )


def plan_of(row: ActivityRecord) -> ActivityPlan:
    """Give what the desk wrote."""
    return ActivityPlan(
        kind=ActivityKind(row.kind),
        title=row.title,
        about=row.about,
        day=row.day,
        starts=time.fromisoformat(row.starts),
        ends=time.fromisoformat(row.ends),
        place=row.place,
        address=row.address,
        unit=row.unit,
        phone=row.phone,
        capacity=row.capacity,
        until=row.until,
        asks_contact=row.asks_contact,
        agenda=tuple(AgendaPoint(at, what) for at, what in row.agenda),
        topics=tuple(row.topics),
        conditions=tuple(row.conditions),
    )


def write(row: ActivityRecord, plan: ActivityPlan) -> None:
    """Put what the desk wrote into a row."""
    row.kind, row.title, row.about = plan.kind.value, plan.title, plan.about
    row.day, row.starts, row.ends = plan.day, f"{plan.starts:%H:%M}", f"{plan.ends:%H:%M}"
    row.place, row.address, row.unit, row.phone = plan.place, plan.address, plan.unit, plan.phone
    row.capacity, row.until, row.asks_contact = plan.capacity, plan.until, plan.asks_contact
    row.agenda = [[point.at, point.what] for point in plan.agenda]
    row.topics, row.conditions = list(plan.topics), list(plan.conditions)
