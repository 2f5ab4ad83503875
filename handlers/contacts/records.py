"""What is kept of a unit's contact card: posts and office numbers, nobody's name."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class UnitContactRecord(Base):
    """One unit's card: the post in charge (分管领导), the post that does it (专兼职), counsel, and how the office is reached."""

    __tablename__ = "unit_contacts"

    unit: Mapped[str] = mapped_column(String(80), primary_key=True)
    leader: Mapped[str] = mapped_column(String(60))
    clerk: Mapped[str] = mapped_column(String(60))
    counsel: Mapped[str] = mapped_column(String(60))
    office: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(120))
    updated_at: Mapped[datetime] = mapped_column(Instant)
    updated_by: Mapped[str] = mapped_column(String(80))
