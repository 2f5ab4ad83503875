"""What is kept of a complaint: the case, its append-only log from which every date is derived, and its papers in words."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from bot.evidence import EvidenceLine


class ComplaintRecord(Base):
    """One complaint, whatever door it came through.

    What was told verbatim, and by whom, is sealed in `told`; `gist` and `place` are masked, for lists. `channel` is the
    door, `talk_channel` where the applicant is written to. `unit` handles it, `helpers` help; `handler` is who stated the
    result, `caller` who is to call back. `due_on`, `warn_on` and `visit_on` are copies for sorting, written by one function from the log. `lead` is the
    complaint this one was merged into. `departed` is the keyed hash of an account that has left. `version` counts the
    steps: of two who act on one version, the second is told.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        Index("ix_complaints_state_warn_on", "state", "warn_on"),
        Index("ix_complaints_unit_state", "unit", "state"),
        Index("ix_complaints_handler_visit_on", "handler", "visit_on"),
        Index("ix_complaints_caller_state", "caller", "state"),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    form_id: Mapped[str] = mapped_column(String(64), unique=True)
    push_key: Mapped[str] = mapped_column(String(160))
    channel: Mapped[str] = mapped_column(String(16))
    talk_channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(16))
    told: Mapped[bytes] = mapped_column(LargeBinary)
    gist: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200))
    wish: Mapped[str] = mapped_column(Text)
    anonymous: Mapped[bool]
    urgent: Mapped[bool] = mapped_column(default=False)
    notice_version: Mapped[str] = mapped_column(String(32))
    notice_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(24))
    result: Mapped[str] = mapped_column(String(16), default="")
    matter: Mapped[str] = mapped_column(String(60), default="")
    unit: Mapped[str] = mapped_column(String(80), default="")
    helpers: Mapped[list[str]] = mapped_column(JSON, default=list)
    handler: Mapped[str] = mapped_column(String(40), default="")
    caller: Mapped[str] = mapped_column(String(40), default="", server_default="")
    lead: Mapped[str] = mapped_column(String(20), default="", index=True)
    submitted_at: Mapped[datetime] = mapped_column(Instant, index=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_provisional: Mapped[bool] = mapped_column(default=False)
    warn_on: Mapped[date | None] = mapped_column(Date)
    visit_on: Mapped[date | None] = mapped_column(Date)
    departed: Mapped[str] = mapped_column(String(64), default="", server_default="", index=True)
    version: Mapped[int] = mapped_column(default=1)


# As the desk lists them (`handlers.desk.case_order`).
Index(
    "ix_complaints_listed",
    ComplaintRecord.warn_on,
    ComplaintRecord.submitted_at.desc(),
    ComplaintRecord.number.desc(),
)


class ComplaintEventRecord(EvidenceLine, Base):
    """One line of a complaint's log; lines are added, never changed, and hold no personal data."""

    __tablename__ = "complaint_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)


class ComplaintPaperRecord(Base):
    """What a step says in words, or a note, sealed: a reason, a result, what was said on the phone. Papers are only added."""

    __tablename__ = "complaint_papers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    author: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Instant)


class ComplaintDoorRecord(Base):
    """How often on a day people were shown another door, and which; of whom is kept nowhere."""

    __tablename__ = "complaint_doors"

    door: Mapped[str] = mapped_column(String(24), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    shown: Mapped[int]
