"""What is kept of a material that need not be brought; no citizen's data."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from handlers.guides.waived.waived_material import (
    BASIS_LETTERS,
    MATERIAL_LETTERS,
    MATTER_LETTERS,
    REASON_LETTERS,
    SOURCE_LETTERS,
    WAY_LETTERS,
)


class WaivedMaterialRecord(Base):
    """One material; `matter` is what it is not asked for, empty for every matter, `way` how the office knows it instead."""

    __tablename__ = "waived_materials"
    __table_args__ = (UniqueConstraint("material", "matter"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    material: Mapped[str] = mapped_column(String(MATERIAL_LETTERS))
    matter: Mapped[str] = mapped_column(String(MATTER_LETTERS))
    way: Mapped[str] = mapped_column(String(WAY_LETTERS))
    reason: Mapped[str] = mapped_column(String(REASON_LETTERS))
    source: Mapped[str] = mapped_column(String(SOURCE_LETTERS))
    basis: Mapped[str] = mapped_column(String(BASIS_LETTERS))
    brought_by: Mapped[str] = mapped_column(String(80))
    brought_at: Mapped[datetime] = mapped_column(Instant)
