"""What is kept of a hand-over: the question, the talk before it, and the answer."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

OPEN = "open"
ANSWERED = "answered"
CLOSED = "closed"
GONE = "gone:"
"""Stands with the number in the place of a citizen who has left: no channel gives anybody such a name."""


class TicketRecord(Base):
    """One hand-over to people.

    `kind` is `question` from a citizen, `unhandled` for a citizen's message that the program could not handle, or
    `undelivered` for a message that could not be sent. `transcript` is the masked talk, sealed. `unit` is who answers,
    with the `interpreter` there and the last day, where a document names them; empty, it is the office's. At most one
    question of a citizen is open at a time. A citizen who has left is no longer named. `handler` has taken it, `watchers`
    follow it, `merged_into` is the one that it was joined with. `distressed` is set where somebody's life was in question:
    such a person is never asked for a rating.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_state_opened_at", "state", "opened_at"),
        Index("ix_tickets_closed_at", "closed_at"),
        Index(
            "uq_tickets_open_question",
            "citizen",
            unique=True,
            sqlite_where=text("state = 'open' AND kind = 'question'"),
            postgresql_where=text("state = 'open' AND kind = 'question'"),
        ),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80), index=True)
    question: Mapped[str] = mapped_column(Text)
    transcript: Mapped[bytes] = mapped_column(LargeBinary)
    unit: Mapped[str] = mapped_column(String(80), default="")
    interpreter: Mapped[str] = mapped_column(String(80), default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(String(12))
    opened_at: Mapped[datetime] = mapped_column(Instant, index=True)
    added_at: Mapped[datetime | None] = mapped_column(Instant)
    last_key: Mapped[str] = mapped_column(String(160), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(80), default="")
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    handler: Mapped[str] = mapped_column(String(40), default="")
    watchers: Mapped[list[str]] = mapped_column(JSON, default=list)
    merged_into: Mapped[str] = mapped_column(String(20), default="")
    distressed: Mapped[bool] = mapped_column(default=False)

    @property
    def bound(self) -> bool:
        """Whether the citizen can still be written to."""
        return not self.citizen.startswith(GONE)


class TicketPaperRecord(Base):
    """What colleagues write beside a ticket, sealed: a note, why it was handed on, what was joined, an answer that waits.

    An answer waits until `leaves_at`, so that it can be called back; then its kind says what became of it.
    """

    __tablename__ = "ticket_papers"
    __table_args__ = (
        Index(
            "ix_ticket_papers_waiting",
            "leaves_at",
            sqlite_where=text("kind = 'waiting'"),
            postgresql_where=text("kind = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    author: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    leaves_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class CannedTextRecord(Base):
    """Prepared words of a unit, put into an answer with one click; an empty unit is the office's own."""

    __tablename__ = "canned_texts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    unit: Mapped[str] = mapped_column(String(80), index=True)
    title: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text)
    edited_at: Mapped[datetime] = mapped_column(Instant)
    edited_by: Mapped[str] = mapped_column(String(40))
