"""What is kept of outlets: for each of them one line a document, with what it is to show and what it shows."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from knowledge.documents.records import NAME_LETTERS, WORDS_LETTERS

REFUSAL_LETTERS = 200


class OutletItemRecord(Base):
    """One document in one outlet.

    `wanted` is the version it is to show, none where it was taken back; `shown` the one it shows. `next_at` is when
    something is to be done, empty where nothing is. What stands from `title` on is what `shown` says. `traces` are by what the official
    account knows it. `shown_at` is when it was shown first.
    """

    __tablename__ = "outlet_items"
    __table_args__ = (
        Index("ix_outlet_items_next_at", "next_at"),
        Index("ix_outlet_items_outlet_shown_at", "outlet", "shown_at"),
        Index("ix_outlet_items_outlet_state", "outlet", "state"),
    )

    outlet: Mapped[str] = mapped_column(String(12), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS), primary_key=True)
    wanted: Mapped[int | None]
    shown: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    refusal: Mapped[str] = mapped_column(String(REFUSAL_LETTERS), default="")
    traces: Mapped[dict[str, str]] = mapped_column(JSON)
    title: Mapped[str] = mapped_column(String(WORDS_LETTERS), default="")
    digest: Mapped[str] = mapped_column(String(WORDS_LETTERS), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(2 * WORDS_LETTERS), default="")
    dated_on: Mapped[date | None] = mapped_column(Date)
    shown_at: Mapped[datetime | None] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
