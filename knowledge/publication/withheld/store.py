"""The questions asked of the register's tables; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.publication.withheld.lifecycle import Ground, Stage
from knowledge.publication.withheld.records import WithheldRecord, WithheldStepRecord


@dataclass(frozen=True, slots=True)
class WithheldFilters:
    """What the register is narrowed to; None and empty text narrow nothing. `due_by` keeps what is to be looked at by a day."""

    stage: Stage | None = None
    ground: Ground | None = None
    unit: str = ""
    text: str = ""
    due_by: date | None = None


async def by_id(tx: AsyncSession, number: int, *, lock: bool = False) -> WithheldRecord | None:
    """Give a record; with `lock` nobody else changes it before the transaction ends."""
    return await tx.get(WithheldRecord, number, with_for_update=lock)


async def last_number(tx: AsyncSession, year: int) -> int:
    """Give the newest number of a year, 0 for none."""
    return await tx.scalar(select(func.max(WithheldRecord.number)).where(WithheldRecord.year == year)) or 0


async def steps_of(tx: AsyncSession, number: int) -> Sequence[WithheldStepRecord]:
    """Give the steps taken on a record, oldest first."""
    rows = await tx.scalars(
        select(WithheldStepRecord)
        .where(WithheldStepRecord.withheld_id == number)
        .order_by(WithheldStepRecord.id)
    )
    return rows.all()


async def page(
    tx: AsyncSession, filters: WithheldFilters, *, offset: int, limit: int
) -> Sequence[WithheldRecord]:
    """Give records, those to be looked at first at the head, the released ones at the end."""
    query = select(WithheldRecord).where(*_conditions(filters))
    query = query.order_by(
        WithheldRecord.stage == Stage.RELEASED.value, WithheldRecord.review_on, WithheldRecord.id
    )
    return (await tx.scalars(query.offset(offset).limit(limit))).all()


async def due(tx: AsyncSession, *, until: date) -> Sequence[WithheldRecord]:
    """Give the sealed records that are to be looked at again by a day."""
    rows = await tx.scalars(
        select(WithheldRecord)
        .where(*_conditions(WithheldFilters(due_by=until)))
        .order_by(WithheldRecord.review_on, WithheldRecord.id)
    )
    return rows.all()


async def count_by_stage(tx: AsyncSession) -> dict[str, int]:
    """Give how many records stand in each stage."""
    rows = await tx.execute(select(WithheldRecord.stage, func.count()).group_by(WithheldRecord.stage))
    return {str(stage): int(total) for stage, total in rows.all()}


async def units(tx: AsyncSession) -> Sequence[str]:
    """Give the units that have records, in order."""
    return (await tx.scalars(select(WithheldRecord.unit).distinct().order_by(WithheldRecord.unit))).all()


async def is_sealed(tx: AsyncSession, identifier: str) -> bool:
    """Whether a document is sealed in the register."""
    sealed = select(WithheldRecord.id).where(
        WithheldRecord.document_id == identifier, WithheldRecord.stage == Stage.SEALED.value
    )
    return await tx.scalar(sealed.limit(1)) is not None


def _conditions(filters: WithheldFilters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.stage:
        wanted.append(WithheldRecord.stage == filters.stage.value)
    if filters.ground:
        wanted.append(WithheldRecord.ground == filters.ground.value)
    if filters.unit:
        wanted.append(WithheldRecord.unit == filters.unit)
    if filters.text:
        wanted.append(WithheldRecord.title.contains(filters.text, autoescape=True))
    if filters.due_by:
        wanted += [
            WithheldRecord.stage == Stage.SEALED.value,
            WithheldRecord.review_on <= filters.due_by,
        ]
    return wanted
