"""The questions asked of the tables of visits at home; every function works in the caller's transaction and never commits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from handlers.appointments.home.lifecycle import OPEN_HOME, HomeState, HomeStep, after
from handlers.appointments.home.records import HomeVisitEventRecord, HomeVisitRecord

CITIZEN = "citizen"
OWN_VISITS = 20
CLOSED_LISTED = 50
OPEN_STATES = tuple(state.value for state in OPEN_HOME)


async def by_form(tx: AsyncSession, form_id: str) -> HomeVisitRecord | None:
    """Give the visit that a form was filed as."""
    rows = await tx.scalars(select(HomeVisitRecord).where(HomeVisitRecord.form_id == form_id))
    return rows.one_or_none()


async def by_key(tx: AsyncSession, key: str) -> HomeVisitRecord | None:
    """Give the open visit of a citizen for a person and a matter."""
    rows = await tx.scalars(select(HomeVisitRecord).where(HomeVisitRecord.open_key == key))
    return rows.one_or_none()


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> HomeVisitRecord | None:
    """Give a visit; with `lock` nobody else changes it before the transaction ends."""
    query = select(HomeVisitRecord).where(HomeVisitRecord.number == number)
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.one_or_none()


async def of_citizen(tx: AsyncSession, citizen: str, *, open_only: bool = False) -> Sequence[HomeVisitRecord]:
    """Give a citizen's visits, the newest first, at most twenty."""
    if not citizen:
        return ()
    record = HomeVisitRecord
    query = select(record).where(record.citizen == citizen)
    if open_only:
        query = query.where(record.state.in_(OPEN_STATES))
    rows = await tx.scalars(query.order_by(record.made_at.desc(), record.number.desc()).limit(OWN_VISITS))
    return rows.all()


async def listed(tx: AsyncSession, *, closed: bool) -> Sequence[HomeVisitRecord]:
    """Give the open visits by their day, or the last that are over, the newest first."""
    record = HomeVisitRecord
    if closed:
        query = select(record).where(record.state.not_in(OPEN_STATES)).order_by(record.day.desc())
        return (await tx.scalars(query.limit(CLOSED_LISTED))).all()
    query = select(record).where(record.state.in_(OPEN_STATES))
    return (await tx.scalars(query.order_by(record.day, record.part, record.at, record.number))).all()


async def to_remind(
    tx: AsyncSession, day: date, *, told_before: datetime, limit: int
) -> Sequence[HomeVisitRecord]:
    """Give the visits of a day for which somebody was sent, those left out that were told of it since an instant."""
    record, event = HomeVisitRecord, HomeVisitEventRecord
    lately = select(event.id).where(
        event.number == record.number, event.kind == HomeStep.ASSIGN.value, event.at > told_before
    )
    chosen = (
        select(record)
        .where(record.state == HomeState.ASSIGNED.value, record.day == day, ~lately.exists())
        .order_by(record.number)
        .limit(limit)
    )
    return (await tx.scalars(chosen)).all()


async def take(
    tx: AsyncSession,
    row: HomeVisitRecord,
    step: HomeStep,
    *,
    at: datetime,
    actor: str,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Take a step and note it; raises `InputError` where it cannot be taken. Nothing else changes a state."""
    row.state = after(HomeState(row.state), step).value
    if row.state not in OPEN_STATES:
        row.open_key = None
    row.version += 1
    await note(tx, row.number, step, at=at, actor=actor, detail=detail)


async def note(
    tx: AsyncSession,
    number: str,
    step: HomeStep,
    *,
    at: datetime,
    actor: str,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Append a line to what happened to a visit, and to the audit."""
    told = dict(detail or {})
    tx.add(HomeVisitEventRecord(number=number, kind=step.value, at=at, actor=actor, detail=told))
    await audit.record(tx, f"home-visit:{step.value}", actor=actor, subject=number, now=at, detail=told)


async def story_of(tx: AsyncSession, number: str) -> Sequence[HomeVisitEventRecord]:
    """Give what happened to a visit, oldest first."""
    record = HomeVisitEventRecord
    return (await tx.scalars(select(record).where(record.number == number).order_by(record.id))).all()
