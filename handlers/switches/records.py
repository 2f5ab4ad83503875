"""The table of switches: each row one that was set, by whom and until when, and who took it back; none is ever deleted."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from handlers.switches.switch import SUBJECT_LETTERS, WORDS_LETTERS


class AnswerSwitchRecord(Base):
    """One switch. `subject` is a document's id or a theme, empty where none is needed.

    It stands until it is lifted or its end has come; `along` takes what a document rests on or explains with it.
    """

    __tablename__ = "answer_switches"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LETTERS))
    along: Mapped[bool]
    words: Mapped[str] = mapped_column(String(WORDS_LETTERS))
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_by: Mapped[str] = mapped_column(String(80))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
