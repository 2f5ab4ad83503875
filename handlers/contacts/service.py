"""Cards kept at the desk and shown to everybody; a unit of the county without one is due."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.contacts.records import UnitContactRecord

LETTERS = {"leader": 30, "clerk": 30, "counsel": 40, "office": 40, "phone": 30, "address": 80}
NEEDED = ("leader", "clerk", "office", "phone")
POSTS = ("leader", "clerk", "counsel")
FIGURE = re.compile(r"[0-9０-９]")
MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
PHONE = re.compile(r"[0-9][0-9、,， -]{2,28}[0-9]")


@dataclass(frozen=True, slots=True)
class UnitContact:
    """A unit's card: posts in charge, never names, and how the office is reached."""

    unit: str
    leader: str
    clerk: str
    counsel: str
    office: str
    phone: str
    address: str


class ContactService:
    """Each method is one transaction; `units` are those that have to have a card."""

    def __init__(self, database: Database, *, units: Sequence[str], clock: Clock) -> None:
        self._database = database
        self._units = tuple(units)
        self._clock = clock

    @property
    def units(self) -> tuple[str, ...]:
        """Give the units that have to have a card."""
        return self._units

    async def cards(self) -> Mapping[str, UnitContact]:
        """Give the cards by unit, in the order of the county's units."""
        async with self._database.reading() as tx:
            rows = {row.unit: _card(row) for row in await tx.scalars(select(UnitContactRecord))}
        order = [*(unit for unit in self._units if unit in rows), *sorted(set(rows) - set(self._units))]
        return {unit: rows[unit] for unit in order}

    async def due(self) -> tuple[str, ...]:
        """Give the units that have no card yet."""
        known = await self.cards()
        return tuple(unit for unit in self._units if unit not in known)

    async def keep(self, unit: str, typed: Mapping[str, str], *, actor: str) -> None:
        """Keep a unit's card; raises `InputError` for an unknown unit, and naming the first field that is wrong.

        A post is named, not a person: figures are no part of it; a mobile number is somebody's own, not the office's.
        """
        if unit not in self._units:
            raise InputError("contacts.refused.unit")
        values = {name: " ".join(typed.get(name, "").split()) for name in LETTERS}
        for name, most in LETTERS.items():
            if (name in NEEDED and not values[name]) or len(values[name]) > most:
                raise InputError(f"contacts.refused.{name}", most=most)
        if any(FIGURE.search(values[name]) for name in POSTS):
            raise InputError("contacts.refused.post")
        if MOBILE.search(values["phone"]) or not PHONE.fullmatch(values["phone"]):
            raise InputError("contacts.refused.own_phone")
        async with self._database.transaction() as tx:
            now = self._clock.now()
            row = await tx.get(UnitContactRecord, unit, with_for_update=True) or UnitContactRecord(unit=unit)
            for name, value in values.items():
                setattr(row, name, value)
            row.updated_at, row.updated_by = now, actor
            tx.add(row)
            await audit.record(tx, "contact:keep", actor=actor, subject=unit, now=now)


def _card(row: UnitContactRecord) -> UnitContact:
    return UnitContact(row.unit, row.leader, row.clerk, row.counsel, row.office, row.phone, row.address)
