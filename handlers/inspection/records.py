"""What is kept of inspections: where each link of a public document leads, and the reports as they were made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

ADDRESS_LETTERS, ID_LETTERS = 500, 120


class LinkCheckRecord(Base):
    """One link of a document: `dead` is None where nobody could try it."""

    __tablename__ = "inspection_links"
    __table_args__ = (Index("ix_inspection_links_dead", "dead"),)

    document_id: Mapped[str] = mapped_column(String(ID_LETTERS), primary_key=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LETTERS), primary_key=True)
    dead: Mapped[bool | None]
    checked_at: Mapped[datetime] = mapped_column(Instant)


class LinkRoundRecord(Base):
    """When the links of a document's public version were tried last."""

    __tablename__ = "inspection_rounds"

    document_id: Mapped[str] = mapped_column(String(ID_LETTERS), primary_key=True)
    version: Mapped[int]
    checked_at: Mapped[datetime] = mapped_column(Instant)


class InspectionReportRecord(Base):
    """One report, with what was found; it names documents and units and nobody else."""

    __tablename__ = "inspection_reports"
    __table_args__ = (Index("uq_inspection_reports_kind_first_on", "kind", "first_on", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(12))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
