"""What is kept of a document's way to the public: where it stands now, and every verdict, which nobody changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, event, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from bot.database import Base, Instant
from knowledge.documents.document import DocumentState
from knowledge.documents.records import NAME_LETTERS, DocumentRecord, VersionRecord
from knowledge.publication.lifecycle import CHECKS, IN_REVIEW, REVIEWS, Stage, Step

LISTED = 500


class ProcedureRecord(Base):
    """Where the version on its way stands; `round` counts its submissions, `authors` may not review it."""

    __tablename__ = "knowledge_procedures"

    document_id: Mapped[str] = mapped_column(ForeignKey("knowledge_documents.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(20))
    round: Mapped[int]
    version: Mapped[int]
    authors: Mapped[list[str]] = mapped_column(JSON)
    kinds: Mapped[list[str]] = mapped_column(JSON)
    reasons: Mapped[dict[str, str]] = mapped_column(JSON)
    dead_links: Mapped[list[str]] = mapped_column(JSON)
    links_checked: Mapped[bool]
    submitted_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    submitted_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_knowledge_procedures_stage", "stage"),)


class ReviewRecord(Base):
    """One step that somebody took: rows are added, never changed."""

    __tablename__ = "knowledge_reviews"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    # A draft that is thrown away leaves what was said of it on record.
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS))
    round: Mapped[int]
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(NAME_LETTERS))
    reason: Mapped[str] = mapped_column(Text)
    ticked: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_knowledge_reviews_document_id", "document_id"),)


@event.listens_for(ReviewRecord, "before_update")
@event.listens_for(ReviewRecord, "before_delete")
def _refuse_change(_: Mapper[ReviewRecord], __: Connection, target: ReviewRecord) -> None:
    raise RuntimeError(f"review {target.id} is on record and cannot be changed")


@dataclass(frozen=True, slots=True)
class Review:
    """One step as others see it."""

    round: int
    version: int
    stage: Stage
    step: Step
    actor: str
    reason: str
    ticked: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Procedure:
    """Where a version stands on its way, with the steps of this round in order.

    `reasons` are those given with the submission: for findings that block, for a policy without interpretation, for
    a sensitive kind that was not taken. `dead_links` are the addresses that did not answer; where nobody could look,
    `links_checked` is false.
    """

    stage: Stage
    round: int
    version: int
    authors: frozenset[str]
    kinds: tuple[str, ...]
    reasons: dict[str, str]
    dead_links: tuple[str, ...]
    links_checked: bool
    submitted_by: str
    submitted_at: datetime
    reviews: tuple[Review, ...]

    @property
    def taken(self) -> dict[Step, str]:
        """Give the reviews and checks passed in this round, and who gave them."""
        counted = {*CHECKS, *REVIEWS.values()}
        return {one.step: one.actor for one in self.reviews if one.step in counted}

    @property
    def by_person(self) -> dict[str, Step]:
        """Give who took which review or check in this round."""
        return {actor: step for step, actor in self.taken.items()}


async def locked(tx: AsyncSession, identifier: str) -> ProcedureRecord | None:
    """Give the record of a document's way, held until the transaction ends; take the document's own lock first."""
    return await tx.get(ProcedureRecord, identifier, with_for_update=True)


async def of(tx: AsyncSession, identifier: str) -> Procedure | None:
    """Give where a document stands; None when it was never submitted."""
    row = await tx.get(ProcedureRecord, identifier)
    if row is None:
        return None
    return value(row, await reviews(tx, identifier, number=row.round))


async def reviews(tx: AsyncSession, identifier: str, *, number: int | None = None) -> list[Review]:
    """Give the steps of a document in order: all, or those of one round."""
    query = select(ReviewRecord).where(ReviewRecord.document_id == identifier).order_by(ReviewRecord.id)
    if number is not None:
        query = query.where(ReviewRecord.round == number)
    return [_review(row) for row in await tx.scalars(query)]


async def in_review(tx: AsyncSession) -> list[tuple[DocumentRecord, Procedure]]:
    """Give the documents under review, those submitted first at the head."""
    return await _at(tx, IN_REVIEW)


async def sent_back(tx: AsyncSession) -> list[tuple[DocumentRecord, Procedure]]:
    """Give the documents that were sent back and not submitted again, those submitted first at the head.

    Where the version that was sent back is thrown away, nothing waits.
    """
    return [
        (record, given)
        for record, given in await _at(tx, (Stage.DRAFT,))
        if given.reviews
        and given.reviews[-1].step is Step.SEND_BACK
        and given.version <= record.current_version
    ]


async def _at(tx: AsyncSession, wanted: Sequence[Stage]) -> list[tuple[DocumentRecord, Procedure]]:
    rows = (
        await tx.execute(
            select(DocumentRecord, ProcedureRecord)
            .join(ProcedureRecord, ProcedureRecord.document_id == DocumentRecord.id)
            .where(ProcedureRecord.stage.in_([stage.value for stage in wanted]))
            .order_by(ProcedureRecord.submitted_at, ProcedureRecord.document_id)
            .limit(LISTED)
        )
    ).all()
    steps = await _rounds(tx, [row for _, row in rows])
    return [(record, value(row, steps.get(row.document_id, []))) for record, row in rows]


async def _rounds(tx: AsyncSession, rows: Sequence[ProcedureRecord]) -> dict[str, list[Review]]:
    wanted = {row.document_id: row.round for row in rows}
    by_document: dict[str, list[Review]] = {}
    steps = await tx.scalars(
        select(ReviewRecord).where(ReviewRecord.document_id.in_(wanted)).order_by(ReviewRecord.id)
    )
    for row in steps:
        if row.round == wanted[row.document_id]:
            by_document.setdefault(row.document_id, []).append(_review(row))
    return by_document


async def withdrawn(tx: AsyncSession) -> list[str]:
    """Give the ids of all documents that were taken back."""
    return list(
        await tx.scalars(select(DocumentRecord.id).where(DocumentRecord.state == DocumentState.WITHDRAWN))
    )


def stage_of(record: DocumentRecord, row: ProcedureRecord | None) -> Stage:
    """Give where a document stands; one that was imported and never submitted stands where its state says."""
    if row is not None and (stage := Stage(row.stage)) in (*IN_REVIEW, Stage.DRAFT):
        return stage
    return Stage(record.state.value)


async def authors(tx: AsyncSession, record: DocumentRecord) -> set[str]:
    """Give who wrote any version since the one that is public."""
    rows = await tx.scalars(
        select(VersionRecord.author).where(
            VersionRecord.document_id == record.id, VersionRecord.number > (record.public_version or 0)
        )
    )
    return set(rows)


async def begun(tx: AsyncSession, identifier: str) -> ProcedureRecord:
    """Begin the record of a document's way, in the caller's transaction.

    Rounds are counted on from those of an earlier draft of this name, so that no old verdict counts for a new text.
    """
    last = await tx.scalar(select(func.max(ReviewRecord.round)).where(ReviewRecord.document_id == identifier))
    row = ProcedureRecord(
        document_id=identifier,
        round=last or 0,
        version=0,
        authors=[],
        kinds=[],
        reasons={},
        dead_links=[],
        links_checked=False,
    )
    tx.add(row)
    return row


def value(row: ProcedureRecord, steps: Sequence[Review]) -> Procedure:
    """Give a record with the steps of its round as others see it."""
    return Procedure(
        stage=Stage(row.stage),
        round=row.round,
        version=row.version,
        authors=frozenset(row.authors),
        kinds=tuple(row.kinds),
        reasons=dict(row.reasons),
        dead_links=tuple(row.dead_links),
        links_checked=row.links_checked,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        reviews=tuple(steps),
    )


def _review(row: ReviewRecord) -> Review:
    return Review(
        round=row.round,
        version=row.version,
        stage=Stage(row.stage),
        step=Step(row.step),
        actor=row.actor,
        reason=row.reason,
        ticked=tuple(row.ticked),
        at=row.at,
    )
