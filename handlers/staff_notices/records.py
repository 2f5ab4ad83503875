"""What is kept of internal notices: whom to tell over what, what was told, and each message with how it went."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

REFUSAL_LETTERS = 60
NUMBER_LETTERS = 120


class NoticeAddressRecord(Base):
    """One way to somebody: `login` for a person of staff, else `unit`, the office where both are empty.

    `target` is sealed: a robot's token lets anybody write to the group. `label` is what may be shown of it. `kinds` is
    what is told over it. `is_on` is the switch; `looked_at` when it was last seen to.
    """

    __tablename__ = "staff_notice_addresses"
    __table_args__ = (Index("ix_staff_notice_addresses_looked_at", "looked_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    login: Mapped[str] = mapped_column(String(40), index=True)
    unit: Mapped[str] = mapped_column(String(80), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    target: Mapped[bytes] = mapped_column(LargeBinary)
    label: Mapped[str] = mapped_column(String(140))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    is_on: Mapped[bool] = mapped_column(default=True)
    looked_at: Mapped[datetime | None] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Instant)


class NoticeToldRecord(Base):
    """That a number was told over an address, and how pressing it was then; it goes when the number no longer waits."""

    __tablename__ = "staff_notices_told"

    address: Mapped[str] = mapped_column(ForeignKey(NoticeAddressRecord.id), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LETTERS), primary_key=True)
    pressing: Mapped[int]


class StaffNoticeRecord(Base):
    """One message, and how it went: it waits, was sent, or was given up. It names numbers and days, nobody.

    `is_trial` is a message somebody asked for to see whether it arrives. `next_at` is when it is tried, empty where no more.
    """

    __tablename__ = "staff_notices"
    __table_args__ = (
        Index("ix_staff_notices_next_at", "next_at"),
        Index("ix_staff_notices_made_at", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    address: Mapped[str] = mapped_column(ForeignKey(NoticeAddressRecord.id), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    count: Mapped[int]
    most_pressing: Mapped[int]
    earliest_on: Mapped[date | None] = mapped_column(Date)
    is_trial: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    refusal: Mapped[str] = mapped_column(String(REFUSAL_LETTERS), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
