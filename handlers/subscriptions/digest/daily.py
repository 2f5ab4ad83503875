"""The message of a day: what became public since the last one and somebody subscribed to, in one parcel, once.

That it was told is written in the transaction that writes the parcel; a worker that dies before has told nothing, and one
that dies afterwards has told it. Who was not reached yet is not written to twice: the message that waits grows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI, Clock
from bot.database import Database
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind, ParcelRecord
from bot.outbound.parcel import DAY_HOURS
from bot.privacy import Vault
from handlers.subscriptions.consent import store
from handlers.subscriptions.consent.records import SubscriberRecord, SubscriptionRecord
from handlers.subscriptions.consent.service import SEALED_FOR
from handlers.subscriptions.digest.hours import next_time
from handlers.subscriptions.digest.waiting_message import free_parcels, untouched
from handlers.subscriptions.digest.words import DigestWords
from handlers.subscriptions.feed.records import NewsKeyRecord, NewsRecord, ToldRecord
from handlers.subscriptions.feed.store import newest_serial, told_in

BATCH = 50


@dataclass(frozen=True, slots=True)
class _Round:
    """What holds for all subscribers of one transaction: the moment, up to where the feed is read, what is news to each."""

    now: datetime
    up_to: int
    news: Mapping[str, Sequence[NewsRecord]]
    waiting: Mapping[str, ParcelRecord]
    told_before: Mapping[str, Sequence[NewsRecord]]


class DailyMessages:
    """Writes the messages that are due; many workers may do so at once, each for subscribers of its own."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, words: DigestWords) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._words = words

    async def step(self) -> int:
        """Write some of what is due; give for how many subscribers. Nothing by night. Raises `ServiceError`."""
        now = self._clock.now()
        if now.astimezone(SHANGHAI).hour not in DAY_HOURS or not await self._any(now):
            return 0
        async with self._database.transaction() as tx:
            rows = await store.due(tx, now=now, limit=BATCH)
            if rows:
                await self._write(tx, rows, await self._looked(tx, rows, now=now))
            return len(rows)

    async def _any(self, now: datetime) -> bool:
        async with self._database.reading() as tx:
            due = select(SubscriberRecord.person).where(SubscriberRecord.next_at <= now).limit(1)
            return await tx.scalar(due) is not None

    async def _looked(self, tx: AsyncSession, rows: Sequence[SubscriberRecord], *, now: datetime) -> _Round:
        up_to = await newest_serial(tx)
        news = await news_for(tx, rows, up_to=up_to)
        reached = [row.cause for row in rows if row.person in news]
        parcels = await free_parcels(tx, reached, now=now)
        waiting = {cause: parcel for cause, parcel in parcels.items() if untouched(parcel)}
        told: dict[str, list[NewsRecord]] = {}
        for cause, one in await told_in(tx, list(waiting)):
            told.setdefault(cause, []).append(one)
        return _Round(now, up_to, news, waiting, told)

    async def _write(self, tx: AsyncSession, rows: Sequence[SubscriberRecord], found: _Round) -> None:
        told: list[dict[str, Any]] = []
        for row in rows:
            if news := found.news.get(row.person):
                await self._tell(tx, row, news, found)
                told += [_told(row, one, now=found.now) for one in news]
            row.told_to, row.next_at = found.up_to, next_time(found.now, row.hour)
        if told:
            await tx.execute(insert(ToldRecord), told)

    async def _tell(
        self, tx: AsyncSession, row: SubscriberRecord, news: Sequence[NewsRecord], found: _Round
    ) -> None:
        if parcel := found.waiting.get(row.cause):
            body = self._words.body([*found.told_before.get(row.cause, ()), *news], now=found.now)
            await outbox.keep_rest(tx, parcel.id, body)
            return
        dedup = f"subscription:{row.person}:{found.up_to}"
        row.cause = outbox.cause_of(dedup)
        await outbox.enqueue(
            tx,
            self._vault.open(row.citizen, purpose=SEALED_FOR),
            body=self._words.body(news, now=found.now),
            dedup=dedup,
            now=found.now,
            channel=row.channel,
            kind=ParcelKind.NEWS,
        )


async def news_for(
    tx: AsyncSession, rows: Sequence[SubscriberRecord], *, up_to: int
) -> dict[str, list[NewsRecord]]:
    """Give what is news to each of some subscribers: asked for before it came, not told yet, not taken back."""
    wanted, key, told = SubscriptionRecord, NewsKeyRecord, ToldRecord
    chosen = (
        select(wanted.person, NewsRecord)
        .join(SubscriberRecord, SubscriberRecord.person == wanted.person)
        .join(
            key,
            and_(
                key.kind == wanted.kind,
                key.key == wanted.target,
                key.serial > SubscriberRecord.told_to,
                key.serial <= up_to,
            ),
        )
        .join(NewsRecord, NewsRecord.serial == key.serial)
        .outerjoin(
            told,
            and_(
                told.person == wanted.person,
                told.document_id == NewsRecord.document_id,
                told.edition == NewsRecord.version,
            ),
        )
        .where(
            wanted.person.in_([row.person for row in rows]),
            NewsRecord.withdrawn_at.is_(None),
            NewsRecord.at > wanted.made_at,
            told.person.is_(None),
        )
        .order_by(NewsRecord.serial)
    )
    found: dict[str, dict[int, NewsRecord]] = {}
    for person, news in await tx.execute(chosen):
        found.setdefault(person, {})[news.serial] = news
    return {person: list(news.values()) for person, news in found.items()}


def _told(row: SubscriberRecord, news: NewsRecord, *, now: datetime) -> dict[str, Any]:
    return {
        "person": row.person,
        "document_id": news.document_id,
        "edition": news.version,
        "serial": news.serial,
        "cause": row.cause,
        "at": now,
    }
