"""What is kept of those who want to be told: a keyed hash, the sealed address, the hour, and what they chose.

What somebody wants to know tells something about that person, so nothing here names anybody without the key.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

HASH_DIGITS = 64
KEY_LETTERS = 120


class SubscriberRecord(Base):
    """Somebody who has a subscription at least.

    `next_at` is when the next message is due at the chosen `hour` of China; what stands in the feed up to `told_to` was
    looked through. `cause` is the outbox's name of the message written last.
    """

    __tablename__ = "subscribers"

    person: Mapped[str] = mapped_column(String(HASH_DIGITS), primary_key=True)
    citizen: Mapped[bytes] = mapped_column(LargeBinary)
    channel: Mapped[str] = mapped_column(String(16))
    hour: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(Instant, index=True)
    told_to: Mapped[int]
    cause: Mapped[str] = mapped_column(String(HASH_DIGITS), default="")


class SubscriptionRecord(Base):
    """One thing somebody is told of; `target` is the key of what it is, `consent` the version of the words that were agreed to, at `made_at`."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("person", "kind", "target"),
        Index("ix_subscriptions_kind_target", "kind", "target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person: Mapped[str] = mapped_column(String(HASH_DIGITS))
    kind: Mapped[str] = mapped_column(String(12))
    target: Mapped[str] = mapped_column(String(KEY_LETTERS))
    name: Mapped[str] = mapped_column(String(KEY_LETTERS))
    consent: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(Instant)
