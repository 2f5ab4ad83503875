"""What the register of what is not made public shows: records without what is sealed in them, narrowed and looked up."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from knowledge.publication.withheld.lifecycle import Ground, Stage, Step
from knowledge.publication.withheld.records import WithheldRecord


@dataclass(frozen=True, slots=True)
class Withheld:
    """A record as the register shows it, without what is sealed in it."""

    id: int
    year: int
    number: int
    title: str
    document_id: str
    unit: str
    ground: Ground
    basis: str
    reason: str
    decided_by: str
    decided_on: date
    review_on: date
    stage: Stage
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as it was taken."""

    step: Step
    actor: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WithheldFilters:
    """What the register is narrowed to; None and empty text narrow nothing. `due_by` keeps what is to be looked at by a day."""

    stage: Stage | None = None
    ground: Ground | None = None
    unit: str = ""
    text: str = ""
    due_by: date | None = None


async def due(tx: AsyncSession, *, until: date) -> list[Withheld]:
    """Give the sealed records that are to be looked at again by a day, in the caller's transaction."""
    rows = await tx.scalars(
        select(WithheldRecord)
        .where(*narrowed(WithheldFilters(due_by=until)))
        .order_by(WithheldRecord.review_on, WithheldRecord.id)
    )
    return [shown(row) for row in rows]


async def require_unsealed(tx: AsyncSession, identifier: str) -> None:
    """Refuse to submit a document that is sealed in the register, until it is released there.

    Raises `InputError` (`withheld.refused.sealed`).
    """
    found = await tx.scalar(
        select(WithheldRecord.id).where(
            WithheldRecord.document_id == identifier, WithheldRecord.stage == Stage.SEALED.value
        )
    )
    if found is not None:
        raise InputError("withheld.refused.sealed")


def narrowed(filters: WithheldFilters) -> list[ColumnElement[bool]]:
    """Give the conditions that filters are."""
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


def shown(row: WithheldRecord) -> Withheld:
    """Give a record as the register shows it."""
    return Withheld(
        id=row.id,
        year=row.year,
        number=row.number,
        title=row.title,
        document_id=row.document_id,
        unit=row.unit,
        ground=Ground(row.ground),
        basis=row.basis,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        review_on=row.review_on,
        stage=Stage(row.stage),
        changed_at=row.changed_at,
    )
