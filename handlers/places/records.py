"""The tables of places: how often each was visited, by day and by nobody in particular, and what the desk has set there."""

from datetime import date, datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

KEY_LETTERS = 40


class PlaceVisitRecord(Base):
    """How often a place's code was scanned, or its screen used, on a day; figures without persons."""

    __tablename__ = "place_visits"

    place: Mapped[str] = mapped_column(String(KEY_LETTERS), primary_key=True)
    day_on: Mapped[date] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(String(8), primary_key=True)
    total: Mapped[int]


class PlaceArrangementRecord(Base):
    """What the desk has set at a place; it stands before what the county's file says. A place without a row is as in the file.

    `address`, `phone` and the hours are empty where the file tells of them; `marks` are the marks that a zone has, joined by commas; `topics` the questions offered there, each title, question
    and part. `version` grows with every change, so that of two who change it at once the second is told.
    """

    __tablename__ = "place_arrangements"

    place: Mapped[str] = mapped_column(String(KEY_LETTERS), primary_key=True)
    zone: Mapped[bool]
    marks: Mapped[str] = mapped_column(String(40))
    zone_note: Mapped[str] = mapped_column(String(200))
    topics: Mapped[list[list[str]]] = mapped_column(JSON)
    takes_remarks: Mapped[bool]
    box_words: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    workdays: Mapped[str] = mapped_column(String(80), default="")
    late: Mapped[str] = mapped_column(String(80), default="")
    rest_days: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[str] = mapped_column(String(80))
