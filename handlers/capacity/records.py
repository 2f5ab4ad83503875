"""What is kept of seats: how many of a kind are taken, and who waits; holders are numbers of cases, never persons."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

WAITING, OFFERED = "waiting", "offered"


class SeatRecord(Base):
    """How many seats of one subject, such as a slot of a day, are taken; subjects for which one may wait share a pool."""

    __tablename__ = "capacity_seats"

    subject: Mapped[str] = mapped_column(String(120), primary_key=True)
    pool: Mapped[str] = mapped_column(String(120), index=True)
    taken: Mapped[int]


class WaiterRecord(Base):
    """One who waits for a seat; an offered one holds the seat of `subject` in `pool` until `offered_until`."""

    __tablename__ = "capacity_waiters"
    __table_args__ = (
        Index("ix_capacity_waiters_state", "state", "id"),
        Index("ix_capacity_waiters_offered_until", "offered_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    holder: Mapped[str] = mapped_column(String(20), unique=True)
    pool: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(120), default="")
    joined_at: Mapped[datetime] = mapped_column(Instant)
    offered_until: Mapped[datetime | None] = mapped_column(Instant)


class WantRecord(Base):
    """A pool in which one who waits would take a seat: any whose name lies from `first` on and before `until`; empty ones are open."""

    __tablename__ = "capacity_wants"
    __table_args__ = (Index("ix_capacity_wants_pool_waiter", "pool", "waiter"),)

    waiter: Mapped[int] = mapped_column(
        ForeignKey("capacity_waiters.id", ondelete="CASCADE"), primary_key=True
    )
    pool: Mapped[str] = mapped_column(String(120), primary_key=True)
    first: Mapped[str] = mapped_column(String(120), default="")
    until: Mapped[str] = mapped_column(String(120), default="")
