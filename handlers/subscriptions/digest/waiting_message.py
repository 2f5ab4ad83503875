"""The message of a day that has not arrived yet: made longer, or without what is no longer so, or stopped."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbound import outbox
from bot.outbound.outbox import WITHDRAWN, ParcelRecord, is_open
from bot.outbound.parcel import ParcelBody
from handlers.subscriptions.digest.words import DigestWords
from handlers.subscriptions.feed import store
from handlers.subscriptions.feed.records import NewsRecord


async def free_parcels(tx: AsyncSession, causes: Iterable[str], *, now: datetime) -> dict[str, ParcelRecord]:
    """Give the messages of these that wait and that no courier has in hand, held until the transaction ends."""
    wanted = [cause for cause in causes if cause]
    if not wanted:
        return {}
    chosen = select(ParcelRecord).where(ParcelRecord.dedup.in_(wanted), is_open(), outbox.free(now))
    return {row.dedup: row for row in await tx.scalars(chosen.with_for_update(skip_locked=True))}


async def reword(
    tx: AsyncSession, parcel: ParcelRecord, news: Sequence[NewsRecord], *, words: DigestWords, now: datetime
) -> None:
    """Let a message that waits speak of this news and no other; of nothing, it is stopped."""
    if news:
        await outbox.keep_rest(tx, parcel.id, words.body(news, now=now))
    else:
        await outbox.mark_failed(tx, parcel.id, reason=WITHDRAWN)


def untouched(parcel: ParcelRecord) -> bool:
    """Whether nothing of a message has been said yet."""
    return not ParcelBody.read(parcel.body).rendered


async def leave_out(
    tx: AsyncSession, parcel: ParcelRecord, serials: set[int], *, words: DigestWords, now: datetime
) -> None:
    """Take some news out of a message that waits, and note that it was not told."""
    told = [news for _, news in await store.told_in(tx, [parcel.dedup])]
    await store.untell(tx, parcel.dedup, serials)
    await reword(tx, parcel, [one for one in told if one.serial not in serials], words=words, now=now)
