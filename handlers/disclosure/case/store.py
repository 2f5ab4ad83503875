"""The questions asked of the requests' tables; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord

OWN_CASES = 20


@dataclass(frozen=True, slots=True)
class Filter:
    """What a clerk looks for; empty fields do not restrict.

    `words` is looked for in the number and in the description of the information.
    """

    states: tuple[str, ...] = ()
    words: str = ""


async def by_form(tx: AsyncSession, form_id: str) -> DisclosureRequestRecord | None:
    """Give the request that a form was filed as."""
    rows = await tx.scalars(select(DisclosureRequestRecord).where(DisclosureRequestRecord.form_id == form_id))
    return rows.one_or_none()


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> DisclosureRequestRecord | None:
    """Give a request; with `lock` nobody else changes it before the transaction ends."""
    query = select(DisclosureRequestRecord).where(DisclosureRequestRecord.number == number)
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.one_or_none()


async def of_citizen(tx: AsyncSession, citizen: str) -> Sequence[DisclosureRequestRecord]:
    """Give a citizen's requests, newest first, at most twenty."""
    rows = await tx.scalars(
        select(DisclosureRequestRecord)
        .where(DisclosureRequestRecord.citizen == citizen)
        .order_by(DisclosureRequestRecord.submitted_at.desc(), DisclosureRequestRecord.number.desc())
        .limit(OWN_CASES)
    )
    return rows.all()


async def provisional(tx: AsyncSession) -> Sequence[DisclosureRequestRecord]:
    """Give the requests whose due date waits for a calendar, locked."""
    rows = await tx.scalars(
        select(DisclosureRequestRecord)
        .where(DisclosureRequestRecord.due_provisional)
        .order_by(DisclosureRequestRecord.number)
        .with_for_update()
    )
    return rows.all()


async def page(
    tx: AsyncSession, wanted: Filter, *, offset: int, limit: int
) -> Sequence[DisclosureRequestRecord]:
    """Give requests, those due first on top, the ones without a due date after them, newest first."""
    record = DisclosureRequestRecord
    query = select(record)
    if wanted.states:
        query = query.where(record.state.in_(wanted.states))
    if wanted.words:
        spelt = wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        query = query.where(
            or_(
                record.number.like(f"%{spelt}%", escape="\\"),
                record.information.like(f"%{spelt}%", escape="\\"),
            )
        )
    order = (record.due_on.is_(None), record.due_on, record.submitted_at.desc(), record.number.desc())
    rows = await tx.scalars(query.order_by(*order).offset(offset).limit(limit))
    return rows.all()


async def count_by_state(tx: AsyncSession) -> dict[str, int]:
    """Give how many requests stand in each state."""
    rows = await tx.execute(
        select(DisclosureRequestRecord.state, func.count()).group_by(DisclosureRequestRecord.state)
    )
    return {str(state): int(total) for state, total in rows.all()}


async def log_of(tx: AsyncSession, numbers: Sequence[str]) -> Sequence[DisclosureEventRecord]:
    """Give the log lines of some requests, oldest first; nothing is asked for none."""
    if not numbers:
        return []
    rows = await tx.scalars(
        select(DisclosureEventRecord)
        .where(DisclosureEventRecord.number.in_(numbers))
        .order_by(DisclosureEventRecord.id)
    )
    return rows.all()


def note(
    tx: AsyncSession,
    number: str,
    *,
    kind: str,
    at: datetime,
    actor: str,
    detail: dict[str, str] | None = None,
) -> DisclosureEventRecord:
    """Append a line to a request's log; `detail` holds no personal data."""
    line = DisclosureEventRecord(number=number, kind=kind, at=at, actor=actor, detail=detail or {})
    tx.add(line)
    return line
