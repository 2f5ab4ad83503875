"""What is switched at the desk, on both engines: who and when, one for a thing at a time, taken up by every process that looks."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from handlers.switches.service import SwitchBoard
from handlers.switches.switch import SwitchKind, SwitchWish
from knowledge.documents.document import Document, Kind
from knowledge.index.closed import OpenIndex
from knowledge.index.generations import Index
from tests.factories.talks import NOON

OFF = SwitchWish(SwitchKind.ACCOUNT, "正在核对，请打12345。")
POLICY = "allowance"
ROWS = (
    (Document(POLICY, "甲县高龄津贴办法", theme="养老服务"), "第一条 高龄津贴每人每月60元。", 1),
    (Document("guide", "高龄津贴申领", kind=Kind.GUIDE, basis=(POLICY,)), "## 申请条件\n\n年满80周岁。", 1),
    (Document("plain", "高龄津贴解读", kind=Kind.INTERPRETATION, interprets=(POLICY,)), "每月60元。", 1),
    (Document("canteen", "甲县老年食堂办法", theme="养老服务"), "第一条 老年食堂每餐5元。", 1),
    (Document("lifts", "甲县电梯办法", theme="住房保障"), "第一条 电梯加装补贴20万元。", 1),
)


@pytest.fixture
def county(tmp_path: Path) -> Index:
    index = Index(tmp_path / "index")
    index.build(ROWS)
    index.reload()
    return index


def board(database: Database, index: Index, clock: SettableClock) -> SwitchBoard:
    return SwitchBoard(database, index=index, clock=clock)


async def test_a_switch_counts_everywhere_until_it_is_lifted_and_is_never_forgotten(
    database: Database, county: Index
) -> None:
    clock = SettableClock(NOON)
    here, there = (board(database, county, clock) for _ in range(2))
    await here.set(OFF, actor="chenming")
    assert here.closed().everything
    assert not there.closed().everything
    await there.look()
    assert there.closed().everything
    clock.advance(timedelta(minutes=5))
    await here.set(SwitchWish(SwitchKind.ACCOUNT, "换一句话。"), actor="wusan")
    [standing] = await there.standing()
    await there.lift(standing.id, actor="wusan")
    await there.lift(standing.id, actor="somebody-late")
    await here.look()
    assert not here.closed().everything
    kept = [(one.words, one.set_by, one.lifted_by, one.lifted_at is not None) for one in await here.history()]
    assert kept == [("换一句话。", "wusan", "wusan", True), (OFF.words, "chenming", "wusan", True)]
    async with database.reading() as tx:
        noted = (
            await tx.scalars(
                select(AuditRecord).where(AuditRecord.action.like("switch:%")).order_by(AuditRecord.id)
            )
        ).all()
    assert [(entry.actor, entry.action) for entry in noted] == [
        ("chenming", "switch:set"),
        ("wusan", "switch:set"),
        ("wusan", "switch:lift"),
    ]


async def test_a_document_takes_its_explanation_and_guide_along_and_a_theme_all_of_it(
    database: Database, county: Index
) -> None:
    clock = SettableClock(NOON)
    here = board(database, county, clock)
    open_index = OpenIndex(county, here.closed)
    whole = county.reader
    assert whole is not None
    assert open_index.reader is whole
    await here.set(SwitchWish(SwitchKind.DOCUMENT, "改着呢", subject=POLICY, along=False), actor="chenming")
    narrowed = open_index.reader
    assert narrowed is not None
    assert set(whole.identifiers) - set(narrowed.identifiers) == {POLICY}
    assert narrowed.edition != whole.edition
    await here.set(
        SwitchWish(SwitchKind.DOCUMENT, "改着呢", subject=POLICY, ends_at=NOON + timedelta(hours=1)),
        actor="chenming",
    )
    narrowed = open_index.reader
    assert narrowed is not None
    assert set(narrowed.identifiers) == {"canteen", "lifts"}
    clock.advance(timedelta(hours=1))
    assert open_index.reader is whole
    await here.set(SwitchWish(SwitchKind.THEME, "改着呢", subject="养老服务"), actor="chenming")
    narrowed = open_index.reader
    assert narrowed is not None
    assert set(narrowed.identifiers) == {"guide", "plain", "lifts"}
    assert set(whole.identifiers) == {row[0].id for row in ROWS}


async def test_what_cannot_be_switched_is_refused_and_nothing_kept(database: Database, county: Index) -> None:
    here = board(database, county, SettableClock(NOON))
    for wish, refused in (
        (SwitchWish(SwitchKind.ACCOUNT, " \n "), "words"),
        (SwitchWish(SwitchKind.ACCOUNT, "字" * 201), "long"),
        (SwitchWish(SwitchKind.BANNER, "打13812345678"), "personal"),
        (SwitchWish(SwitchKind.BANNER, "好", ends_at=NOON), "past"),
        (SwitchWish(SwitchKind.DOCUMENT, "好"), "subject"),
        (SwitchWish(SwitchKind.DOCUMENT, "好", subject="nothing"), "document"),
        (SwitchWish(SwitchKind.THEME, "好", subject="没有的主题"), "theme"),
    ):
        with pytest.raises(InputError) as caught:
            await here.set(wish, actor="chenming")
        assert caught.value.text_key == f"switches.refused.{refused}"
    assert await here.history() == []
