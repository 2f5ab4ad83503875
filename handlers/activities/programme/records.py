"""What is kept of an activity; official matter, with nobody's name but those of staff."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class ActivityRecord(Base):
    """One activity; `starts` and `ends` are o'clock, `agenda` is pairs of hour and words. `version` counts its changes."""

    __tablename__ = "activities"
    __table_args__ = (Index("ix_activities_state_day", "state", "day"), Index("ix_activities_day", "day"))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(Text)
    day: Mapped[date] = mapped_column(Date)
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    place: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40))
    capacity: Mapped[int]
    until: Mapped[datetime] = mapped_column(Instant)
    asks_contact: Mapped[bool]
    agenda: Mapped[list[list[str]]] = mapped_column(JSON)
    topics: Mapped[list[str]] = mapped_column(JSON)
    conditions: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
