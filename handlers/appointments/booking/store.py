"""The questions asked of the appointments' tables; every function works in the caller's transaction and never commits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from handlers.appointments.booking.lifecycle import OPEN, AppointmentState, AppointmentStep, after
from handlers.appointments.booking.records import (
    AppointmentEventRecord,
    AppointmentRecord,
    OpeningChangeRecord,
)
from handlers.appointments.opening.catalogue import HoursKind, OpenHours
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.appointments.opening.county_file import read_hours

CITIZEN = "citizen"
OWN_APPOINTMENTS = 20
OPEN_STATES = tuple(state.value for state in OPEN)


async def by_form(tx: AsyncSession, form_id: str) -> AppointmentRecord | None:
    """Give the appointment that a form was filed as."""
    rows = await tx.scalars(select(AppointmentRecord).where(AppointmentRecord.form_id == form_id))
    return rows.one_or_none()


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> AppointmentRecord | None:
    """Give an appointment; with `lock` nobody else changes it before the transaction ends."""
    query = select(AppointmentRecord).where(AppointmentRecord.number == number)
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.one_or_none()


async def by_key(tx: AsyncSession, key: str) -> AppointmentRecord | None:
    """Give the open appointment of a citizen for a person and a matter."""
    rows = await tx.scalars(select(AppointmentRecord).where(AppointmentRecord.open_key == key))
    return rows.one_or_none()


async def of_citizen(
    tx: AsyncSession, citizen: str, *, open_only: bool = False
) -> Sequence[AppointmentRecord]:
    """Give a citizen's appointments, the newest first, at most twenty."""
    if not citizen:
        return ()
    record = AppointmentRecord
    query = select(record).where(record.citizen == citizen)
    if open_only:
        query = query.where(record.state.in_(OPEN_STATES))
    rows = await tx.scalars(
        query.order_by(record.made_at.desc(), record.number.desc()).limit(OWN_APPOINTMENTS)
    )
    return rows.all()


async def missed_days(tx: AsyncSession, citizen: str, *, since: date) -> Sequence[date]:
    """Give the days since one on which a citizen did not come, the latest first."""
    record = AppointmentRecord
    missed = record.state == AppointmentState.MISSED.value
    rows = await tx.scalars(
        select(record.day)
        .where(record.citizen == citizen, missed, record.day >= since)
        .order_by(record.day.desc())
    )
    return rows.all()


async def on_day(tx: AsyncSession, place: str, day: date) -> Sequence[AppointmentRecord]:
    """Give the appointments of a place's day, but those that were cancelled or only waited."""
    record = AppointmentRecord
    gone = (AppointmentState.CANCELLED, AppointmentState.LAPSED, AppointmentState.WAITING)
    rows = await tx.scalars(
        select(record)
        .where(record.place == place, record.day == day, record.state.not_in([state.value for state in gone]))
        .order_by(record.starts, record.number)
    )
    return rows.all()


async def booked_between(
    tx: AsyncSession, place: str, first: date, last: date, *, lock: bool = False
) -> Sequence[AppointmentRecord]:
    """Give the booked appointments of a place from one day to another, the earliest first."""
    record = AppointmentRecord
    query = (
        select(record)
        .where(
            record.place == place,
            record.day.between(first, last),
            record.state == AppointmentState.BOOKED.value,
        )
        .order_by(record.day, record.starts, record.made_at)
    )
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.all()


async def waiting_since(tx: AsyncSession, place: str, first: date) -> Sequence[AppointmentRecord]:
    """Give those who wait at a place for a day or a later one, locked."""
    record = AppointmentRecord
    waiting = record.state == AppointmentState.WAITING.value
    query = select(record).where(record.place == place, record.day >= first, waiting)
    return (await tx.scalars(query.order_by(record.number).with_for_update())).all()


async def counts_by_day(
    tx: AsyncSession, place: str, first: date, last: date
) -> Mapping[tuple[str, date], int]:
    """Give how many come to each desk of a place on each day."""
    record = AppointmentRecord
    seen = ("booked", "arrived", "called", "served", "missed")
    rows = await tx.execute(
        select(record.desk, record.day, func.count())
        .where(record.place == place, record.day.between(first, last), record.state.in_(seen))
        .group_by(record.desk, record.day)
    )
    return {(str(desk), day): int(count) for desk, day, count in rows.all()}


