"""Other doors are tried once a day, and what leads nowhere is known until it is found open again."""

from datetime import UTC, datetime, timedelta

from bot.clock import SettableClock
from bot.database import Database
from handlers.other_doors.directory import OtherDoors, OutsideDoor
from handlers.other_doors.service import OtherDoorService

NOW = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
GAS = OutsideDoor("gas", "交燃气费", ("交燃气费",), "https://gas.example", "1")
POWER = OutsideDoor("power", "交电费", ("交电费",), "https://power.example", "2")


async def test_doors_are_tried_once_a_day(database: Database) -> None:
    clock, asked = SettableClock(NOW), list[str]()
    shut: set[str] = {GAS.address}

    async def trial(address: str) -> bool | None:
        asked.append(address)
        return address in shut

    async def nobody(_: str) -> bool | None:
        return None

    service = OtherDoorService(database, doors=OtherDoors((GAS, POWER)), clock=clock)
    assert await service.try_due(nobody) == 0
    assert [one.checked_at for one in await service.all()] == [None, None]
    assert await service.try_due(trial) == 2
    assert await service.try_due(trial) == 0
    assert [one.dead for one in await service.all()] == [True, False]
    assert len(asked) == 2
    clock.advance(timedelta(days=1))
    shut.clear()
    assert await service.try_due(trial) == 2
    assert not (await service.one(GAS)).dead
    # A door that moved is not taken for the one that was tried.
    moved = OutsideDoor("gas", "交燃气费", ("交燃气费",), "https://new.example", "1")
    assert (await service.one(moved)).checked_at is None
