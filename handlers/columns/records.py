"""What is kept of a county's plan of openness as the desk wrote it; no citizen's data."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class OpennessPlanRecord(Base):
    """One wording of areas, columns and channels; the newest counts, none is changed. `again` is the older one it repeats, 0 the file."""

    __tablename__ = "openness_plans"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    areas: Mapped[str] = mapped_column(Text)
    rubrics: Mapped[str] = mapped_column(Text)
    channels: Mapped[str] = mapped_column(Text)
    again: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[str] = mapped_column(String(80))
