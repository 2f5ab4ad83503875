"""What the desk writes of areas, columns and channels, on both engines: the newest counts everywhere, an older one is put back."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from adapters.county import CountyData
from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from handlers.columns.plan_keeper import FILE, PlanKeeper
from handlers.county.live_plan import LivePlan
from handlers.county.plan_text import typed_of
from tests.factories.talks import NOON

PLAN = CountyData.load(None).openness
BY_FILE = typed_of(PLAN)


async def test_the_newest_counts_everywhere_and_an_older_one_is_put_back(database: Database) -> None:
    here, there = LivePlan(PLAN), LivePlan(PLAN)
    keeper, other = (PlanKeeper(database, plan=plan, clock=SettableClock(NOON)) for plan in (here, there))
    assert await keeper.now() == (FILE, BY_FILE)
    fewer = replace(BY_FILE, channels="【电话】\n12345热线 | 拨打12345")
    await keeper.keep(fewer, seen=FILE, actor="chenming")
    assert [one.name for one in here.current.channels] == ["12345热线"]
    assert (here.current.areas, here.current.villages) == (PLAN.areas, PLAN.villages)
    assert there.current is PLAN
    assert (await other.refresh(), await other.refresh()) == (1, 0)
    assert there.current == here.current
    for typed, seen, key in (
        (BY_FILE, FILE, "changed"),
        (fewer, 1, "same"),
        (replace(fewer, areas="养老"), 1, "group"),
    ):
        with pytest.raises(InputError) as refused:
            await other.keep(typed, seen=seen, actor="lisi")
        assert refused.value.text_key == f"openness.refused.{key}"
    await other.put_back(FILE, seen=1, actor="lisi")
    await other.put_back(1, seen=2, actor="lisi")
    with pytest.raises(InputError):
        await other.put_back(9, seen=3, actor="lisi")
    assert [(one.number, one.changed_by, one.again) for one in await keeper.wordings()] == [
        (3, "lisi", 1),
        (2, "lisi", FILE),
        (1, "chenming", None),
    ]
    await keeper.refresh()
    assert len(here.current.channels) == 1
    async with database.reading() as tx:
        noted = await tx.scalars(select(AuditRecord).where(AuditRecord.action == "openness:write"))
        assert [(entry.actor, entry.subject) for entry in noted] == [
            ("chenming", "1"),
            ("lisi", "2"),
            ("lisi", "3"),
        ]
