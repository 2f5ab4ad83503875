"""The questions asked of the matters; the transaction comes first, rows come back."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from sqlalchemy import delete, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.matters.delivery.records import MatterRecord, MatterSourceRecord, MatterStepRecord

MOST_LISTED = 300


async def source_by_key(tx: AsyncSession, key_mark: str) -> MatterSourceRecord | None:
    """Give the system that a key belongs to."""
    wanted = select(MatterSourceRecord).where(MatterSourceRecord.key_mark == key_mark)
    return (await tx.scalars(wanted)).one_or_none()


async def known(tx: AsyncSession, source: str, outers: Collection[str]) -> dict[str, MatterRecord]:
    """Give those of a system's matters that are here, by their outer numbers."""
    record = MatterRecord
    wanted = select(record).where(record.source == source, record.outer.in_(outers))
    return {row.outer: row for row in await tx.scalars(wanted.with_for_update())}


async def of_marks(
    tx: AsyncSession, marks: Collection[str], *, most: int = MOST_LISTED
) -> Sequence[MatterRecord]:
    """Give the matters of persons and companies, the latest first, without those taken back."""
    if not marks:
        return ()
    record = MatterRecord
    # Nearly every matter stands: said so that no engine finds them by the index of those taken back, which is all of them.
    stands = record.withdrawn_at.is_not(None).is_(false())
    wanted = select(record).where(record.mark.in_(marks), stands)
    return (
        await tx.scalars(wanted.order_by(record.opened_on.desc(), record.number.desc()).limit(most))
    ).all()


async def by_number(tx: AsyncSession, number: str) -> MatterRecord | None:
    """Give one matter that was not taken back."""
    row = await tx.get(MatterRecord, number)
    return row if row is not None and row.withdrawn_at is None else None


async def steps_of(tx: AsyncSession, numbers: Collection[str]) -> Mapping[str, Sequence[MatterStepRecord]]:
    """Give the steps of matters in their order."""
    if not numbers:
        return {}
    record = MatterStepRecord
    rows = await tx.scalars(
        select(record).where(record.number.in_(numbers)).order_by(record.number, record.place)
    )
    return {number: tuple(some) for number, some in groupby(rows, key=lambda row: row.number)}


async def titles(tx: AsyncSession) -> dict[str, str]:
    """Give what each system is called."""
    rows = await tx.execute(select(MatterSourceRecord.name, MatterSourceRecord.title))
    return {name: title for name, title in rows}  # noqa: C416 - rows are no pairs for the checker


async def drop_steps(tx: AsyncSession, numbers: Collection[str]) -> None:
    """Delete the steps of matters."""
    if numbers:
        gone = delete(MatterStepRecord).where(MatterStepRecord.number.in_(numbers))
        await tx.execute(gone.execution_options(synchronize_session=False))
