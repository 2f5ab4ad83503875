"""Whom a complaint is about, so that it is hidden from them: one row for each unit, and each official by log-in name."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class ComplaintWallRecord(Base):
    """One accused of a complaint: a unit by its full name, or an official by log-in name; the other field is empty.

    It stands from its first moment. `found` says that the words of the complaint raised it, and no person yet said that
    it is right; `lifted_at` ends it.
    """

    __tablename__ = "complaint_walls"
    __table_args__ = (
        Index("ix_complaint_walls_unit_number", "unit", "number"),
        Index("ix_complaint_walls_login_number", "login", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), index=True)
    unit: Mapped[str] = mapped_column(String(80))
    login: Mapped[str] = mapped_column(String(40))
    found: Mapped[bool]
    raised_by: Mapped[str] = mapped_column(String(80))
    raised_at: Mapped[datetime] = mapped_column(Instant)
    lifted_by: Mapped[str] = mapped_column(String(80), default="")
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
