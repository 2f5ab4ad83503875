"""The questions asked of the letters' tables; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.disclosure.letters.records import DisclosureLetterRecord, LetterSeriesRecord


async def next_serial(tx: AsyncSession, agency: str, *, year: int, series: str) -> int:
    """Give the next number of an agency in a series and year, from 1, in the caller's transaction.

    The counter's row stays locked until that transaction ends: no two letters share a number, and a letter that is not
    issued leaves no gap.
    """
    keys = ["agency", "year", "series"]
    counted = (
        _insert(tx)
        .values(agency=agency, year=year, series=series, last=1)
        .on_conflict_do_update(index_elements=keys, set_={"last": LetterSeriesRecord.last + 1})
        .returning(LetterSeriesRecord.last)
    )
    return int(await tx.scalar(counted) or 0)


def _insert(tx: AsyncSession) -> Any:
    """Give the engine's own insert, which knows conflicts; each is loaded only where it is used, for a quick start."""
    if tx.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert(LetterSeriesRecord)


async def by_number(tx: AsyncSession, number: str, *, lock: bool = False) -> DisclosureLetterRecord | None:
    """Give a letter by its number; with `lock` nobody else changes it before the transaction ends."""
    query = select(DisclosureLetterRecord).where(DisclosureLetterRecord.number == number)
    rows = await tx.scalars(query.with_for_update() if lock else query)
    return rows.one_or_none()


async def of_request(tx: AsyncSession, request: str) -> Sequence[DisclosureLetterRecord]:
    """Give the letters of a request, oldest first."""
    rows = await tx.scalars(
        select(DisclosureLetterRecord)
        .where(DisclosureLetterRecord.request == request)
        .order_by(DisclosureLetterRecord.id)
    )
    return rows.all()


async def register(
    tx: AsyncSession, agency: str, *, year: int, series: str
) -> Sequence[DisclosureLetterRecord]:
    """Give all letters of an agency in a series and year, void ones too, by their numbers."""
    record = DisclosureLetterRecord
    rows = await tx.scalars(
        select(record)
        .where(record.agency == agency, record.year == year, record.series == series)
        .order_by(record.serial)
    )
    return rows.all()
