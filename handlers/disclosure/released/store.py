"""The questions asked of the documents' tables; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError, ProcedureError
from handlers.disclosure.case import store as cases
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import Actor
from handlers.disclosure.released.records import (
    CoverBoxRecord,
    FoundDocumentRecord,
    ReleasedCopyRecord,
)

ARTICLE = "第三十七条"
WORKERS = frozenset({Actor.STAFF, Actor.UNIT})
"""Who finds documents and covers parts of them; a copy is checked by anybody else who sees the case."""


async def document(
    tx: AsyncSession, identifier: str, clerk: Clerk, *, lock: bool = False
) -> FoundDocumentRecord:
    """Give a document; with `lock` nobody else draws on it or copies it before the transaction ends.

    Raises `InputError` when there is none, and in the same words for one of a case that is not this clerk's to see.
    """
    query = select(FoundDocumentRecord).where(FoundDocumentRecord.id == identifier)
    found = (await tx.scalars(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise InputError("released.refused.missing")
    case = await cases.by_number(tx, found.request)
    if case is None or not clerk.sees(case.agency, case.unit):
        raise InputError("released.refused.missing")
    return found


async def worked_on(tx: AsyncSession, identifier: str, clerk: Clerk) -> FoundDocumentRecord:
    """Give a document, locked, to somebody who works on its case.

    Raises as `document` does, and `ProcedureError` for whoever only looks through or signs.
    """
    found = await document(tx, identifier, clerk, lock=True)
    await require_part(tx, found.request, clerk)
    return found


async def require_part(tx: AsyncSession, request: str, clerk: Clerk) -> None:
    """Refuse whoever has no part in finding and covering; raises `InputError`, `ProcedureError`."""
    case = await cases.visible(tx, request, clerk)
    if not clerk.parts_in(case.agency, case.unit) & WORKERS:
        raise ProcedureError("released.refused.part", article=ARTICLE)


async def documents(tx: AsyncSession, request: str) -> Sequence[FoundDocumentRecord]:
    """Give the documents of a request in the order in which they were brought."""
    record = FoundDocumentRecord
    rows = await tx.scalars(
        select(record).where(record.request == request).order_by(record.added_at, record.id)
    )
    return rows.all()


async def boxes(tx: AsyncSession, identifier: str) -> Sequence[CoverBoxRecord]:
    """Give the boxes of a document, page by page, from the top."""
    record = CoverBoxRecord
    rows = await tx.scalars(
        select(record)
        .where(record.document == identifier)
        .order_by(record.page, record.top, record.left, record.id)
    )
    return rows.all()


async def copies(tx: AsyncSession, identifiers: Sequence[str]) -> Sequence[ReleasedCopyRecord]:
    """Give the copies of some documents, oldest first."""
    record = ReleasedCopyRecord
    rows = await tx.scalars(
        select(record).where(record.document.in_(identifiers)).order_by(record.document, record.serial)
    )
    return rows.all()


async def copy_of_id(tx: AsyncSession, identifier: str) -> ReleasedCopyRecord | None:
    """Give a copy by its id, whoever asks."""
    return await tx.get(ReleasedCopyRecord, identifier)


async def copy(
    tx: AsyncSession, identifier: str, clerk: Clerk, *, lock: bool = False
) -> tuple[ReleasedCopyRecord, FoundDocumentRecord]:
    """Give a copy and its document; raises `InputError` when there is none, in the same words for another agency's."""
    query = select(ReleasedCopyRecord).where(ReleasedCopyRecord.id == identifier)
    found = (await tx.scalars(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise InputError("released.refused.missing_copy")
    try:
        return found, await document(tx, found.document, clerk)
    except InputError:
        raise InputError("released.refused.missing_copy") from None


async def next_serial(tx: AsyncSession, identifier: str) -> int:
    """Give the number of a document's next copy, from 1; its row is locked by the caller."""
    last = select(func.max(ReleasedCopyRecord.serial)).where(ReleasedCopyRecord.document == identifier)
    return int(await tx.scalar(last) or 0) + 1
