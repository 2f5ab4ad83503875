"""The queries over struck passages; nothing here commits."""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.documents import store
from knowledge.documents.document import Document
from knowledge.documents.struck.passages import NOTHING_STRUCK, Struck
from knowledge.documents.struck.records import StruckPassageRecord as Row


class PublicWording(NamedTuple):
    """A document with its text, the number of that wording, and what of it no answer is taken from."""

    document: Document
    text: str
    version: int
    struck: Struck


async def of(tx: AsyncSession, identifier: str) -> Sequence[Row]:
    """Give all that was ever struck out of a document, the last first."""
    return list(await tx.scalars(select(Row).where(Row.document_id == identifier).order_by(Row.id.desc())))


async def revisions(tx: AsyncSession) -> dict[str, int]:
    """Give how often passages were struck out and taken back, of each document where that ever happened."""
    told = func.count(Row.id) + func.count(Row.lifted_at)
    rows = await tx.execute(select(Row.document_id, told).group_by(Row.document_id))
    return {identifier: int(number) for identifier, number in rows}


async def struck(tx: AsyncSession) -> dict[str, Struck]:
    """Give what is struck out now, of each document where anything ever was."""
    numbers = await revisions(tx)
    if not numbers:
        return {}
    words: dict[str, list[str]] = {}
    standing = select(Row.document_id, Row.words).where(Row.lifted_at.is_(None)).order_by(Row.id)
    for identifier, passage in await tx.execute(standing):
        words.setdefault(identifier, []).append(passage)
    return {one: Struck(tuple(words.get(one, ())), number) for one, number in numbers.items()}


async def answering(tx: AsyncSession, only: Sequence[str] | None = None) -> AsyncIterator[PublicWording]:
    """Give every published document, or those of some ids, as answers are taken from it, in the order of their ids."""
    known = await struck(tx)
    async for document, text, number in store.public(tx, only):
        yield PublicWording(document, text, number, known.get(document.id, NOTHING_STRUCK))
