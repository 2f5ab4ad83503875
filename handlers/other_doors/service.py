"""Tries the other doors once a day, and tells which lead nowhere."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import select

from bot.clock import Clock
from bot.database import Database
from handlers.other_doors.directory import OtherDoors, OutsideDoor
from handlers.other_doors.records import DoorCheckRecord

EVERY = timedelta(days=1)
# Whether nobody answers at an address; None where the network was not asked.
Trial = Callable[[str], Awaitable[bool | None]]


@dataclass(frozen=True, slots=True)
class TriedDoor:
    """A door, and what was found of it; never tried where `checked_at` is None."""

    door: OutsideDoor
    dead: bool = False
    checked_at: datetime | None = None


class OtherDoorService:
    """Knows the doors and how they were found."""

    def __init__(self, database: Database, *, doors: OtherDoors, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.doors = doors

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(database, doors=self.doors, clock=self._clock)

    async def all(self) -> Sequence[TriedDoor]:
        """Give every door as it was found last; what was found at another address counts no more."""
        async with self._database.reading() as tx:
            rows = {row.key: row for row in await tx.scalars(select(DoorCheckRecord))}
        return [_tried(door, rows.get(door.key)) for door in self.doors.doors]

    async def one(self, door: OutsideDoor) -> TriedDoor:
        """Give one door as it was found last."""
        async with self._database.reading() as tx:
            return _tried(door, await tx.get(DoorCheckRecord, door.key))

    async def try_due(self, trial: Trial) -> int:
        """Try the doors not tried for a day; give how many. Raises `ServiceError` when the database is away."""
        now = self._clock.now()
        due = [
            one.door for one in await self.all() if one.checked_at is None or one.checked_at <= now - EVERY
        ]
        found = [(door, await trial(door.address)) for door in due]
        rows = [
            DoorCheckRecord(key=door.key, address=door.address, dead=dead, checked_at=now)
            for door, dead in found
            if dead is not None
        ]
        if rows:
            async with self._database.transaction() as tx:
                for row in rows:
                    await tx.merge(row)
        return len(rows)


def _tried(door: OutsideDoor, row: DoorCheckRecord | None) -> TriedDoor:
    if row is None or row.address != door.address:
        return TriedDoor(door)
    return TriedDoor(door, row.dead, row.checked_at)
