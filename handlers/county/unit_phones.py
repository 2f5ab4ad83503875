"""The phones of the county's units as the desk changes them; the county file's stand where nobody did."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from bot import audit
from bot.clock import Clock
from bot.database import Base, Database, Instant
from bot.errors import InputError
from handlers.county.profile import County

UNIT_LETTERS, PHONE_LETTERS = 80, 40
PHONE = re.compile(r"[0-9][0-9()（）转、 -]{1,38}[0-9]")


class UnitPhoneRecord(Base):
    """A phone that stands in place of the county file's."""

    __tablename__ = "unit_phones"

    unit: Mapped[str] = mapped_column(String(UNIT_LETTERS), primary_key=True)
    phone: Mapped[str] = mapped_column(String(PHONE_LETTERS))
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class UnitPhone:
    """A unit with the phone that citizens are told; `filed` is the county file's, `by` and `at` tell of a change."""

    unit: str
    phone: str
    filed: str
    by: str = ""
    at: datetime | None = None


class UnitPhones:
    """Changes phones and lets the county tell them; each public method is one transaction."""

    def __init__(self, database: Database, county: County, clock: Clock) -> None:
        self._database = database
        self._county = county
        self._clock = clock

    async def look(self) -> None:
        """Take over what was changed, in this process or another; the rest of the program asks the county."""
        self._county.changed.take({name: row.phone for name, row in (await self._rows()).items()})

    async def all(self) -> Sequence[UnitPhone]:
        """Give every unit of the county file with its phone, in the file's order."""
        rows = await self._rows()
        return [
            UnitPhone(unit.name, row.phone, unit.phone, row.changed_by, row.changed_at)
            if (row := rows.get(unit.name))
            else UnitPhone(unit.name, unit.phone, unit.phone)
            for unit in self._county.units
        ]

    async def change(self, unit: str, phone: str, *, actor: str) -> str:
        """Let a unit be told with another phone from now on, an empty one being the county file's; give the one before.

        Raises `InputError`: `unit_phones.refused.unit`, `unit_phones.refused.phone`.
        """
        filed = next((known.phone for known in self._county.units if known.name == unit), None)
        if filed is None:
            raise InputError("unit_phones.refused.unit")
        phone = " ".join(phone.split())
        if phone and not PHONE.fullmatch(phone):
            raise InputError("unit_phones.refused.phone", most=PHONE_LETTERS)
        async with self._database.transaction() as tx:
            row = await tx.get(UnitPhoneRecord, unit, with_for_update=True)
            before, now = row.phone if row else filed, self._clock.now()
            if phone in {"", filed}:
                if row is not None:
                    await tx.delete(row)
            else:
                if row is None:
                    row = UnitPhoneRecord(unit=unit)
                    tx.add(row)
                row.phone, row.changed_by, row.changed_at = phone, actor, now
            detail = {"before": before, "after": phone or filed}
            await audit.record(tx, "county:unit_phone", actor=actor, subject=unit, now=now, detail=detail)
        await self.look()
        return before

    async def _rows(self) -> Mapping[str, UnitPhoneRecord]:
        async with self._database.reading() as tx:
            return {row.unit: row for row in await tx.scalars(select(UnitPhoneRecord))}
