"""What is kept of things that are not made public: the register, and every step taken on a record, viewing included."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from knowledge.documents.records import NAME_LETTERS, WORDS_LETTERS


class WithheldRecord(Base):
    """One thing that is not made public; `sealed` holds what it says and where it is kept, encrypted.

    `document_id` names the document of the knowledge base, when it is one; `decided_by` who decided to withhold it.
    """

    __tablename__ = "knowledge_withheld"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_knowledge_withheld_stage_review_on", "stage", "review_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS), default="", index=True)
    unit: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    ground: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(WORDS_LETTERS), default="")
    reason: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    decided_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    decided_on: Mapped[date]
    review_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(12))
    changed_at: Mapped[datetime] = mapped_column(Instant)


class WithheldStepRecord(Base):
    """One step that somebody took on a record: rows are added, never changed."""

    __tablename__ = "knowledge_withheld_steps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    withheld_id: Mapped[int] = mapped_column(ForeignKey("knowledge_withheld.id"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    actor: Mapped[str] = mapped_column(String(NAME_LETTERS))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