async def counts_by_hour(
    tx: AsyncSession, place: str, first: date, last: date, *, desk: str = ""
) -> Mapping[tuple[date, int, AppointmentState], int]:
    """Give how many had booked a seat of each hour, by what came of it; of one desk where it is named."""
    record, states = AppointmentRecord, AppointmentState
    seated = (
        *(states.BOOKED, states.ARRIVED, states.CALLED, states.SERVED, states.MISSED),
        # Of whom nobody at the desk said whether they came.
        states.LAPSED,
    )
    query = select(record.day, record.starts, record.state, func.count()).where(
        record.place == place,
        record.day.between(first, last),
        record.starts != "",
        record.state.in_([state.value for state in seated]),
    )
    if desk:
        query = query.where(record.desk == desk)
    found: dict[tuple[date, int, AppointmentState], int] = {}
    for day, starts, state, count in await tx.execute(
        query.group_by(record.day, record.starts, record.state)
    ):
        key = day, int(starts[:2]), AppointmentState(state)
        found[key] = found.get(key, 0) + int(count)
    return found


async def changes_of(tx: AsyncSession, place: str, *, since: date) -> tuple[OpeningChange, ...]:
    """Give the changes of a place that hold on a day or later, in the order in which they were entered."""
    record = OpeningChangeRecord
    rows = await tx.scalars(
        select(record)
        .where(record.place == place, record.last_on >= since, record.withdrawn_at.is_(None))
        .order_by(record.id)
    )
    return tuple(map(change_of, rows))


async def newest_change(tx: AsyncSession) -> int:
    """Give how many changes were entered and taken back so far, which is another number after each."""
    record = OpeningChangeRecord
    entered, withdrawn = (
        await tx.execute(select(func.count(record.id), func.count(record.withdrawn_at)))
    ).one()
    return int(entered) + int(withdrawn)


def change_of(row: OpeningChangeRecord) -> OpeningChange:
    """Give a row as a value."""
    return OpeningChange(
        place=row.place,
        first_on=row.first_on,
        last_on=row.last_on,
        kind=ChangeKind(row.kind),
        desk=row.desk,
        hours=tuple(_hours(*each) for each in row.hours),
        counters=row.counters,
        reason=row.reason,
        number=row.id,
    )


def _hours(text: str, kind: str) -> OpenHours:
    return read_hours(text, HoursKind(kind), "appointment_changes")


def take(
    tx: AsyncSession,
    row: AppointmentRecord,
    step: AppointmentStep,
    *,
    at: datetime,
    actor: str,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Take a step and note it; raises `InputError` where it cannot be taken. Nothing else changes a state."""
    row.state = after(AppointmentState(row.state), step).value
    if row.state not in OPEN_STATES:
        row.open_key = None
    row.version += 1
    note(tx, row.number, step, at=at, actor=actor, detail=detail)


def note(
    tx: AsyncSession,
    number: str,
    step: AppointmentStep,
    *,
    at: datetime,
    actor: str,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Append a line to what happened to an appointment."""
    tx.add(
        AppointmentEventRecord(number=number, kind=step.value, at=at, actor=actor, detail=dict(detail or {}))
    )


async def note_of_citizen(
    tx: AsyncSession,
    row: AppointmentRecord,
    step: AppointmentStep,
    *,
    now: datetime,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Take a step of the citizen's and note it, in the audit too; raises `InputError` where it cannot be taken."""
    told = {"place": row.place, "day": row.day.isoformat(), "starts": row.starts, **(detail or {})}
    if step in {AppointmentStep.BOOK, AppointmentStep.WAIT}:
        note(tx, row.number, step, at=now, actor=CITIZEN, detail=told)
    else:
        take(tx, row, step, at=now, actor=CITIZEN, detail=told)
    act = f"appointment:{step.value}"
    await audit.record(tx, act, actor=CITIZEN, subject=row.number, now=now, detail=told)


async def story_of(tx: AsyncSession, number: str) -> Sequence[AppointmentEventRecord]:
    """Give what happened to an appointment, oldest first."""
    record = AppointmentEventRecord
    rows = await tx.scalars(select(record).where(record.number == number).order_by(record.id))
    return rows.all()
