"""What is kept of a request: the request itself, and its append-only log from which every date is derived."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class DisclosureRequestRecord(Base):
    """One application.

    The applicant's clear values are sealed in `applicant`; `information` is masked, its verbatim text is sealed with
    them. `channel` decides the receipt rule, `talk_channel` is where the citizen is written to. `due_on` is a copy
    for sorting only, written by one function from the log.
    """

    __tablename__ = "disclosure_requests"
    __table_args__ = (Index("ix_disclosure_requests_state_due_on", "state", "due_on"),)

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    form_id: Mapped[str] = mapped_column(String(64), unique=True)
    push_key: Mapped[str] = mapped_column(String(160))
    channel: Mapped[str] = mapped_column(String(16))
    talk_channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80), index=True)
    applicant: Mapped[bytes] = mapped_column(LargeBinary)
    applicant_kind: Mapped[str] = mapped_column(String(16))
    name_masked: Mapped[str] = mapped_column(String(80))
    identity_fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    information: Mapped[str] = mapped_column(Text)
    delivery: Mapped[str] = mapped_column(String(16))
    notice_version: Mapped[str] = mapped_column(String(32))
    notice_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(24))
    outcome: Mapped[str] = mapped_column(String(32), default="")
    submitted_at: Mapped[datetime] = mapped_column(Instant, index=True)
    receipt_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_provisional: Mapped[bool] = mapped_column(default=False)


class DisclosureEventRecord(Base):
    """One line of a request's log; lines are added, never changed, and hold no personal data."""

    __tablename__ = "disclosure_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("disclosure_requests.number"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)
