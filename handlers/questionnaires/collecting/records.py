"""What is kept of questionnaires, and of the answers: sealed, one row a person, known by a keyed hash."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class QuestionnaireRecord(Base):
    """One questionnaire, as the office wrote it; `totals` are its figures, kept once it has ended."""

    __tablename__ = "questionnaires"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(60))
    intro: Mapped[str] = mapped_column(Text)
    outline: Mapped[str] = mapped_column(Text)
    is_anonymous: Mapped[bool]
    opens_on: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(12))
    totals: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class QuestionnaireReplyRecord(Base):
    """One person's answers; `id` is made of questionnaire and mark, so that there is one at most.

    `mark` is the keyed hash of the citizen, who is named only where the questionnaire says so. What is not `done_at` was begun
    and counts nowhere.
    """

    __tablename__ = "questionnaire_replies"
    __table_args__ = (
        Index("ix_questionnaire_replies_questionnaire_done", "questionnaire", "done_at"),
        Index("ix_questionnaire_replies_citizen", "citizen"),
    )

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(64), index=True)
    citizen: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(16))
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
