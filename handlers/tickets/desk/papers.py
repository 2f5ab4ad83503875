"""What colleagues write beside a ticket, sealed: no message to a citizen is ever made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Vault
from handlers.tickets.records import TicketPaperRecord

LISTED_PAPERS = 200


class TicketPaperKind(StrEnum):
    """What a paper is; an answer that waits becomes one that went or one that was called back."""

    NOTE = "note"
    TRANSFER = "transfer"
    MERGE = "merge"
    WAITING = "waiting"
    SENT = "sent"
    CALLED_BACK = "called_back"


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """A paper as colleagues read it; an answer that waits goes at `leaves_at`."""

    id: int
    kind: TicketPaperKind
    author: str
    at: datetime
    words: str
    leaves_at: datetime | None = None


def paper_purpose(number: str) -> str:
    """Give the purpose under which the papers of a ticket are sealed."""
    return f"ticket-paper:{number}"


def put_by(
    tx: AsyncSession,
    number: str,
    kind: TicketPaperKind,
    words: str,
    *,
    author: str,
    now: datetime,
    vault: Vault,
    leaves_at: datetime | None = None,
) -> None:
    """Keep a paper in the caller's transaction."""
    tx.add(
        TicketPaperRecord(
            number=number,
            kind=kind.value,
            author=author,
            at=now,
            content=vault.seal(words, purpose=paper_purpose(number)),
            leaves_at=leaves_at,
        )
    )


async def papers_beside(tx: AsyncSession, number: str, *, vault: Vault) -> Sequence[TicketPaper]:
    """Give the papers of a ticket, oldest first."""
    record = TicketPaperRecord
    rows = await tx.scalars(
        select(record).where(record.number == number).order_by(record.id).limit(LISTED_PAPERS)
    )
    return [opened(row, vault=vault) for row in rows]


def opened(row: TicketPaperRecord, *, vault: Vault) -> TicketPaper:
    """Give a row as a paper."""
    words = vault.open(row.content, purpose=paper_purpose(row.number))
    return TicketPaper(row.id, TicketPaperKind(row.kind), row.author, row.at, words, row.leaves_at)
