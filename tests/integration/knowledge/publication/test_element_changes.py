"""What became otherwise in a guide is written down when it becomes public, on both engines, and only then."""

from datetime import UTC, date, datetime

from bot.clock import SettableClock
from bot.database import Database
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from tests.factories.publication import knowledge_services

GUIDE = Document("g", "高龄津贴申领", Kind.GUIDE, unit="甲县民政局", published_on=date(2026, 1, 5))
TEXT = "# 高龄津贴申领\n\n## 办理时限\n\n{limit}个工作日。\n\n## 收费标准\n\n不收费\n"


async def test_old_and_new_with_the_day_and_nothing_before_it_is_public(database: Database) -> None:
    clock = SettableClock(datetime(2026, 3, 1, 2, tzinfo=UTC))
    knowledge = knowledge_services(database, clock)

    async def keep(limit: int, *, publish: bool) -> None:
        draft = Draft(GUIDE, TEXT.format(limit=limit), "rows.jsonl", 1)
        await knowledge.imports.keep([draft], author="w", publish=publish)

    await keep(20, publish=True)
    assert await knowledge.element_changes.of("g") == ()
    clock.set(datetime(2026, 5, 6, 2, tzinfo=UTC))
    await keep(10, publish=False)
    assert await knowledge.element_changes.of("g") == (), "what waits for review has changed nothing"
    await keep(10, publish=True)
    [change] = await knowledge.element_changes.of("g")
    assert (change.element, change.before, change.after) == ("limit", "20个工作日。", "10个工作日。")
    assert (change.on, change.shorter) == (date(2026, 5, 6), True)
    await keep(10, publish=True)
    assert len(await knowledge.element_changes.of("g")) == 1
    clock.set(datetime(2026, 6, 1, 2, tzinfo=UTC))
    await keep(5, publish=True)
    assert [one.before for one in await knowledge.element_changes.of("g")] == ["10个工作日。", "20个工作日。"]
    assert await knowledge.element_changes.of("moon") == ()
