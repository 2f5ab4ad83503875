"""What is kept of a reminder: that there was one, once for each case and day."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class DueReminderRecord(Base):
    """A reminder of a case on a day, with the working days that were left, negative when overdue.

    Whose it is follows from the case when somebody looks: who was given it today is reminded today.
    """

    __tablename__ = "disclosure_reminders"
    __table_args__ = (UniqueConstraint("number", "reminded_on"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("disclosure_requests.number"))
    reminded_on: Mapped[date] = mapped_column(Date, index=True)
    left_workdays: Mapped[int]
    to_head: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant)
