"""What was thrown away and can still be brought back: a draft with all of it, or the newest version of a document."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from knowledge.documents.records import NAME_LETTERS, WORDS_LETTERS


class DiscardRecord(Base):
    """One discarded draft (`version` is 0) or version; `content` is all that was kept of it, as plain values."""

    __tablename__ = "knowledge_discards"
    __table_args__ = (Index("ix_knowledge_discards_discarded_at", "discarded_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS))
    title: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    discarded_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    discarded_at: Mapped[datetime] = mapped_column(Instant)
