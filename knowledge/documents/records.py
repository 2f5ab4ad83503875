"""Documents and their versions as they are kept; other packages see `Document` and `Listed`, never these."""

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from bot.database import Base, Instant
from knowledge.documents import guide
from knowledge.documents.document import (
    LIST_FIELDS,
    Disclosure,
    Document,
    DocumentState,
    Explanation,
    Kind,
    Validity,
)
from knowledge.documents.elements import Elements

WORDS_LETTERS = 500
NAME_LETTERS = 120


def _kept(kind: type[Kind | Validity | Disclosure | Explanation | DocumentState], length: int) -> Enum:
    """Give a column type that keeps an enum's English member name as text."""
    return Enum(kind, native_enum=False, length=length, create_constraint=False)


class DocumentRecord(Base):
    """One document: its newest particulars, how far it has come, and which version is newest and which is public.

    `dated_on`, `guide_gaps` and `guide_phones` follow from particulars and text and are kept for lists only; one
    function writes them (`describe`). `checked_on` is the day somebody last found that the content still stands.
    """

    __tablename__ = "knowledge_documents"

    id: Mapped[str] = mapped_column(String(NAME_LETTERS), primary_key=True)
    title: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    kind: Mapped[Kind] = mapped_column(_kept(Kind, 20))
    number: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    issuer: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    unit: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    unit_phone: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    theme: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    rubric: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    genre: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    level: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    place: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    audience: Mapped[list[str]] = mapped_column(JSON)
    written_on: Mapped[date | None]
    published_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    validity: Mapped[Validity] = mapped_column(_kept(Validity, 20))
    successor: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    interprets: Mapped[list[str]] = mapped_column(JSON)
    basis: Mapped[list[str]] = mapped_column(JSON)
    disclosure: Mapped[Disclosure] = mapped_column(_kept(Disclosure, 20))
    disclosure_reason: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    review_on: Mapped[date | None]
    form: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    language: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    explanation: Mapped[Explanation] = mapped_column(_kept(Explanation, 20))
    interpreter: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    interpreter_unit: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    interpreter_phone: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    must_say: Mapped[list[str]] = mapped_column(JSON)
    must_not_say: Mapped[list[str]] = mapped_column(JSON)
    openness: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    elements: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    dated_on: Mapped[date | None]
    guide_gaps: Mapped[list[str]] = mapped_column(JSON)
    guide_phones: Mapped[list[str]] = mapped_column(JSON)
    checked_on: Mapped[date | None]
    life_stage: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    online: Mapped[bool]
    sample: Mapped[bool]
    source: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    state: Mapped[DocumentState] = mapped_column(_kept(DocumentState, 20))
    current_version: Mapped[int]
    # The highest number ever given: what was said of a version that is thrown away is never read as said of another one.
    last_version: Mapped[int]
    public_version: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)

    # Versions are only ever added through this; "write_only" keeps their texts unread.
    versions: WriteOnlyMapped["VersionRecord"] = relationship(passive_deletes="all")

    __table_args__ = (
        Index("ix_knowledge_documents_state_updated_at", "state", "updated_at"),
        Index("ix_knowledge_documents_kind", "kind"),
        Index("ix_knowledge_documents_updated_at", "updated_at"),
        Index("ix_knowledge_documents_dated_on", "dated_on"),
        Index("ix_knowledge_documents_review_on", "review_on"),
        Index("ix_knowledge_documents_expires_on", "expires_on"),
    )

    def next_version(self) -> int:
        """Give the number of the next version, and take it: no number is given twice."""
        self.last_version += 1
        return self.last_version

    def describe(self, document: Document, text: str) -> None:
        """Take over the particulars of a document, and what its lists need to know of its text."""
        for field in fields(Document):
            value = getattr(document, field.name)
            setattr(self, field.name, list(value) if isinstance(value, tuple) else value)
        self.elements = asdict(document.elements) if document.elements else None
        self.dated_on = document.dated_on
        parts = guide.parts(text) if document.kind is Kind.GUIDE else None
        self.guide_gaps = list(guide.gaps(parts)) if parts is not None else []
        self.guide_phones = list(guide.phones(parts)) if parts is not None else []

    def document(self) -> Document:
        """Give the newest particulars as a value."""
        values: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(Document)}
        for name in LIST_FIELDS:
            values[name] = tuple(values[name])
        values["elements"] = Elements(**self.elements) if self.elements else None
        return Document(**values)


class VersionRecord(Base):
    """One wording of a document with the particulars it had; rows are added, never changed."""

    __tablename__ = "knowledge_versions"

    document_id: Mapped[str] = mapped_column(ForeignKey("knowledge_documents.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    card: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(NAME_LETTERS))
    note: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    created_at: Mapped[datetime] = mapped_column(Instant)


class ProposalRecord(Base):
    """Particulars read out of a document's text, until a person has confirmed them.

    `card` and `source_digest` are what the import read, so that the same file again is told from a changed one
    whatever a person corrected since.
    """

    __tablename__ = "knowledge_proposals"

    document_id: Mapped[str] = mapped_column(ForeignKey("knowledge_documents.id"), primary_key=True)
    card: Mapped[str] = mapped_column(Text)
    source_digest: Mapped[str] = mapped_column(String(64))
    proposal: Mapped[dict[str, Any]] = mapped_column(JSON)
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by: Mapped[str] = mapped_column(String(NAME_LETTERS))

    __table_args__ = (Index("ix_knowledge_proposals_confirmed_at", "confirmed_at"),)
