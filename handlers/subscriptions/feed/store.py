"""The queries over news; nothing here commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbound.outbox import ParcelRecord, is_open
from handlers.subscriptions.consent.records import SubscriptionRecord
from handlers.subscriptions.feed.keys import Key
from handlers.subscriptions.feed.records import NewsKeyRecord, NewsRecord, ToldRecord
from handlers.subscriptions.subject import SPOKEN, SubjectKind

PHRASED = tuple(kind.value for kind in (*sorted(SPOKEN), SubjectKind.PLACE))


async def newest_serial(tx: AsyncSession) -> int:
    """Give the serial of the newest news, 0 before the first."""
    return int(await tx.scalar(select(func.max(NewsRecord.serial))) or 0)


async def phrases_stamp(tx: AsyncSession) -> tuple[int, int]:
    """Give two numbers that are others once anybody subscribed to a phrase, or ceased to."""
    record = SubscriptionRecord
    row = (await tx.execute(select(func.count(), func.max(record.id)).where(record.kind.in_(PHRASED)))).one()
    return int(row[0]), int(row[1] or 0)


async def phrases(tx: AsyncSession) -> list[Key]:
    """Give every phrase that anybody subscribed to, once."""
    record = SubscriptionRecord
    rows = await tx.execute(select(record.kind, record.target).where(record.kind.in_(PHRASED)).distinct())
    return [(SubjectKind(kind), key) for kind, key in rows]


async def anybody(tx: AsyncSession) -> bool:
    """Whether anybody wants to be told of anything."""
    return await tx.scalar(select(SubscriptionRecord.id).limit(1)) is not None


async def of_version(tx: AsyncSession, identifier: str, version: int) -> NewsRecord | None:
    """Give the news that a document's version was."""
    chosen = select(NewsRecord).where(NewsRecord.document_id == identifier, NewsRecord.version == version)
    return (await tx.scalars(chosen)).one_or_none()


async def add(tx: AsyncSession, news: NewsRecord, keys: Iterable[Key]) -> None:
    """Put news into the feed with its keys."""
    tx.add(news)
    await tx.flush()
    await _key(tx, news.serial, keys)


async def again(tx: AsyncSession, news: NewsRecord, serial: int, keys: Iterable[Key]) -> None:
    """Let news that was taken back come once more, at the end of the feed; whoever was told of it is not told again."""
    await tx.execute(delete(NewsKeyRecord).where(NewsKeyRecord.serial == news.serial))
    told = update(ToldRecord).where(ToldRecord.serial == news.serial).values(serial=serial)
    await tx.execute(told.execution_options(synchronize_session=False))
    news.serial, news.withdrawn_at, news.recalled = serial, None, False
    await tx.flush()
    await _key(tx, serial, keys)


async def _key(tx: AsyncSession, serial: int, keys: Iterable[Key]) -> None:
    rows = [{"kind": kind.value, "key": key, "serial": serial} for kind, key in sorted(keys)]
    if rows:
        await tx.execute(insert(NewsKeyRecord), rows)


async def withdraw(tx: AsyncSession, identifier: str, *, now: datetime) -> None:
    """Tell nobody any more of a document that was taken back."""
    await tx.execute(
        update(NewsRecord)
        .where(NewsRecord.document_id == identifier, NewsRecord.withdrawn_at.is_(None))
        .values(withdrawn_at=now, recalled=False)
        .execution_options(synchronize_session=False)
    )


def to_recall() -> ColumnElement[bool]:
    """Give the condition of news that was taken back and may still stand in a message that waits."""
    return and_(NewsRecord.recalled.is_(False), NewsRecord.withdrawn_at.is_not(None))


async def waiting_causes(tx: AsyncSession, news: NewsRecord, *, limit: int) -> Sequence[str]:
    """Give the messages that speak of news and have not arrived, at most so many."""
    told = ToldRecord
    of_it = (told.document_id == news.document_id) & (told.edition == news.version)
    chosen = (
        select(told.cause)
        .join(ParcelRecord, ParcelRecord.dedup == told.cause)
        .where(told.serial == news.serial, of_it, is_open())
        .limit(limit)
    )
    return (await tx.scalars(chosen)).all()


async def told_in(tx: AsyncSession, causes: Sequence[str]) -> list[tuple[str, NewsRecord]]:
    """Give of which news messages speak, each with the message, in the order of the feed."""
    told = ToldRecord
    rows = await tx.execute(
        select(told.cause, NewsRecord)
        .join(NewsRecord, NewsRecord.serial == told.serial)
        .where(told.cause.in_(causes))
        .order_by(NewsRecord.serial)
    )
    return [(cause, news) for cause, news in rows]


async def untell(tx: AsyncSession, cause: str, serials: Iterable[int]) -> None:
    """Note that a message does not speak of some news after all."""
    await tx.execute(
        delete(ToldRecord)
        .where(ToldRecord.cause == cause, ToldRecord.serial.in_(list(serials)))
        .execution_options(synchronize_session=False)
    )
