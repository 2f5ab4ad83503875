"""Takes up what became public: writes it into the feed with its keys, and takes back what was taken back.

The queue of changes, the feed and the messages that wait are changed together or not at all. Two workers at once give two
lines the same serial, of which the database lets one pass; the other begins anew.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from handlers.subscriptions.digest.waiting_message import free_parcels, leave_out
from handlers.subscriptions.digest.words import DigestWords
from handlers.subscriptions.feed import store
from handlers.subscriptions.feed.keys import SubscribedPhrases, keys_of
from handlers.subscriptions.feed.records import TITLE_LETTERS, NewsRecord
from knowledge.documents import store as documents
from knowledge.documents.document import Kind
from knowledge.publication import public_changes
from knowledge.publication.public_changes import ChangeReader, PublicChangeRecord

CHANGES = 50
MESSAGES = 100
# Answers that somebody approved speak for documents, which are news themselves.
UNTOLD = frozenset({Kind.FAQ})


class Newsroom:
    """Brings the feed up to what is public."""

    def __init__(self, database: Database, *, clock: Clock, words: DigestWords) -> None:
        self._database = database
        self._clock = clock
        self._words = words
        self._phrases: tuple[tuple[int, int], SubscribedPhrases] = ((0, 0), SubscribedPhrases(()))

    async def take_up(self) -> int:
        """Take up some changes; give how many. Raises `ServiceError`."""
        async with self._database.reading() as tx:
            if not await public_changes.any_waiting(tx):
                return 0
        try:
            async with self._database.transaction() as tx:
                changes = await public_changes.waiting(tx, limit=CHANGES)
                await self._take(tx, changes)
        except IntegrityError:
            # Another worker was quicker; what it left comes in the next round.
            return 0
        return len(changes)

    async def retract(self) -> int:
        """Take back what was taken back, before anything else leaves; give in how many messages. Raises `ServiceError`."""
        async with self._database.reading() as tx:
            if not (await self._withdrawals(tx) or await tx.scalar(_recalled().limit(1))):
                return 0
        async with self._database.transaction() as tx:
            gone = await public_changes.waiting(tx, limit=CHANGES, withdrawn=True)
            for change in gone:
                await store.withdraw(tx, change.document_id, now=self._clock.now())
            await public_changes.take(tx, [one for one in gone if not await _earlier(tx, one)])
        async with self._database.transaction() as tx:
            return await self._recall(tx)

    async def _withdrawals(self, tx: AsyncSession) -> bool:
        record = PublicChangeRecord
        chosen = select(record.id).where(record.reader == ChangeReader.NEWS.value, record.version.is_(None))
        return await tx.scalar(chosen.limit(1)) is not None

    async def _take(self, tx: AsyncSession, changes: Sequence[PublicChangeRecord]) -> None:
        if await store.anybody(tx):
            serial = await store.newest_serial(tx)
            phrases = await self._subscribed(tx)
            for change in changes:
                if change.version is None:
                    await store.withdraw(tx, change.document_id, now=self._clock.now())
                elif await self._publish(tx, change, change.version, serial + 1, phrases):
                    serial += 1
        else:
            for change in changes:
                if change.version is None:
                    await store.withdraw(tx, change.document_id, now=self._clock.now())
        await public_changes.take(tx, changes)

    async def _subscribed(self, tx: AsyncSession) -> SubscribedPhrases:
        """Give the phrases of all subscriptions; they are gathered anew when somebody's are others."""
        stamp, known = self._phrases
        now = await store.phrases_stamp(tx)
        if stamp != now:
            known = SubscribedPhrases(await store.phrases(tx))
            self._phrases = now, known
        return known

    @staticmethod
    async def _publish(
        tx: AsyncSession,
        change: PublicChangeRecord,
        version: int,
        serial: int,
        phrases: SubscribedPhrases,
    ) -> bool:
        """Put a version into the feed; give False where it is no news."""
        known = await store.of_version(tx, change.document_id, version)
        if known is not None and known.withdrawn_at is None:
            return False
        kept = await documents.version(tx, change.document_id, version)
        if kept is None or kept.document.kind in UNTOLD:
            return False
        keys = keys_of(kept.document, kept.text, phrases)
        if known is not None:
            await store.again(tx, known, serial, keys)
            return True
        news = NewsRecord(
            serial=serial,
            document_id=change.document_id,
            version=version,
            changed=change.before is not None,
            title=kept.document.title[:TITLE_LETTERS],
            at=change.at,
            withdrawn_at=None,
            recalled=False,
        )
        await store.add(tx, news, keys)
        return True

    async def _recall(self, tx: AsyncSession) -> int:
        """Take news that was taken back out of messages that wait, some at a time."""
        count, now = 0, self._clock.now()
        for news in (await tx.scalars(_recalled().limit(CHANGES))).all():
            causes = await store.waiting_causes(tx, news, limit=MESSAGES)
            if not causes:
                news.recalled = True
                continue
            count += await self._leave_out(tx, causes, news, now=now)
        return count

    async def _leave_out(
        self, tx: AsyncSession, causes: Sequence[str], news: NewsRecord, *, now: datetime
    ) -> int:
        parcels = await free_parcels(tx, causes, now=now)
        for parcel in parcels.values():
            await leave_out(tx, parcel, {news.serial}, words=self._words, now=now)
        return len(parcels)


def _recalled() -> Select[NewsRecord]:
    return select(NewsRecord).where(store.to_recall()).order_by(NewsRecord.serial)


async def _earlier(tx: AsyncSession, change: PublicChangeRecord) -> bool:
    """Whether something of the same document was published before and waits still: then its withdrawal waits with it."""
    record = PublicChangeRecord
    chosen = select(record.id).where(
        record.reader == change.reader, record.document_id == change.document_id, record.id < change.id
    )
    return await tx.scalar(chosen.limit(1)) is not None
