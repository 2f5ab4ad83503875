"""What is kept of a batch: who wanted what, who confirmed it, and what became of every document of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from knowledge.documents.records import NAME_LETTERS, WORDS_LETTERS
from knowledge.publication.batches.rules import PROPOSED_FOR, RULES, Action, BatchStage

LONGEST_REFUSAL = 500
DONE, REFUSED, UNDONE, KEPT = "done", "refused", "undone", "kept"


class BatchRecord(Base):
    """One batch; `value` is the reason, theme or day it was begun with, `attribute` what a submission determines."""

    __tablename__ = "knowledge_batches"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    action: Mapped[str] = mapped_column(String(12))
    value: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    attribute: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(12))
    author: Mapped[str] = mapped_column(String(NAME_LETTERS))
    confirmed_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    undone_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    run: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_knowledge_batches_stage_changed_at", "stage", "changed_at"),)


class BatchItemRecord(Base):
    """One document of a batch; `mark` is the version withdrawn or the round submitted, by which it is undone."""

    __tablename__ = "knowledge_batch_items"

    batch_id: Mapped[int] = mapped_column(ForeignKey("knowledge_batches.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    # A document that is named may be missing: the batch says so.
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS))
    included: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10))
    mark: Mapped[int | None]
    refused: Mapped[str] = mapped_column(String(LONGEST_REFUSAL))


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One document of a batch; `state` is empty while nothing was done to it, `refused` tells why not, in words."""

    place: int
    document_id: str
    included: bool
    state: str
    mark: int | None
    refused: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as others see it; `run` is the token of the run that carries it out, empty before."""

    id: int
    action: Action
    value: str
    attribute: str
    stage: BatchStage
    author: str
    confirmed_by: str
    undone_by: str
    run: str
    made_at: datetime
    changed_at: datetime
    items: tuple[BatchItem, ...]

    @property
    def included(self) -> tuple[str, ...]:
        """Give the documents that are meant: all, until somebody has left some out."""
        return tuple(one.document_id for one in self.items if one.included)

    @property
    def done(self) -> tuple[BatchItem, ...]:
        """Give what was done and not undone yet."""
        return tuple(one for one in self.items if one.state in {DONE, KEPT})

    @property
    def expires_at(self) -> datetime:
        """Give until when a proposal may be confirmed."""
        return self.changed_at + PROPOSED_FOR

    @property
    def undo_until(self) -> datetime:
        """Give until when what was done may be undone as a batch."""
        return self.changed_at + RULES[self.action].undone_within


def batch(row: BatchRecord, items: Sequence[BatchItemRecord]) -> Batch:
    """Give a record with its documents as others see it."""
    return Batch(
        id=row.id,
        action=Action(row.action),
        value=row.value,
        attribute=row.attribute,
        stage=BatchStage(row.stage),
        author=row.author,
        confirmed_by=row.confirmed_by,
        undone_by=row.undone_by,
        run=row.run,
        made_at=row.made_at,
        changed_at=row.changed_at,
        items=tuple(
            BatchItem(one.place, one.document_id, one.included, one.state, one.mark, one.refused)
            for one in items
        ),
    )


async def items(tx: AsyncSession, number: int) -> Sequence[BatchItemRecord]:
    """Give the documents of a batch in the order they were chosen in."""
    query = select(BatchItemRecord).where(BatchItemRecord.batch_id == number).order_by(BatchItemRecord.place)
    return (await tx.scalars(query)).all()
