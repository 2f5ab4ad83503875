"""What is counted of each complaint, and what is left out of the rates, by whom, on whose approval."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class ComplaintFactRecord(Base):
    """One complaint as it is counted: a copy of what follows from its log, written by one function at each step.

    `month` is that of its registration, such as 2026-11. `excluded` is the rule of an approved exclusion, else empty.
    The hours are from one stage to the next.
    """

    __tablename__ = "complaint_facts"
    __table_args__ = (
        Index(
            "ix_complaint_facts_counted",
            *("month", "unit", "kind", "area", "matter", "figure", "late", "rated", "satisfied", "repeated"),
            *("excluded", "due_on"),
        ),
        Index("ix_complaint_facts_figure_number", "figure", "number"),
        Index("ix_complaint_facts_figure_due_on", "figure", "due_on"),
        Index("ix_complaint_facts_excluded", "excluded"),
    )

    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    unit: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(40))
    matter: Mapped[str] = mapped_column(String(60))
    figure: Mapped[str] = mapped_column(String(12))
    late: Mapped[bool]
    rated: Mapped[bool]
    satisfied: Mapped[bool]
    repeated: Mapped[bool]
    excluded: Mapped[str] = mapped_column(String(24), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    hours_accept: Mapped[int | None]
    hours_dispatch: Mapped[int | None]
    hours_handle: Mapped[int | None]
    hours_review: Mapped[int | None]


class ComplaintExclusionRecord(Base):
    """One proposal that a case stay out of the rates; `approved` is None until the office's head decided.

    A new round ends it: `lapsed` says so. The reason stands among the complaint's sealed papers.
    """

    __tablename__ = "complaint_exclusions"
    __table_args__ = (Index("ix_complaint_exclusions_approved_id", "approved", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), index=True)
    rule: Mapped[str] = mapped_column(String(24))
    proposed_by: Mapped[str] = mapped_column(String(40))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    approved: Mapped[bool | None]
    lapsed: Mapped[bool] = mapped_column(default=False)
