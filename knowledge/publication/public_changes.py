"""What became public, or ceased to be, until whoever tells citizens of it has taken it up.

A line is written in the transaction that brings the change about, so that none is lost and none is told that was undone;
it is deleted in the transaction that takes it up.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from knowledge.documents.records import NAME_LETTERS


class PublicChangeRecord(Base):
    """One change: `version` is public since `at`, in place of `before`; None stands for nothing public."""

    __tablename__ = "knowledge_public_changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS))
    version: Mapped[int | None]
    before: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Instant)


def note(
    tx: AsyncSession, identifier: str, version: int | None, *, before: int | None, now: datetime
) -> None:
    """Write down that another version of a document is public, in the caller's transaction."""
    tx.add(PublicChangeRecord(document_id=identifier, version=version, before=before, at=now))


async def waiting(tx: AsyncSession, *, limit: int, withdrawn: bool = False) -> Sequence[PublicChangeRecord]:
    """Give what nobody has taken up, oldest first, held until the transaction ends; `withdrawn` asks for withdrawals alone."""
    chosen = select(PublicChangeRecord).order_by(PublicChangeRecord.id).limit(limit).with_for_update()
    if withdrawn:
        chosen = chosen.where(PublicChangeRecord.version.is_(None))
    return (await tx.scalars(chosen)).all()


async def any_waiting(tx: AsyncSession) -> bool:
    """Whether anything waits to be taken up."""
    return await tx.scalar(select(PublicChangeRecord.id).limit(1)) is not None


async def take(tx: AsyncSession, changes: Sequence[PublicChangeRecord]) -> None:
    """Strike off what was taken up."""
    numbers = [one.id for one in changes]
    await tx.execute(
        delete(PublicChangeRecord)
        .where(PublicChangeRecord.id.in_(numbers))
        .execution_options(synchronize_session=False)
    )
