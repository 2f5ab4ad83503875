"""What is kept of an appointment: who comes when for what, what happened to it, and what the desk changed of the rules.

Neither a name nor a number of a person is asked for, so none is kept: the account that booked, and for whom in a word.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class AppointmentRecord(Base):
    """One appointment; `starts` and `ends` are o'clock, empty while its citizen waits.

    What is waited for stands in `awaited` then, and `day` is its last day.
    `open_key` names citizen, person and matter while the appointment is open, so that there is one of them at most.
    `reminded_at` is when the reminder was written. `version` counts what happened to it.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        Index("ix_appointments_place_day", "place", "day"),
        Index("ix_appointments_state_day", "state", "day"),
        Index("ix_appointments_citizen", "citizen"),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    form_id: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80))
    matter: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(40))
    desk: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date, index=True)
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    whom: Mapped[str] = mapped_column(String(16))
    priority: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12))
    open_key: Mapped[str | None] = mapped_column(String(160), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)
    arrived_at: Mapped[datetime | None] = mapped_column(Instant)
    awaited: Mapped[str] = mapped_column(String(200), default="", server_default="")
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class AppointmentEventRecord(Base):
    """One thing that happened to an appointment; lines are added, never changed, and name nobody but staff."""

    __tablename__ = "appointment_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)


class OpeningChangeRecord(Base):
    """What the desk changed of a place's rules for some days; one that was taken back stays readable."""

    __tablename__ = "appointment_changes"
    __table_args__ = (Index("ix_appointment_changes_place_last_on", "place", "last_on"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    place: Mapped[str] = mapped_column(String(40))
    desk: Mapped[str] = mapped_column(String(40))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(12))
    hours: Mapped[list[list[str]]] = mapped_column(JSON)
    counters: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_by: Mapped[str] = mapped_column(String(80), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
