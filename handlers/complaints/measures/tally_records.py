"""The counts that are kept: lines of differences, so that nobody counts a hundred thousand cases to show one page."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base


class ComplaintTallyRecord(Base):
    """What one or many complaints add to the counts of a month and unit, under one value of one dimension.

    The counts of anything are the sum of its lines. A step adds a line with what it changed, which may be below nought;
    a job makes one line of those that speak of the same. `fresh` lines were not looked at by it. What is overdue depends on
    the day and is counted from the cases that go on. The hours of a stage are the sum over `cases_` complaints.
    """

    __tablename__ = "complaint_tallies"
    __table_args__ = (
        Index("ix_complaint_tallies_counted", "month", "unit", "dimension", "value"),
        Index("ix_complaint_tallies_unit_month", "unit", "month"),
        Index("ix_complaint_tallies_fresh_id", "fresh", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    month: Mapped[str] = mapped_column(String(7))
    unit: Mapped[str] = mapped_column(String(80))
    dimension: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(60))
    fresh: Mapped[bool] = mapped_column(default=True)
    registered: Mapped[int]
    excluded: Mapped[int]
    running: Mapped[int]
    ended: Mapped[int]
    late: Mapped[int]
    solved: Mapped[int]
    unsolved: Mapped[int]
    answered: Mapped[int]
    redirected: Mapped[int]
    rated: Mapped[int]
    satisfied: Mapped[int]
    repeated: Mapped[int]
    hours_accept: Mapped[int]
    cases_accept: Mapped[int]
    hours_dispatch: Mapped[int]
    cases_dispatch: Mapped[int]
    hours_handle: Mapped[int]
    cases_handle: Mapped[int]
    hours_review: Mapped[int]
    cases_review: Mapped[int]
