"""Prepared words by unit, edited at the desk; the office's own, without a unit, are everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.tickets.records import CannedTextRecord
from handlers.tickets.service import LONGEST_ANSWER_LETTERS

LONGEST_TITLE_LETTERS = 60
MOST_OF_A_UNIT = 100


@dataclass(frozen=True, slots=True)
class CannedText:
    """Prepared words with a title to find them by; `unit` is empty for the office's own."""

    id: int
    unit: str
    title: str
    words: str


class CannedTexts:
    """Keeps them; a person of a unit changes the unit's own, one without a unit the office's."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, unit: str) -> Sequence[CannedText]:
        """Give those that somebody of a unit uses, the unit's own first."""
        record = CannedTextRecord
        chosen = select(record).where(or_(record.unit == unit, record.unit == ""))
        async with self._database.reading() as tx:
            rows = await tx.scalars(chosen.order_by(record.unit.desc(), record.title, record.id))
            return [CannedText(row.id, row.unit, row.title, row.words) for row in rows]

    async def save(self, unit: str, title: str, words: str, *, actor: str, identifier: int = 0) -> None:
        """Keep new words, or change those of an id; raises `InputError` for what is empty, too long or not the unit's."""
        called, said = title.strip()[:LONGEST_TITLE_LETTERS], words.strip().replace("\r\n", "\n")
        if not called or not said:
            raise InputError("tickets.refused.canned_empty")
        if len(said) > LONGEST_ANSWER_LETTERS:
            raise InputError("tickets.refused.long_answer", most=LONGEST_ANSWER_LETTERS)
        record, now = CannedTextRecord, self._clock.now()
        async with self._database.transaction() as tx:
            row = await tx.get(record, identifier) if identifier else None
            if identifier and (row is None or row.unit != unit):
                raise InputError("tickets.refused.canned_missing")
            if row is None:
                kept = await tx.scalar(select(func.count()).where(record.unit == unit))
                if int(kept or 0) >= MOST_OF_A_UNIT:
                    raise InputError("tickets.refused.canned_many", most=MOST_OF_A_UNIT)
                row = record(unit=unit)
                tx.add(row)
            row.title, row.words, row.edited_at, row.edited_by = called, said, now, actor
            await tx.flush()
            await audit.record(tx, "ticket:canned-text", actor=actor, subject=f"canned:{row.id}", now=now)

    async def drop(self, unit: str, identifier: int, *, actor: str) -> None:
        """Take words away; those of another unit, or that are gone, change nothing."""
        async with self._database.transaction() as tx:
            row = await tx.get(CannedTextRecord, identifier)
            if row is None or row.unit != unit:
                return
            await tx.delete(row)
            now = self._clock.now()
            await audit.record(tx, "ticket:canned-drop", actor=actor, subject=f"canned:{identifier}", now=now)
