"""A canary for each key: a value sealed in the database, by which a start with the wrong key is found out."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class CanaryRecord(Base):
    """What one key sealed when it was first met; it opens to a fingerprint, so that both keys are tried."""

    __tablename__ = "sealing_keys"

    key_id: Mapped[str] = mapped_column(String(8), primary_key=True)
    canary: Mapped[bytes] = mapped_column(LargeBinary)
    first_seen_at: Mapped[datetime] = mapped_column(Instant)
