"""What is kept of an issue: public words of what was asked and answered, with nobody's name but those of staff."""

from datetime import date, datetime

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class ActivityIssueRecord(Base):
    """One thing that was asked at an activity; `due_on` is when its unit answers, `promised_on` when it is put right."""

    __tablename__ = "activity_issues"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    activity: Mapped[int] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(60))
    raised_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    promised_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(12))


class IssueNoteRecord(Base):
    """One thing that was said of an issue; lines are added, never changed."""

    __tablename__ = "activity_issue_notes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    issue: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
