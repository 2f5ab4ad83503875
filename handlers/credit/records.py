"""What is kept of published permits and penalties: only what their units published, and never a natural person's."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class CreditEntryRecord(Base):
    """One permit or penalty; `withdrawn_at` where its unit took it back, as after a repair of credit."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        UniqueConstraint("source", "document", "code", name="uq_credit_entries_source"),
        Index("ix_credit_entries_code", "code", "decided_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    source: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(8))
    document: Mapped[str] = mapped_column(String(80))
    party: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(18))
    content: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[date] = mapped_column(Date)
    published_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    taken_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
