"""What is kept of the bridge: which number of the hotline's is which of ours, and how far our state was sent back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class HotlineLinkRecord(Base):
    """One complaint that the hotline has, too. `sent_version` is the version of ours that it was told last.

    `fault` says why the latest try failed, empty where none did; `tries` counts those in a row.
    """

    __tablename__ = "hotline_links"
    __table_args__ = (Index("ix_hotline_links_due_at", "due_at"),)

    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), primary_key=True)
    outer: Mapped[str] = mapped_column(String(64), unique=True)
    taken_at: Mapped[datetime] = mapped_column(Instant)
    sent_version: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    due_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(40), default="")
