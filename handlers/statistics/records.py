"""What is kept of figures: one line for each day, figure and branch; and the figures that other systems bring."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, Index, Numeric, String, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

KEY_LETTERS, BRANCH_LETTERS = 40, 80
NAME_LETTERS, SOURCE_LETTERS = 40, 200


class FigureDayRecord(Base):
    """How many rows a figure counts on a day; `branch` is empty where it is not told apart. Nobody is named."""

    __tablename__ = "figure_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    measure: Mapped[str] = mapped_column(String(KEY_LETTERS), primary_key=True)
    branch: Mapped[str] = mapped_column(String(BRANCH_LETTERS), primary_key=True)
    count: Mapped[int]


class OutsideFigureRecord(Base):
    """One figure of another system: of which span, from which source, as of which day, and who of staff brought it.

    `is_about` says that the source gave a round number with 余: there are somewhat more.
    """

    __tablename__ = "outside_figures"
    __table_args__ = (
        Index("uq_outside_figures_named", "name", "first_on", "last_on", "source", unique=True),
        Index("ix_outside_figures_last_on", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(NAME_LETTERS))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    is_about: Mapped[bool] = mapped_column(default=False, server_default=false())
    source: Mapped[str] = mapped_column(String(SOURCE_LETTERS))
    as_of: Mapped[date] = mapped_column(Date)
    brought_by: Mapped[str] = mapped_column(String(80))
    brought_at: Mapped[datetime] = mapped_column(Instant)
