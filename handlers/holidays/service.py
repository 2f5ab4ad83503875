"""Entering a notice, signing it as a second person, throwing a wrong one away; signed, it is in force in every process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.holidays.live import LiveCalendar
from handlers.holidays.notice import Holiday, TypedNotice
from handlers.holidays.records import DISCARDED, ENTERED, SIGNED, HolidayNoticeRecord
from handlers.workdays import Calendar

LISTED_NOTICES = 50


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """A notice with where it stands; `recounted_at` is when the open cases had followed it."""

    number: int
    typed: TypedNotice
    state: str
    entered_by: str
    entered_at: datetime
    signed_by: str
    signed_at: datetime | None
    discarded_by: str
    recounted_at: datetime | None


class HolidayNotices:
    """Keeps the notices. Whoever entered one does not sign it; what is signed is replaced by another, never changed."""

    def __init__(self, database: Database, *, calendar: LiveCalendar, clock: Clock) -> None:
        self._database = database
        self._calendar = calendar
        self._clock = clock
        self._version: tuple[int, datetime | None] = (0, None)

    @property
    def calendar(self) -> Calendar:
        """Give the calendar in force here."""
        return self._calendar.current

    async def refresh(self) -> int:
        """Take up what was signed anywhere since the last look; give 1 when the calendar is another one now."""
        async with self._database.reading() as tx:
            version = (
                await tx.execute(
                    select(func.count(), func.max(HolidayNoticeRecord.signed_at)).where(
                        HolidayNoticeRecord.state == SIGNED
                    )
                )
            ).one()
            if (version[0], version[1]) == self._version:
                return 0
            rows = await _signed(tx)
        self._calendar.take(_typed(row).notice() for row in rows)
        self._version = (version[0], version[1])
        return 1

    async def enter(self, typed: TypedNotice, *, actor: str) -> int:
        """Keep a notice that still has to be signed; give its number.

        Raises `InputError` when the same notice for that year lies there already.
        """
        async with self._database.transaction() as tx:
            if await self._same(tx, typed):
                raise InputError("holidays.refused.known", number=typed.document_number)
            now = self._clock.now()
            row = HolidayNoticeRecord(
                year=typed.year,
                document_number=typed.document_number,
                title=typed.title,
                days_off=[[one.name, one.first.isoformat(), one.last.isoformat()] for one in typed.holidays],
                makeup_days=[day.isoformat() for day in typed.makeup_days],
                state=ENTERED,
                entered_by=actor,
                entered_at=now,
                signed_at=None,
                discarded_at=None,
                recounted_at=None,
            )
            tx.add(row)
            await tx.flush()
            await self._note(tx, "enter", row, actor=actor, now=now)
            return row.id

    async def _same(self, tx: AsyncSession, typed: TypedNotice) -> bool:
        query = select(HolidayNoticeRecord).where(
            HolidayNoticeRecord.year == typed.year,
            HolidayNoticeRecord.document_number == typed.document_number,
            HolidayNoticeRecord.state != DISCARDED,
        )
        rows = (await tx.scalars(query)).all()
        # The same number with other days is a mended slip; it waits to be signed beside the wrong one.
        return any(_typed(row) == typed for row in rows)

    async def sign(self, number: int, *, actor: str) -> None:
        """Put a notice in force, here at once and in every other process at its next look.

        Raises `InputError` for one that nobody entered, that does not wait any more, or that the same person entered.
        """
        async with self._database.transaction() as tx:
            row = await self._waiting(tx, number)
            if row.entered_by == actor:
                raise InputError("holidays.refused.same_person")
            now = self._clock.now()
            row.state, row.signed_by, row.signed_at = SIGNED, actor, now
            await self._note(tx, "sign", row, actor=actor, now=now)
        await self.refresh()

    async def discard(self, number: int, *, actor: str) -> None:
        """Throw away a notice that was not signed; it stays readable. Raises `InputError` as `sign` does."""
        async with self._database.transaction() as tx:
            row = await self._waiting(tx, number)
            now = self._clock.now()
            row.state, row.discarded_by, row.discarded_at = DISCARDED, actor, now
            await self._note(tx, "discard", row, actor=actor, now=now)

    async def _waiting(self, tx: AsyncSession, number: int) -> HolidayNoticeRecord:
        row = await tx.get(HolidayNoticeRecord, number, with_for_update=True)
        if row is None:
            raise InputError("holidays.refused.unknown")
        if row.state != ENTERED:
            raise InputError("holidays.refused.done")
        return row

    async def _note(
        self, tx: AsyncSession, step: str, row: HolidayNoticeRecord, *, actor: str, now: datetime
    ) -> None:
        detail = {"year": str(row.year), "document": row.document_number}
        await audit.record(tx, f"holidays:{step}", actor=actor, subject=str(row.id), now=now, detail=detail)

    async def all(self) -> Sequence[KeptNotice]:
        """Give the notices, the newest first, at most fifty."""
        async with self._database.reading() as tx:
            rows = await tx.scalars(
                select(HolidayNoticeRecord).order_by(HolidayNoticeRecord.id.desc()).limit(LISTED_NOTICES)
            )
            return [_kept(row) for row in rows]

    async def one(self, number: int) -> KeptNotice:
        """Give one notice; raises `InputError` when there is none of that number."""
        async with self._database.reading() as tx:
            row = await tx.get(HolidayNoticeRecord, number)
        if row is None:
            raise InputError("holidays.refused.unknown")
        return _kept(row)

    async def unfollowed(self) -> Sequence[int]:
        """Give the signed notices that the open cases have not followed yet, in the order of their signatures."""
        async with self._database.reading() as tx:
            rows = await _signed(tx)
        return [row.id for row in rows if row.recounted_at is None]

    async def followed(self, number: int) -> None:
        """Note that the open cases have followed a notice."""
        async with self._database.transaction() as tx:
            row = await tx.get(HolidayNoticeRecord, number, with_for_update=True)
            if row is not None and row.recounted_at is None:
                row.recounted_at = self._clock.now()


async def _signed(tx: AsyncSession) -> Sequence[HolidayNoticeRecord]:
    rows = await tx.scalars(
        select(HolidayNoticeRecord)
        .where(HolidayNoticeRecord.state == SIGNED)
        .order_by(HolidayNoticeRecord.signed_at, HolidayNoticeRecord.id)
    )
    return rows.all()


def _typed(row: HolidayNoticeRecord) -> TypedNotice:
    return TypedNotice(
        year=row.year,
        document_number=row.document_number,
        title=row.title,
        holidays=tuple(
            Holiday(name, date.fromisoformat(first), date.fromisoformat(last))
            for name, first, last in row.days_off
        ),
        makeup_days=tuple(map(date.fromisoformat, row.makeup_days)),
    )


def _kept(row: HolidayNoticeRecord) -> KeptNotice:
    return KeptNotice(
        number=row.id,
        typed=_typed(row),
        state=row.state,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        discarded_by=row.discarded_by,
        recounted_at=row.recounted_at,
    )
