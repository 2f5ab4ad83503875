"""The questions asked of the tables of sign-ups; every function works in the caller's transaction and never commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.activities.signup.lifecycle import OPEN, SignupState, SignupStep, after
from handlers.activities.signup.records import SignupEventRecord, SignupRecord

OWN_SIGNUPS = 20
OPEN_STATES = tuple(sorted(state.value for state in OPEN))


async def by_form(tx: AsyncSession, form_id: str) -> SignupRecord | None:
    """Give the sign-up that a form was filed as."""
    rows = await tx.scalars(select(SignupRecord).where(SignupRecord.form_id == form_id))
    return rows.one_or_none()


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> SignupRecord | None:
    """Give a sign-up; with `lock` nobody else changes it before the transaction ends."""
    query = select(SignupRecord).where(SignupRecord.number == number)
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.one_or_none()


async def by_key(tx: AsyncSession, key: str) -> SignupRecord | None:
    """Give the open sign-up of an account and a person for an activity."""
    rows = await tx.scalars(select(SignupRecord).where(SignupRecord.open_key == key))
    return rows.one_or_none()


async def of_citizen(tx: AsyncSession, citizen: str, *, open_only: bool = False) -> Sequence[SignupRecord]:
    """Give a citizen's sign-ups, the newest first, at most twenty."""
    if not citizen:
        return ()
    record = SignupRecord
    query = select(record).where(record.citizen == citizen)
    if open_only:
        query = query.where(record.state.in_(OPEN_STATES))
    rows = await tx.scalars(query.order_by(record.made_at.desc(), record.number.desc()).limit(OWN_SIGNUPS))
    return rows.all()


async def open_count(tx: AsyncSession, activity: int, citizen: str) -> int:
    """Give how many sign-ups of an account are open for an activity."""
    record = SignupRecord
    wanted = (record.activity == activity, record.citizen == citizen, record.state.in_(OPEN_STATES))
    return int(await tx.scalar(select(func.count()).select_from(record).where(*wanted)) or 0)


async def of_activity(
    tx: AsyncSession, activity: int, states: Sequence[SignupState] = (), *, lock: bool = False
) -> Sequence[SignupRecord]:
    """Give the sign-ups of an activity in some states, in all where none is named, the earliest first."""
    record = SignupRecord
    query = select(record).where(record.activity == activity).order_by(record.made_at, record.number)
    if states:
        query = query.where(record.state.in_([state.value for state in states]))
    return (await tx.scalars(query.with_for_update() if lock else query)).all()


async def counts(tx: AsyncSession, activities: Sequence[int]) -> Mapping[tuple[int, SignupState], int]:
    """Give how many sign-ups of each activity stand in each state."""
    record = SignupRecord
    rows = await tx.execute(
        select(record.activity, record.state, func.count())
        .where(record.activity.in_(activities))
        .group_by(record.activity, record.state)
    )
    return {(int(activity), SignupState(state)): int(count) for activity, state, count in rows.all()}


def take(
    tx: AsyncSession,
    row: SignupRecord,
    step: SignupStep,
    *,
    at: datetime,
    actor: str,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Take a step and note it; raises `InputError` where it cannot be taken. Nothing else changes a state."""
    row.state = after(SignupState(row.state), step).value
    if row.state not in OPEN_STATES:
        row.open_key = None
    row.version += 1
    note(tx, row.number, step, at=at, actor=actor, detail=detail)


def note(
    tx: AsyncSession,
    number: str,
    step: SignupStep,
    *,
    at: datetime,
    actor: str,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Append a line to what happened to a sign-up."""
    tx.add(SignupEventRecord(number=number, kind=step.value, at=at, actor=actor, detail=dict(detail or {})))


async def story_of(tx: AsyncSession, number: str) -> Sequence[SignupEventRecord]:
    """Give what happened to a sign-up, oldest first."""
    record = SignupEventRecord
    rows = await tx.scalars(select(record).where(record.number == number).order_by(record.id))
    return rows.all()
