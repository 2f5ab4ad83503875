"""What is kept of imported files: each file once, sealed in parts, and which documents were read from it."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class SourceFileRecord(Base):
    """One file, told by its digest; `name` is what it was called when it first came."""

    __tablename__ = "source_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    octets: Mapped[int]
    kept_at: Mapped[datetime] = mapped_column(Instant)
    kept_by: Mapped[str] = mapped_column(String(120))


class SourceFilePartRecord(Base):
    """A part of such a file, sealed."""

    __tablename__ = "source_file_parts"
    __table_args__ = (UniqueConstraint("owner", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    owner: Mapped[str] = mapped_column(String(32))
    place: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SourceUseRecord(Base):
    """A document that was read from a file; documents thrown away for good take their uses along."""

    __tablename__ = "source_file_uses"
    __table_args__ = (UniqueConstraint("document_id", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(32), index=True)
    used_at: Mapped[datetime] = mapped_column(Instant)
