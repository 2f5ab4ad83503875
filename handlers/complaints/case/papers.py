"""The papers of a complaint, sealed: what a step says in words, which may name persons and so stands in no log."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Vault
from handlers.complaints.case.records import ComplaintPaperRecord

NOTE = "note"
"""Words for colleagues; every other paper is of the step it is named for."""


@dataclass(frozen=True, slots=True)
class ComplaintPaper:
    """A paper as it reads; `words` are empty once the time of keeping is over."""

    kind: str
    words: Mapping[str, str]
    author: str
    at: datetime


def paper_purpose(number: str) -> str:
    """Give the purpose under which the papers of a complaint are sealed."""
    return f"complaint-paper:{number}"


def add_paper(tx: AsyncSession, vault: Vault, paper: ComplaintPaper, *, number: str) -> ComplaintPaperRecord:
    """Add a paper in the caller's transaction."""
    content = vault.seal(json.dumps(dict(paper.words), ensure_ascii=False), purpose=paper_purpose(number))
    row = ComplaintPaperRecord(
        number=number, kind=paper.kind, content=content, author=paper.author, at=paper.at
    )
    tx.add(row)
    return row


async def papers_of(tx: AsyncSession, vault: Vault, number: str) -> Sequence[ComplaintPaper]:
    """Give the papers of a complaint, oldest first."""
    record = ComplaintPaperRecord
    rows = await tx.scalars(select(record).where(record.number == number).order_by(record.id))
    return [_opened(vault, row) for row in rows]


def _opened(vault: Vault, row: ComplaintPaperRecord) -> ComplaintPaper:
    words = vault.open(row.content, purpose=paper_purpose(row.number)) if row.content else "{}"
    return ComplaintPaper(row.kind, json.loads(words), row.author, row.at)
