"""Takes published decisions in, and looks them up by credit code; how often an account may is counted in the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Self

from sqlalchemy import func, or_, select

from bot import audit
from bot.audit import AuditRecord
from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.credit.entry import CreditEntry
from handlers.credit.records import CreditEntryRecord
from handlers.departed import departed_mark

LOOKS_A_DAY, SHOWN, SOURCE_LETTERS = 30, 5, 60
LOOKED = "credit:look"


@dataclass(frozen=True, slots=True)
class CreditFound:
    """What is published of a company: the latest decisions, and how many there are."""

    rows: tuple[CreditEntryRecord, ...]
    total: int


class CreditRegister:
    """Keeps what was published; what its unit takes back is shown no more."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    def on(self, database: Database) -> Self:
        """Give the same on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock)

    async def take(self, source: str, entries: Sequence[CreditEntry], *, actor: str) -> tuple[int, int]:
        """Take a table in, whole; give how many were published and how many taken back.

        What is not public is kept nowhere. Raises `InputError` for a source without a name.
        """
        if not 1 <= len(source) <= SOURCE_LETTERS:
            raise InputError("credit.refused.source", most=SOURCE_LETTERS)
        now, kept, gone = self._clock.now(), 0, 0
        async with self._database.transaction() as tx:
            for one in entries:
                wanted = select(CreditEntryRecord).where(
                    CreditEntryRecord.source == source,
                    CreditEntryRecord.document == one.document,
                    CreditEntryRecord.code == one.code,
                )
                row = (await tx.scalars(wanted)).one_or_none()
                if not one.public:
                    if row is not None and row.withdrawn_at is None:
                        row.withdrawn_at, gone = now, gone + 1
                    continue
                if row is None:
                    row = CreditEntryRecord(source=source, document=one.document, code=one.code)
                    tx.add(row)
                row.kind, row.party, row.content, row.unit = one.kind.value, one.party, one.content, one.unit
                row.decided_on, row.published_on, row.until = one.decided_on, one.published_on, one.until
                row.taken_at, row.withdrawn_at, kept = now, None, kept + 1
            detail = {"published": str(kept), "withdrawn": str(gone)}
            await audit.record(tx, "credit:import", actor=actor, subject="credit", now=now, detail=detail)
        return kept, gone

    async def look(self, code: str, *, citizen: str, channel: str) -> CreditFound | None:
        """Give what is published of a company by its code; None where the account has looked enough for a day."""
        now = self._clock.now()
        today, record = local_date(now), CreditEntryRecord
        subject = f"account {departed_mark(self._vault, citizen=citizen, channel=channel)[:16]}"
        since = datetime.combine(today, time(), SHANGHAI)
        looks = select(func.count()).where(
            AuditRecord.subject == subject, AuditRecord.action == LOOKED, AuditRecord.at >= since
        )
        shown = (
            record.code == code,
            record.withdrawn_at.is_(None),
            or_(record.until.is_(None), record.until >= today),
        )
        async with self._database.transaction() as tx:
            if int(await tx.scalar(looks) or 0) >= LOOKS_A_DAY:
                return None
            await audit.record(tx, LOOKED, actor="citizen", subject=subject, now=now)
            total = int(await tx.scalar(select(func.count()).where(*shown)) or 0)
            rows = await tx.scalars(
                select(record).where(*shown).order_by(record.decided_on.desc(), record.id).limit(SHOWN)
            )
            return CreditFound(tuple(rows), total)
