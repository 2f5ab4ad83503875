"""What was found of other doors when they were tried last."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class DoorCheckRecord(Base):
    """Whether somebody answered at a door's address, and when that was tried."""

    __tablename__ = "other_door_checks"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    address: Mapped[str] = mapped_column(String(500))
    dead: Mapped[bool]
    checked_at: Mapped[datetime] = mapped_column(Instant)
