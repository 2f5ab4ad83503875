"""What is kept of the notices: their days, who entered and who signed them; nothing is ever deleted."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

ENTERED, SIGNED, DISCARDED = "entered", "signed", "discarded"


class HolidayNoticeRecord(Base):
    """One notice for one year.

    `days_off` is a list of name, first and last day; `makeup_days` a list of days. A later signed notice of the same
    year replaces an earlier one. `recounted_at` says when the open cases followed it.
    """

    __tablename__ = "holiday_notices"
    __table_args__ = (Index("ix_holiday_notices_state_signed_at", "state", "signed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    year: Mapped[int]
    document_number: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    days_off: Mapped[list[list[str]]] = mapped_column(JSON)
    makeup_days: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(12))
    entered_by: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    signed_by: Mapped[str] = mapped_column(String(40), default="")
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    discarded_by: Mapped[str] = mapped_column(String(40), default="")
    discarded_at: Mapped[datetime | None] = mapped_column(Instant)
    recounted_at: Mapped[datetime | None] = mapped_column(Instant)
