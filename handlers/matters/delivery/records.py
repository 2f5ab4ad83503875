"""What is kept of other systems' matters: whose they are only as a keyed hash, and sealed."""

from datetime import date, datetime

from sqlalchemy import Date, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class MatterSourceRecord(Base):
    """A system that delivers; of its key there is a keyed hash only."""

    __tablename__ = "matter_sources"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    key_mark: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)


class MatterRecord(Base):
    """One matter; `mark` is the keyed hash of its holder's number, `digest` that of the last statement about it."""

    __tablename__ = "matters"
    __table_args__ = (
        UniqueConstraint("source", "outer", name="uq_matters_source"),
        Index("ix_matters_mark", "mark", "opened_on"),
        Index("ix_matters_delivered_at", "delivered_at"),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    source: Mapped[str] = mapped_column(String(40))
    outer: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    opened_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    mark: Mapped[str] = mapped_column(String(64))
    holder: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    delivered_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, index=True)


class MatterStepRecord(Base):
    """One step of a matter, in the order of `place`, from 1."""

    __tablename__ = "matter_steps"
    __table_args__ = (UniqueConstraint("number", "place", name="uq_matter_steps_number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(20))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    started_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
