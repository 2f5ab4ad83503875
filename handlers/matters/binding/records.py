"""What is kept of bindings: which account may see whose matters, and the codes by which that is proven."""

from datetime import date, datetime

from sqlalchemy import Date, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class BindingRecord(Base):
    """An account that sees the matters of `mark`: its own person, or one whose authorisation was confirmed.

    `grantor` is the keyed hash of the account that confirmed it, empty where a clerk or a code did. What has ended stays
    for a year as evidence, without the person.
    """

    __tablename__ = "matter_bindings"
    __table_args__ = (
        Index("ix_matter_bindings_citizen", "citizen", "ended_at"),
        Index("ix_matter_bindings_mark", "mark", "ended_at"),
        Index("ix_matter_bindings_ends_on", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    citizen: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(16))
    mark: Mapped[str] = mapped_column(String(64))
    person: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[str] = mapped_column(String(8))
    confirmed_by: Mapped[str] = mapped_column(String(8))
    clerk: Mapped[str] = mapped_column(String(80))
    grantor: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    ends_on: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    ended_by: Mapped[str] = mapped_column(String(8))


class BindingClaimRecord(Base):
    """What an account says it may see, until it is proven or over: the code that was shown is there as a keyed hash only.

    `sms_state` is empty where no message is to go out; its code is made of the claim and the key, and kept nowhere.
    """

    __tablename__ = "matter_binding_claims"
    __table_args__ = (
        Index("ix_matter_binding_claims_citizen", "citizen", "made_at"),
        Index("ix_matter_binding_claims_mark", "mark", "made_at"),
        Index("ix_matter_binding_claims_sms_state", "sms_state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    citizen: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(16))
    mark: Mapped[str] = mapped_column(String(64))
    person: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[str] = mapped_column(String(8))
    shown_mark: Mapped[str] = mapped_column(String(64), unique=True)
    sms_state: Mapped[str] = mapped_column(String(8))
    sms_tries: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    over_at: Mapped[datetime | None] = mapped_column(Instant)
