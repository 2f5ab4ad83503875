"""By what a complaint is found again: who, where, and the words of the matter; never who in clear, never a whole text."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class ComplaintSignRecord(Base):
    """The signs of one complaint. `person` and `phone` are keyed hashes, empty where there is none; `area` a 乡镇 or 街道.

    `repeat_of` is the earlier complaint that this one seems to repeat, until somebody says that it does or does not.
    `sifted` says that the search for events has looked at it; `incident` is the event it belongs to, `told_message` the
    last message of that event that was sent to its applicant.
    """

    __tablename__ = "complaint_signs"
    __table_args__ = (
        Index("ix_complaint_signs_person_at", "person", "at"),
        Index("ix_complaint_signs_phone_at", "phone", "at"),
        Index("ix_complaint_signs_place_at", "place", "at"),
        Index("ix_complaint_signs_sifted_at", "sifted", "at"),
        Index("ix_complaint_signs_incident_told_message", "incident", "told_message"),
    )

    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), primary_key=True)
    person: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(64))
    area: Mapped[str] = mapped_column(String(40))
    terms: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant)
    repeat_of: Mapped[str] = mapped_column(String(20), default="", index=True)
    joined: Mapped[bool] = mapped_column(default=False)
    sifted: Mapped[bool] = mapped_column(default=False)
    incident: Mapped[str] = mapped_column(String(20), default="")
    told_message: Mapped[int] = mapped_column(default=0)


class ComplaintTermRecord(Base):
    """One word of the matter of one complaint, so that others with the same word are found without reading any."""

    __tablename__ = "complaint_terms"
    __table_args__ = (
        Index("ix_complaint_terms_term_at", "term", "at"),
        Index("ix_complaint_terms_term_area_at", "term", "area", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    term: Mapped[str] = mapped_column(String(24))
    number: Mapped[str] = mapped_column(ForeignKey("complaints.number"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    area: Mapped[str] = mapped_column(String(40), default="", server_default="")
