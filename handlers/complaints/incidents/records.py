"""What is kept of an event: which complaint leads it, and the message that goes to all who told of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class ComplaintIncidentRecord(Base):
    """One event. `title` is the masked gist of its first complaint, `lead` the complaint that is handled for all.

    `merging_by` is who decided that the others are merged into the lead, those that come later too; empty while nobody
    did. `members` and `last_at` are counted up as complaints are attached. `look_at` is when the job takes the next steps
    of it, none where there is nothing to do.
    """

    __tablename__ = "complaint_incidents"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(String(40))
    lead: Mapped[str] = mapped_column(ForeignKey("complaints.number"))
    members: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Instant, index=True)
    last_at: Mapped[datetime] = mapped_column(Instant)
    merging_by: Mapped[str] = mapped_column(String(40), default="")
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    look_at: Mapped[datetime | None] = mapped_column(Instant, index=True)


class IncidentMessageRecord(Base):
    """One message to all who told of an event; it is sent when a second person has approved it, and to later ones too."""

    __tablename__ = "complaint_incident_messages"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    incident: Mapped[str] = mapped_column(ForeignKey("complaint_incidents.number"), index=True)
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(40))
    written_at: Mapped[datetime] = mapped_column(Instant)
    approved_by: Mapped[str] = mapped_column(String(40), default="")
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
