"""Looks now and then what waits for whom, and writes one message for all that is new of a kind; in working hours only.

What comes at night or on a day off is found in the morning, together with the rest.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.message import Wording
from handlers.county.office import Office
from handlers.staff_notices.channels import NoticeChannel
from handlers.staff_notices.message import earliest, message_of, most_pressing
from handlers.staff_notices.receiver import DeskWorkSource, NoticeReceiver, ReceiverCheck
from handlers.staff_notices.records import NoticeAddressRecord, NoticeToldRecord, StaffNoticeRecord
from handlers.staff_notices.states import NoticeState
from handlers.staff_notices.work import Pressing, PressingWork, WorkKind, WorkNews, news_of, pressing_of
from handlers.workdays import WorkingCalendar

LOOKED_EVERY = timedelta(minutes=10)
WATCHED = 2000
ADDRESSES = 20


class NoticeGathering:
    """Makes the rounds of a worker; `channels` are those that are set up: nothing is written for another."""

    def __init__(
        self,
        database: Database,
        *,
        sources: Mapping[WorkKind, DeskWorkSource],
        stands: ReceiverCheck,
        channels: Collection[NoticeChannel],
        office: Office | None,
        calendar: WorkingCalendar,
        texts: Wording,
        desk: str,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sources = sources
        self._stands = stands
        self._channels = [channel.value for channel in channels]
        self._office = office
        self._calendar = calendar
        self._texts = texts
        self._desk = desk
        self._clock = clock

    def is_open(self) -> bool:
        """Whether it is working time."""
        now = self._clock.now()
        return self._office is not None and self._office.is_open(now, calendar=self._calendar)

    async def step(self) -> int:
        """See to the addresses whose turn it is; give for how many a message was written."""
        if not self._channels or not self.is_open():
            return 0
        async with self._database.reading() as tx:
            due = (await tx.scalars(self._due())).all()
        return sum([await self._look(identifier) for identifier in due])

    def _due(self) -> Select[str]:
        record = NoticeAddressRecord
        return (
            select(record.id)
            .where(
                record.is_on.is_(True),
                record.channel.in_(self._channels),
                or_(record.looked_at.is_(None), record.looked_at <= self._clock.now() - LOOKED_EVERY),
            )
            .order_by(record.looked_at.nulls_first(), record.id)
            .limit(ADDRESSES)
        )

    async def _look(self, identifier: str) -> int:
        """See to one address, once at a time; give how many messages it gets."""
        async with self._database.transaction() as tx:
            row = await tx.get(NoticeAddressRecord, identifier, with_for_update=True)
            now = self._clock.now()
            seen = row is not None and row.looked_at is not None and row.looked_at > now - LOOKED_EVERY
            if row is None or not row.is_on or seen:
                return 0
            row.looked_at = now
            receiver = NoticeReceiver(row.login, row.unit)
            if not await self._stands(tx, receiver):
                return 0
            written = [await self._tell(tx, row, WorkKind(kind)) for kind in row.kinds]
        return sum(written)

    async def _tell(self, tx: AsyncSession, row: NoticeAddressRecord, kind: WorkKind) -> int:
        today = local_date(self._clock.now())
        found = await self._sources[kind](tx, NoticeReceiver(row.login, row.unit), limit=WATCHED)
        waiting = [
            PressingWork(one, pressing_of(one.due_on, today=today, calendar=self._calendar)) for one in found
        ]
        news = news_of(waiting, await _told(tx, row.id, kind))
        await _remember(tx, row.id, kind, news)
        if not news.told:
            return 0
        message = message_of(kind, news.told, texts=self._texts, desk=self._desk)
        now = self._clock.now()
        tx.add(
            StaffNoticeRecord(
                address=row.id,
                kind=kind.value,
                title=message.title,
                text=message.text,
                count=len(news.told),
                most_pressing=int(most_pressing(news.told)),
                earliest_on=earliest(news.told),
                state=NoticeState.WAITING.value,
                next_at=now,
                made_at=now,
                sent_at=None,
            )
        )
        return 1


async def _told(tx: AsyncSession, address: str, kind: WorkKind) -> dict[str, Pressing]:
    told = NoticeToldRecord
    rows = await tx.execute(
        select(told.number, told.pressing).where(told.address == address, told.kind == kind.value)
    )
    return {number: Pressing(pressing) for number, pressing in rows}


async def _remember(tx: AsyncSession, address: str, kind: WorkKind, news: WorkNews) -> None:
    """Keep what was told as it stands now, and nothing of what no longer waits."""
    told = NoticeToldRecord
    changed = (*news.told, *news.eased)
    left = [*news.gone, *(one.work.number for one in changed)]
    for at in range(0, len(left), 500):
        some = left[at : at + 500]
        await tx.execute(
            delete(told).where(told.address == address, told.kind == kind.value, told.number.in_(some))
        )
    tx.add_all(
        told(address=address, kind=kind.value, number=one.work.number, pressing=int(one.pressing))
        for one in changed
    )
    await tx.flush()
