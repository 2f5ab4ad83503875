"""The tables of places: how often each was visited, by day, and by nobody in particular."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base

KEY_LETTERS = 40


class PlaceVisitRecord(Base):
    """How often a place's code was scanned, or its screen used, on a day; figures without persons."""

    __tablename__ = "place_visits"

    place: Mapped[str] = mapped_column(String(KEY_LETTERS), primary_key=True)
    day_on: Mapped[date] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(String(8), primary_key=True)
    total: Mapped[int]
