"""What is kept of a project: what it is, and what was published of each stage; no citizen's data."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class ProjectRecord(Base):
    """One project; `stage` is how far it has come, `progress` its share of a hundred in the stage of implementation."""

    __tablename__ = "projects"
    __table_args__ = (Index("ix_projects_state_year", "state", "year"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    unit: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(12))
    progress: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class ProjectEntryRecord(Base):
    """One piece of information of one of the fifteen kinds, and the day it is of."""

    __tablename__ = "project_entries"
    __table_args__ = (Index("ix_project_entries_project", "project"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    project: Mapped[int] = mapped_column(ForeignKey("projects.number"))
    kind: Mapped[str] = mapped_column(String(24))
    day: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Instant)
