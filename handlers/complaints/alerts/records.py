"""What is kept of 催办, 督办 and cards: to whom, why, since when; a card that was taken back stays, with who did it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class ComplaintAlertRecord(Base):
    """One alert. `key` is what makes it one, so that however often a rule is looked at, it is given once."""

    __tablename__ = "complaint_alerts"
    __table_args__ = (
        Index("ix_complaint_alerts_unit_given_at", "unit", "given_at"),
        Index("ix_complaint_alerts_kind_given_at", "kind", "given_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    rule: Mapped[str] = mapped_column(String(24))
    unit: Mapped[str] = mapped_column(String(80))
    since_on: Mapped[date] = mapped_column(Date)
    given_by: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[datetime] = mapped_column(Instant, index=True)
    lifted_by: Mapped[str] = mapped_column(String(40), default="")
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
