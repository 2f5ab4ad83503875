"""What is kept of a rating: about which case it was asked, of whom, and the points; no words."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

TICKET, APPOINTMENT, DISCLOSURE, ACTIVITY = "ticket", "appointment", "disclosure", "activity"
KINDS = (TICKET, APPOINTMENT, DISCLOSURE, ACTIVITY)


class RatingRecord(Base):
    """One question that was asked, once for a case; `points` from 1 to 5 once it is answered.

    `citizen` is emptied when nobody can answer any more.
    """

    __tablename__ = "ratings"
    __table_args__ = (Index("ix_ratings_citizen_asked_at", "citizen", "asked_at"),)

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    unit: Mapped[str] = mapped_column(String(80), default="")
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(Instant, index=True)
    points: Mapped[int | None] = mapped_column()
    rated_at: Mapped[datetime | None] = mapped_column(Instant)
