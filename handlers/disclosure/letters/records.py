"""What is kept of letters: each number an agency ever gave, with the letter it stands on, also when it was made void."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

LETTER_ISSUED = "letter_issued"
LETTER_VOIDED = "letter_voided"


class LetterSeriesRecord(Base):
    """The last number that an agency gave in a series and year; the row is locked until its letter is issued."""

    __tablename__ = "disclosure_letter_series"

    agency: Mapped[str] = mapped_column(String(24), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int]


class DisclosureLetterRecord(Base):
    """One letter with its number.

    `content` is the text and the Word file, sealed, because they name the applicant; `digest` is the SHA-256 of the clear file. A
    void letter keeps its number and its reason.
    """

    __tablename__ = "disclosure_letters"
    __table_args__ = (UniqueConstraint("agency", "year", "series", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    agency: Mapped[str] = mapped_column(String(24))
    year: Mapped[int]
    series: Mapped[str] = mapped_column(String(16))
    serial: Mapped[int]
    request: Mapped[str] = mapped_column(ForeignKey("disclosure_requests.number"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    issued_by: Mapped[str] = mapped_column(String(80))
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    voided_by: Mapped[str] = mapped_column(String(80), default="")
    void_reason: Mapped[str] = mapped_column(Text, default="")
