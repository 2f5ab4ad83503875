"""Takes published decisions in, and looks them up by credit code; how often an account may is counted in the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.audit import AuditRecord
from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.credit.entry import CreditEntry
from handlers.credit.records import CreditEntryRecord
from handlers.credit.table import CreditTable
from handlers.departed import departed_mark

LOOKS_A_DAY, SHOWN, SOURCE_LETTERS = 30, 5, 60
ROWS_A_TRIP = 500
LOOKED = "credit:look"


@dataclass(frozen=True, slots=True)
class CreditFound:
    """What is published of a company: the latest decisions, and how many there are."""

    rows: tuple[CreditEntryRecord, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CreditTaken:
    """What became of a table: how many decisions were published, and how many taken back."""

    published: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class CreditSource:
    """Whose table it is, as citizens read it."""

    name: str
    entries: int
    taken_at: datetime


class CreditRegister:
    """Keeps what was published; what its unit takes back is shown no more."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    def on(self, database: Database) -> Self:
        """Give the same on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock)

    async def take(self, source: str, table: CreditTable, *, actor: str) -> CreditTaken:
        """Take a table in, whole; what is not public is kept nowhere.

        Raises `InputError` for a source without a name, and for a table with faults.
        """
        if not 1 <= len(source) <= SOURCE_LETTERS:
            raise InputError("credit.refused.source", most=SOURCE_LETTERS)
        if table.faults:
            raise table.faults[0]
        now, kept, gone = self._clock.now(), 0, 0
        async with self._database.transaction() as tx:
            for start in range(0, len(table.entries), ROWS_A_TRIP):
                some = table.entries[start : start + ROWS_A_TRIP]
                there = await _known(tx, source, some)
                for one in some:
                    row = there.get((one.document, one.code))
                    if one.public:
                        _publish(tx, row, one, source, now)
                        kept += 1
                    elif row is not None and row.withdrawn_at is None:
                        row.withdrawn_at, gone = now, gone + 1
                await tx.flush()
            detail = {"published": str(kept), "withdrawn": str(gone)}
            await audit.record(tx, "credit:import", actor=actor, subject="credit", now=now, detail=detail)
        return CreditTaken(kept, gone)

    async def sources(self) -> Sequence[CreditSource]:
        """Give whose tables were taken in, with how many decisions of each are to be seen."""
        record = CreditEntryRecord
        latest = func.max(record.taken_at, type_=record.taken_at.type)
        wanted = select(record.source, func.count(), latest).where(*_open(local_date(self._clock.now())))
        async with self._database.reading() as tx:
            rows = await tx.execute(wanted.group_by(record.source).order_by(record.source))
            return [CreditSource(*row) for row in rows]

    async def look(self, code: str, *, citizen: str, channel: str) -> CreditFound | None:
        """Give what is published of a company by its code; None where the account has looked enough for a day."""
        now = self._clock.now()
        today, record = local_date(now), CreditEntryRecord
        subject = f"account {departed_mark(self._vault, citizen=citizen, channel=channel)[:16]}"
        since = datetime.combine(today, time(), SHANGHAI)
        looks = select(func.count()).where(
            AuditRecord.subject == subject, AuditRecord.action == LOOKED, AuditRecord.at >= since
        )
        shown = (record.code == code, *_open(today))
        async with self._database.transaction() as tx:
            if int(await tx.scalar(looks) or 0) >= LOOKS_A_DAY:
                return None
            await audit.record(tx, LOOKED, actor="citizen", subject=subject, now=now)
            total = int(await tx.scalar(select(func.count()).where(*shown)) or 0)
            rows = await tx.scalars(
                select(record).where(*shown).order_by(record.decided_on.desc(), record.id).limit(SHOWN)
            )
            return CreditFound(tuple(rows), total)


def _open(today: date) -> tuple[ColumnElement[bool], ...]:
    """Give what makes a decision one to be shown: not taken back, and its time not over."""
    record = CreditEntryRecord
    return record.withdrawn_at.is_(None), or_(record.until.is_(None), record.until >= today)


async def _known(
    tx: AsyncSession, source: str, entries: Sequence[CreditEntry]
) -> dict[tuple[str, str], CreditEntryRecord]:
    record = CreditEntryRecord
    wanted = select(record).where(
        record.source == source, record.document.in_({one.document for one in entries})
    )
    return {(row.document, row.code): row for row in await tx.scalars(wanted)}


def _publish(
    tx: AsyncSession, row: CreditEntryRecord | None, one: CreditEntry, source: str, now: datetime
) -> None:
    if row is None:
        row = CreditEntryRecord(source=source, document=one.document, code=one.code)
        tx.add(row)
    row.kind, row.party, row.content, row.unit = one.kind.value, one.party, one.content, one.unit
    row.decided_on, row.published_on, row.until = one.decided_on, one.published_on, one.until
    row.taken_at, row.withdrawn_at = now, None
