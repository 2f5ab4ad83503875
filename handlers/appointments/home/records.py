"""What is kept of a visit at home: who asked for what, on which half of a day, who goes there, and what happened."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class HomeVisitRecord(Base):
    """One visit; where it is and whom to call is sealed in `told`, and emptied with the time of keeping.

    `part` is a half of `day`, `at` the hour that the desk set within it, `assignee` the account of who goes there.
    `condition` says by which rule of the county one is come to. `open_key` names citizen, person and matter while the visit
    is open, so that there is one of them at most. `version` counts what happened to it.
    """

    __tablename__ = "home_visits"
    __table_args__ = (
        Index("ix_home_visits_state_day", "state", "day"),
        Index("ix_home_visits_citizen", "citizen"),
        Index("ix_home_visits_day", "day"),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    form_id: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80))
    matter: Mapped[str] = mapped_column(String(40))
    condition: Mapped[str] = mapped_column(String(40))
    whom: Mapped[str] = mapped_column(String(16))
    told: Mapped[bytes] = mapped_column(LargeBinary)
    day: Mapped[date] = mapped_column(Date)
    part: Mapped[str] = mapped_column(String(2))
    at: Mapped[str] = mapped_column(String(5), default="")
    assignee: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(12))
    open_key: Mapped[str | None] = mapped_column(String(160), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class HomeVisitEventRecord(Base):
    """One thing that happened to a visit; lines are added, never changed, and name nobody but staff."""

    __tablename__ = "home_visit_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)
