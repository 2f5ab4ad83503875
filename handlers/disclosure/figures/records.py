"""What an agency enters of its annual report: 表二, and last year's row of what was carried on; nothing else is entered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

AGENCY_LETTERS = 24


class AnnualEntryRecord(Base):
    """The entered part of one agency's report of one year; `agency` is empty for the county's own office.

    `carried` is row 四 of last year's report as it was published, null where nobody entered it.
    """

    __tablename__ = "annual_report_entries"

    agency: Mapped[str] = mapped_column(String(AGENCY_LETTERS), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published: Mapped[dict[str, Any]] = mapped_column(JSON)
    carried: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    entered_by: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[datetime] = mapped_column(Instant)
