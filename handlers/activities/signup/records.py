"""What is kept of a sign-up: which account comes to which activity, the name and the phone sealed, and what happened to it."""

from datetime import datetime

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class SignupRecord(Base):
    """One sign-up; whoever came by phone or in person has no account.

    `open_key` names activity, account and person while the sign-up is open, so that there is one of them at most.
    `reminded_at` is when the reminder was written. `version` counts what happened to it.
    """

    __tablename__ = "activity_signups"
    __table_args__ = (
        Index("ix_activity_signups_activity_state", "activity", "state"),
        Index("ix_activity_signups_citizen", "citizen"),
        Index("ix_activity_signups_state_activity", "state", "activity"),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    form_id: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80))
    activity: Mapped[int]
    participant: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(12))
    open_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)
    arrived_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class SignupEventRecord(Base):
    """One thing that happened to a sign-up; lines are added, never changed, and name nobody but staff."""

    __tablename__ = "activity_signup_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)
