"""What the desk sees: how many are subscribed to what, and what goes out today; figures, and nobody's name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, distinct, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI, Clock
from bot.database import Database
from bot.outbound.outbox import ParcelRecord, is_open
from handlers.subscriptions.consent.records import SubscriberRecord, SubscriptionRecord
from handlers.subscriptions.feed.records import NewsKeyRecord, NewsRecord, ToldRecord
from handlers.subscriptions.subject import SubjectKind

LISTED = 50
# What so few chose may tell who they are.
LEAST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SubjectFigure:
    """How many are subscribed to a subject; of words and documents that few chose the name is left out."""

    kind: SubjectKind
    name: str
    subscribers: int


@dataclass(frozen=True, slots=True)
class OutgoingNews:
    """A piece of news that has still to be told: to how many, and how many were told already."""

    document_id: str
    title: str
    changed: bool
    at: datetime
    withdrawn: bool
    due: int
    told: int


@dataclass(frozen=True, slots=True)
class SubscriptionFigures:
    """What the desk's page shows."""

    subscribers: int
    subscriptions: int
    waiting: int
    by_hour: tuple[tuple[int, int], ...]
    subjects: tuple[SubjectFigure, ...]
    news: tuple[OutgoingNews, ...]


class SubscriptionOverview:
    """Counts for the desk."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def figures(self) -> SubscriptionFigures:
        """Give the figures as they stand."""
        day = self._clock.now().astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
        async with self._database.reading() as tx:
            return SubscriptionFigures(
                subscribers=int(await tx.scalar(select(func.count()).select_from(SubscriberRecord)) or 0),
                subscriptions=int(await tx.scalar(select(func.count()).select_from(SubscriptionRecord)) or 0),
                waiting=await _waiting(tx),
                by_hour=await _by_hour(tx),
                subjects=await _subjects(tx),
                news=await _news(tx, since=day),
            )


async def _waiting(tx: AsyncSession) -> int:
    """Count messages written that have not arrived."""
    chosen = (
        select(func.count())
        .select_from(SubscriberRecord)
        .join(ParcelRecord, ParcelRecord.dedup == SubscriberRecord.cause)
        .where(is_open())
    )
    return int(await tx.scalar(chosen) or 0)


async def _by_hour(tx: AsyncSession) -> tuple[tuple[int, int], ...]:
    hour = SubscriberRecord.hour
    rows = await tx.execute(select(hour, func.count()).group_by(hour).order_by(hour))
    return tuple((int(each), int(count)) for each, count in rows)


async def _subjects(tx: AsyncSession) -> tuple[SubjectFigure, ...]:
    record = SubscriptionRecord
    count = func.count()
    rows = await tx.execute(
        select(record.kind, func.min(record.name), count)
        .group_by(record.kind, record.target)
        .order_by(count.desc(), record.kind, record.target)
        .limit(LISTED)
    )
    return tuple(_figure(SubjectKind(kind), name, int(total)) for kind, name, total in rows)


def _figure(kind: SubjectKind, name: str, total: int) -> SubjectFigure:
    own_words = kind in {SubjectKind.KEYWORD, SubjectKind.PROJECT}
    return SubjectFigure(kind, "" if own_words and total < LEAST_SHOWN else name, total)


async def _news(tx: AsyncSession, *, since: datetime) -> tuple[OutgoingNews, ...]:
    """Give today's news, and what is older and still to be told."""
    due = await _due(tx)
    told = await _told(tx, since)
    record = NewsRecord
    wanted: ColumnElement[bool] = or_(record.at >= since, record.serial.in_(list(due)))
    rows = (await tx.scalars(select(record).where(wanted).order_by(record.serial.desc()).limit(LISTED))).all()
    return tuple(_outgoing(row, due=due.get(row.serial, 0), told=told.get(row.serial, 0)) for row in rows)


def _outgoing(row: NewsRecord, *, due: int, told: int) -> OutgoingNews:
    withdrawn = row.withdrawn_at is not None
    return OutgoingNews(
        row.document_id, row.title, row.changed, row.at, withdrawn, 0 if withdrawn else due, told
    )


async def _due(tx: AsyncSession) -> dict[int, int]:
    """Count for each piece of news who has it still to come."""
    wanted, key, told = SubscriptionRecord, NewsKeyRecord, ToldRecord
    rows = (
        await tx.execute(
            select(NewsRecord.serial, func.count(distinct(wanted.person)))
            .join(key, key.serial == NewsRecord.serial)
            .join(wanted, and_(wanted.kind == key.kind, wanted.target == key.key))
            .join(SubscriberRecord, SubscriberRecord.person == wanted.person)
            .outerjoin(
                told,
                and_(
                    told.person == wanted.person,
                    told.document_id == NewsRecord.document_id,
                    told.edition == NewsRecord.version,
                ),
            )
            .where(
                NewsRecord.serial > SubscriberRecord.told_to,
                NewsRecord.at > wanted.made_at,
                NewsRecord.withdrawn_at.is_(None),
                told.person.is_(None),
            )
            .group_by(NewsRecord.serial)
        )
    ).all()
    return {int(serial): int(count) for serial, count in rows}


async def _told(tx: AsyncSession, since: datetime) -> dict[int, int]:
    told = ToldRecord
    fresh = select(NewsRecord.serial).where(NewsRecord.at >= since)
    rows = await tx.execute(
        select(told.serial, func.count()).where(told.serial.in_(fresh)).group_by(told.serial)
    )
    return {int(serial): int(count) for serial, count in rows}
