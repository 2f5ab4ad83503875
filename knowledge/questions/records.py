"""What is kept of citizens' questions: the log, its figures, the gaps, who waits for an answer, and the saved set."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

LONG_LETTERS = 500
SHORT_LETTERS = 120
HASH_DIGITS = 64


class SavedRecord(Base):
    """A question with the document that has to answer it.

    `watched` ones are run at every publication; `confirmed` ones carry in `passage` the text that a person called
    right. `passed` and what follows is the latest run; `accepted_at` says that a person published although it failed.
    """

    __tablename__ = "knowledge_saved_questions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    question: Mapped[str] = mapped_column(String(LONG_LETTERS), unique=True)
    document_id: Mapped[str] = mapped_column(String(SHORT_LETTERS), index=True)
    words: Mapped[list[str]] = mapped_column(JSON)
    passage: Mapped[str] = mapped_column(Text, default="")
    watched: Mapped[bool]
    confirmed: Mapped[bool]
    saved_by: Mapped[str] = mapped_column(String(SHORT_LETTERS))
    saved_at: Mapped[datetime] = mapped_column(Instant)
    passed: Mapped[bool | None]
    cited: Mapped[str] = mapped_column(String(SHORT_LETTERS), default="")
    confidence: Mapped[float] = mapped_column(default=0.0)
    generation: Mapped[str] = mapped_column(String(SHORT_LETTERS), default="")
    run_at: Mapped[datetime | None] = mapped_column(Instant)
    accepted_by: Mapped[str] = mapped_column(String(SHORT_LETTERS), default="")
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)


class GapRecord(Base):
    """Questions of one kind that no document answered, and who sees to it that one will.

    `question` stands for all of them: further questions are compared with it. `total` counts those that joined.
    """

    __tablename__ = "knowledge_gaps"
    __table_args__ = (Index("ix_knowledge_gaps_state_total", "state", "total"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    question: Mapped[str] = mapped_column(String(LONG_LETTERS))
    theme: Mapped[str] = mapped_column(String(LONG_LETTERS), default="")
    unit: Mapped[str] = mapped_column(String(LONG_LETTERS), default="")
    interpreter: Mapped[str] = mapped_column(String(80), default="")
    total: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date | None]
    document_id: Mapped[str] = mapped_column(String(SHORT_LETTERS), default="")
    saved_id: Mapped[int | None] = mapped_column(ForeignKey("knowledge_saved_questions.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str] = mapped_column(String(SHORT_LETTERS), default="")
    reason: Mapped[str] = mapped_column(String(LONG_LETTERS), default="")


class QuestionRecord(Base):
    """One question as it was asked, masked; `citizen` is a keyed hash and `key` keeps a repeated delivery out.

    `useful` is what its citizen called the answer, if anything.
    """

    __tablename__ = "knowledge_questions"
    __table_args__ = (
        Index("ix_knowledge_questions_channel_id", "channel", "id"),
        Index("ix_knowledge_questions_outcome_id", "outcome", "id"),
        Index("ix_knowledge_questions_theme_id", "theme", "id"),
        Index("ix_knowledge_questions_week_on_id", "week_on", "id"),
        Index("ix_knowledge_questions_document_id_id", "document_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(HASH_DIGITS), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Instant, index=True)
    week_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(HASH_DIGITS))
    question: Mapped[str] = mapped_column(String(LONG_LETTERS))
    outcome: Mapped[str] = mapped_column(String(16))
    theme: Mapped[str] = mapped_column(String(LONG_LETTERS))
    unit: Mapped[str] = mapped_column(String(LONG_LETTERS))
    document_id: Mapped[str] = mapped_column(String(SHORT_LETTERS))
    passage: Mapped[int | None]
    score: Mapped[float | None]
    confidence: Mapped[float]
    threshold: Mapped[float]
    generation: Mapped[str] = mapped_column(String(SHORT_LETTERS))
    ms: Mapped[float]
    gap_id: Mapped[int | None] = mapped_column(ForeignKey("knowledge_gaps.id"), index=True)
    useful: Mapped[bool | None] = mapped_column(default=None)


class TallyRecord(Base):
    """How many questions ended how in a week: figures without persons, so they outlive the questions themselves."""

    __tablename__ = "knowledge_question_tallies"

    week_on: Mapped[date] = mapped_column(primary_key=True)
    theme: Mapped[str] = mapped_column(String(LONG_LETTERS), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    total: Mapped[int]


class PopularRecord(Base):
    """A document with which many were answered lately: `askers` different ones in the days before `counted_at`.

    `question` is what an operator lets everybody read; nothing shows before somebody has decided. Nobody who asked is
    named, and no question as it was typed.
    """

    __tablename__ = "knowledge_popular_questions"

    document_id: Mapped[str] = mapped_column(String(SHORT_LETTERS), primary_key=True)
    question: Mapped[str] = mapped_column(String(LONG_LETTERS), default="")
    theme: Mapped[str] = mapped_column(String(LONG_LETTERS), default="")
    life_stage: Mapped[str] = mapped_column(String(LONG_LETTERS), default="")
    state: Mapped[str] = mapped_column(String(12))
    askers: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(SHORT_LETTERS), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)


class WaitingRecord(Base):
    """A citizen who asked to be told when a gap is closed.

    `person` is a keyed hash; `citizen` is the address, sealed, and emptied as soon as the news is written.
    """

    __tablename__ = "knowledge_waiting"
    __table_args__ = (
        UniqueConstraint("gap_id", "person"),
        Index("ix_knowledge_waiting_asked_at", "asked_at"),
        Index("ix_knowledge_waiting_told_at", "told_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("knowledge_gaps.id"))
    person: Mapped[str] = mapped_column(String(HASH_DIGITS), index=True)
    citizen: Mapped[bytes] = mapped_column(LargeBinary)
    channel: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)


class PublicationEffectRecord(Base):
    """What a publication changed among the questions asked lately (`AskedEffect.plain`), masked; gone after 90 days."""

    __tablename__ = "publication_effects"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(String(SHORT_LETTERS), index=True)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    effect: Mapped[dict[str, Any]] = mapped_column(JSON)
