"""What became public, or ceased to be, until everybody who goes by it has taken it up: who tells citizens, and the outlets.

A line for each of them is written in the transaction that brings the change about, so that none is lost and none is told that
was undone; it is deleted in the transaction that takes it up.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from knowledge.documents.records import NAME_LETTERS


class ChangeReader(StrEnum):
    """Who goes by what became public; each takes up its own lines."""

    NEWS = "news"
    OUTLETS = "outlets"


class PublicChangeRecord(Base):
    """One change: `version` is public since `at`, in place of `before`; None stands for nothing public."""

    __tablename__ = "knowledge_public_changes"
    __table_args__ = (Index("ix_knowledge_public_changes_reader_id", "reader", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    reader: Mapped[str] = mapped_column(String(12), default=ChangeReader.NEWS.value, server_default="news")
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS))
    version: Mapped[int | None]
    before: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Instant)


def note(
    tx: AsyncSession, identifier: str, version: int | None, *, before: int | None, now: datetime
) -> None:
    """Write down that another version of a document is public, in the caller's transaction."""
    tx.add_all(
        PublicChangeRecord(
            reader=reader.value, document_id=identifier, version=version, before=before, at=now
        )
        for reader in ChangeReader
    )


async def waiting(
    tx: AsyncSession, *, limit: int, withdrawn: bool = False, reader: ChangeReader = ChangeReader.NEWS
) -> Sequence[PublicChangeRecord]:
    """Give what a reader has not taken up, oldest first, held until the transaction ends; `withdrawn` asks for withdrawals alone."""
    record = PublicChangeRecord
    chosen = (
        select(record).where(record.reader == reader.value).order_by(record.id).limit(limit).with_for_update()
    )
    if withdrawn:
        chosen = chosen.where(record.version.is_(None))
    return (await tx.scalars(chosen)).all()


async def any_waiting(tx: AsyncSession, *, reader: ChangeReader = ChangeReader.NEWS) -> bool:
    """Whether anything waits to be taken up by a reader."""
    chosen = select(PublicChangeRecord.id).where(PublicChangeRecord.reader == reader.value)
    return await tx.scalar(chosen.limit(1)) is not None


async def take(tx: AsyncSession, changes: Sequence[PublicChangeRecord]) -> None:
    """Strike off what was taken up."""
    numbers = [one.id for one in changes]
    await tx.execute(
        delete(PublicChangeRecord)
        .where(PublicChangeRecord.id.in_(numbers))
        .execution_options(synchronize_session=False)
    )
