"""The questions asked of the pictures' tables; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.sealed_files import SealedParts
from handlers.pictures.records import (
    FAILED,
    KEPT,
    WANTED,
    PicturePartRecord,
    PictureRecord,
    PictureThumbnailRecord,
)

PARTS = SealedParts(PicturePartRecord, kind="citizen-picture")


async def by_push(tx: AsyncSession, push: str) -> PictureRecord | None:
    """Give the picture of a message."""
    return (await tx.scalars(select(PictureRecord).where(PictureRecord.push == push))).one_or_none()


async def of_holder(tx: AsyncSession, holder: str) -> Sequence[PictureRecord]:
    """Give the pictures that were sent with something, in the order in which they were sent."""
    chosen = select(PictureRecord).where(PictureRecord.holder == holder)
    return (await tx.scalars(chosen.order_by(PictureRecord.sent_at, PictureRecord.id))).all()


async def count(tx: AsyncSession, holder: str) -> int:
    """Give how many are there or on their way."""
    own = select(func.count()).where(PictureRecord.holder == holder, PictureRecord.state != FAILED)
    return int(await tx.scalar(own) or 0)


async def thumbnails(tx: AsyncSession, holder: str) -> Sequence[tuple[PictureRecord, bytes | None]]:
    """Give the pictures of a holder that are there, in order, each with its sealed thumbnail; None where nobody made it yet."""
    record, small = PictureRecord, PictureThumbnailRecord
    rows = await tx.execute(
        select(record, small.sealed)
        .outerjoin(small, small.owner == record.id)
        .where(record.holder == holder, record.state == KEPT)
        .order_by(record.sent_at, record.id)
    )
    return [(row[0], row[1]) for row in rows.all()]


async def claim(tx: AsyncSession, *, now: datetime, lease: timedelta, limit: int) -> Sequence[PictureRecord]:
    """Take up pictures that are due to be fetched: nobody else takes them up before the lease is over."""
    chosen = (
        select(PictureRecord)
        .where(PictureRecord.state == WANTED, PictureRecord.due_at <= now)
        .order_by(PictureRecord.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await tx.scalars(chosen)).all()
    for row in rows:
        row.due_at, row.tries = now + lease, row.tries + 1
    return rows


async def delete_where(tx: AsyncSession, wanted: ColumnElement[bool]) -> int:
    """Delete pictures with their files; give how many."""
    owners = select(PictureRecord.id).where(wanted)
    for record in (PicturePartRecord, PictureThumbnailRecord):
        part = delete(record).where(record.owner.in_(owners))
        await tx.execute(part.execution_options(synchronize_session=False))
    gone = delete(PictureRecord).where(wanted).execution_options(synchronize_session=False)
    return touched(await tx.execute(gone))
