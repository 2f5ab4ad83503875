"""What is kept of a request: the request itself, and its append-only log from which every date is derived."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from bot.evidence import EvidenceLine


class DisclosureRequestRecord(Base):
    """One application.

    The applicant's clear values are sealed in `applicant`; `information` is masked, its verbatim text is sealed with
    them. `channel` decides the receipt rule, `talk_channel` is where the citizen is written to. `due_on`, and `warn_on`
    by which staff are warned, are copies for sorting only, written by one function from the log.
    `citizen` is empty for whoever came by window, letter, fax or e-mail, and for whoever has left the account, whose keyed
    hash is then `departed`. `agency` is the addressee, empty for the
    county's own office; `unit` handles the case for it, `handler` is whose it is at the desk. `category` is the column
    of 表三, empty until it is settled. `rep_masked` names who files for the applicant, so far as it may be read, and the two
    hashes beside it find that person's cases; all three are empty where nobody does. `version` counts the steps: of two who act on one version, the second is told.
    """

    __tablename__ = "disclosure_requests"
    __table_args__ = (
        Index("ix_disclosure_requests_state_due_on", "state", "due_on"),
        Index("ix_disclosure_requests_receipt_on", "receipt_on"),
    )

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
    warn_on: Mapped[date | None] = mapped_column(Date, default=None)
    agency: Mapped[str] = mapped_column(String(24), default="", server_default="")
    unit: Mapped[str] = mapped_column(String(80), default="", server_default="")
    handler: Mapped[str] = mapped_column(String(40), default="", server_default="")
    category: Mapped[str] = mapped_column(String(16), default="", server_default="")
    name_fingerprint: Mapped[str] = mapped_column(String(64), default="", server_default="", index=True)
    linked_to: Mapped[str] = mapped_column(String(20), default="", server_default="")
    rep_masked: Mapped[str] = mapped_column(String(80), default="", server_default="")
    rep_name_fingerprint: Mapped[str] = mapped_column(String(64), default="", server_default="", index=True)
    rep_identity_fingerprint: Mapped[str] = mapped_column(
        String(64), default="", server_default="", index=True
    )
    departed: Mapped[str] = mapped_column(String(64), default="", server_default="", index=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")


# As the desk lists them (`handlers.desk.case_order`).
Index(
    "ix_disclosure_requests_listed",
    DisclosureRequestRecord.agency,
    DisclosureRequestRecord.warn_on,
    DisclosureRequestRecord.submitted_at.desc(),
    DisclosureRequestRecord.number.desc(),
)


class DisclosureEventRecord(EvidenceLine, Base):
    """One line of a request's log; lines are added, never changed, and hold no personal data."""

    __tablename__ = "disclosure_events"
    __table_args__ = (
        Index(
            "ix_disclosure_events_remedies",
            "number",
            sqlite_where=text("kind = 'remedy_opened'"),
            postgresql_where=text("kind = 'remedy_opened'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("disclosure_requests.number"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)


class CasePaperRecord(Base):
    """A paper of a case in words, sealed: a draft, the points of a correction, a letter's addressee, a note.

    Papers are added, never changed; the newest of a kind counts.
    """

    __tablename__ = "disclosure_papers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("disclosure_requests.number"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    author: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Instant)


class DateMoveRecord(Base):
    """A due date that moved because a notice of days off came into force; `told` says that the applicant was written to.

    `notice_id` is 0 where the calendar came with a new version of the program.
    """

    __tablename__ = "disclosure_date_moves"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    notice_id: Mapped[int] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(ForeignKey("disclosure_requests.number"))
    due_before: Mapped[date | None] = mapped_column(Date)
    due_after: Mapped[date | None] = mapped_column(Date)
    was_provisional: Mapped[bool]
    told: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant)
