"""The papers of a case in words, sealed: what a step says that no log may hold, since it may name persons."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Vault
from handlers.disclosure.case.records import CasePaperRecord


class PaperKind(StrEnum):
    """What a paper is; the Chinese name is the text `disclosure.paper.<value>`."""

    STEP = "step"
    CORRECTION = "correction"
    CORRECTION_ANSWER = "correction_answer"
    WORKING = "working"
    DRAFT = "draft"
    NOTE = "note"
    HANDOVER = "handover"
    CALL = "call"
    EXPERTS = "experts"


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper as it reads; `content` is empty once the applicant's time of keeping is over."""

    id: int
    kind: PaperKind
    content: Mapping[str, Any]
    author: str
    at: datetime


def paper_purpose(number: str) -> str:
    """Give the purpose under which the papers of a case are sealed."""
    return f"disclosure-paper:{number}"


async def add_paper(
    tx: AsyncSession,
    vault: Vault,
    number: str,
    kind: PaperKind,
    content: Mapping[str, Any],
    *,
    author: str,
    now: datetime,
) -> int:
    """Add a paper in the caller's transaction; give its number."""
    words = json.dumps(content, ensure_ascii=False)
    row = CasePaperRecord(
        number=number,
        kind=kind.value,
        content=vault.seal(words, purpose=paper_purpose(number)),
        author=author,
        at=now,
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def papers_of(
    tx: AsyncSession, vault: Vault, number: str, kind: PaperKind | None = None
) -> Sequence[CasePaper]:
    """Give the papers of a case, oldest first; of one kind where that is asked for."""
    query = select(CasePaperRecord).where(CasePaperRecord.number == number)
    if kind is not None:
        query = query.where(CasePaperRecord.kind == kind.value)
    rows = await tx.scalars(query.order_by(CasePaperRecord.id))
    return [_read(vault, row) for row in rows]


def _read(vault: Vault, row: CasePaperRecord) -> CasePaper:
    words = vault.open(row.content, purpose=paper_purpose(row.number)) if row.content else "{}"
    return CasePaper(row.id, PaperKind(row.kind), json.loads(words), row.author, row.at)
