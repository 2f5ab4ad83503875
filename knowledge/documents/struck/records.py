"""The table of passages struck out of answering: by whom, when and why, and who took it back; none is ever deleted."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from knowledge.documents.records import NAME_LETTERS, WORDS_LETTERS


class StruckPassageRecord(Base):
    """One passage by its words, so that it stays struck out in every version that says the same there."""

    __tablename__ = "knowledge_struck_passages"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS), index=True)
    words: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    struck_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    struck_at: Mapped[datetime] = mapped_column(Instant)
    lifted_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
