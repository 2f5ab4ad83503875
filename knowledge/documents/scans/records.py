"""Scans as they are kept: the file itself sealed in parts, and of each page its lines with what a person looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from knowledge.documents.records import NAME_LETTERS


class ScanRecord(Base):
    """One file whose text was read off pictures. Of a document's scans the one that its text comes from is in force.

    It waits while its document is thrown away and can be brought back; then it goes for good.
    """

    __tablename__ = "knowledge_scans"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS), index=True)
    form: Mapped[str] = mapped_column(String(12))
    digest: Mapped[str] = mapped_column(String(64))
    octets: Mapped[int]
    is_in_force: Mapped[bool]
    kept_at: Mapped[datetime] = mapped_column(Instant)


class ScanPageRecord(Base):
    """A page of a scan. `looked` are the doubtful places that a person looked at, each as line and place in it.

    `waiting` follows from lines and looked: how many places nobody looked at yet; one function writes both.
    """

    __tablename__ = "knowledge_scan_pages"

    scan: Mapped[str] = mapped_column(ForeignKey("knowledge_scans.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    turn: Mapped[int]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    looked: Mapped[list[list[int]]] = mapped_column(JSON)
    waiting: Mapped[int]
    looked_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    looked_at: Mapped[datetime | None] = mapped_column(Instant)


class ScanPartRecord(Base):
    """A part of a scan's file, sealed; it goes with its scan."""

    __tablename__ = "knowledge_scan_parts"
    __table_args__ = (UniqueConstraint("owner", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    owner: Mapped[str] = mapped_column(ForeignKey("knowledge_scans.id", ondelete="CASCADE"))
    place: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
