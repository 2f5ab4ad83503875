"""Tries the links of every public document once a week and after each new version, a few documents at a time."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from handlers.inspection.records import ADDRESS_LETTERS, LinkCheckRecord, LinkRoundRecord
from knowledge.documents import store as documents
from knowledge.documents.records import DocumentRecord
from knowledge.publication.proofreading.proofread import links

EVERY = timedelta(days=7)
DOCUMENTS_A_STEP = 20
LINKS_A_DOCUMENT = 30
# Whether nobody answers at an address; None where it was not tried.
Trial = Callable[[str], Awaitable[bool | None]]


class LinkRounds:
    """Makes rounds over the documents; what was found stands until the next one."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def step(self, is_dead: Trial) -> int:
        """Try the links of some documents; give how many documents there were. Raises `ServiceError`."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            chosen = await _waiting(tx, now)
            found: list[tuple[str, int, tuple[str, ...]]] = []
            for identifier, version in chosen:
                kept = await documents.version(tx, identifier, version)
                found.append((identifier, version, _addresses(kept.text) if kept else ()))
        for identifier, version, addresses in found:
            tried = [(address, await is_dead(address)) for address in addresses]
            async with self._database.transaction() as tx:
                await _keep(tx, identifier, version, tried, now=now)
        await self._forget()
        return len(found)

    async def _forget(self) -> None:
        """Strike off the links of what is not public any more."""
        public = select(DocumentRecord.id).where(DocumentRecord.public_version.is_not(None))
        async with self._database.reading() as tx:
            gone = select(LinkRoundRecord.document_id).where(LinkRoundRecord.document_id.not_in(public))
            numbers = (await tx.scalars(gone.limit(DOCUMENTS_A_STEP))).all()
        if numbers:
            async with self._database.transaction() as tx:
                for record in (LinkCheckRecord, LinkRoundRecord):
                    struck = delete(record).where(record.document_id.in_(numbers))
                    await tx.execute(struck.execution_options(synchronize_session=False))


async def _waiting(tx: AsyncSession, now: datetime) -> Sequence[tuple[str, int]]:
    document, last = DocumentRecord, LinkRoundRecord
    chosen = (
        select(document.id, document.public_version)
        .outerjoin(last, last.document_id == document.id)
        .where(
            document.public_version.is_not(None),
            or_(
                last.document_id.is_(None),
                last.version != document.public_version,
                last.checked_at <= now - EVERY,
            ),
        )
        .limit(DOCUMENTS_A_STEP)
    )
    return [(identifier, version) for identifier, version in await tx.execute(chosen) if version is not None]


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(one for one in links(text) if len(one) <= ADDRESS_LETTERS)[:LINKS_A_DOCUMENT]


async def _keep(
    tx: AsyncSession,
    identifier: str,
    version: int,
    tried: Sequence[tuple[str, bool | None]],
    *,
    now: datetime,
) -> None:
    old = delete(LinkCheckRecord).where(LinkCheckRecord.document_id == identifier)
    await tx.execute(old.execution_options(synchronize_session=False))
    for address, dead in dict(tried).items():
        await tx.merge(LinkCheckRecord(document_id=identifier, address=address, dead=dead, checked_at=now))
    await tx.merge(LinkRoundRecord(document_id=identifier, version=version, checked_at=now))
