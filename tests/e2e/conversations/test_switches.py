"""Answers are switched off for everything, a theme, a document, and come back; danger and persons are reached all the same."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from handlers.switches.service import SwitchBoard
from handlers.switches.switch import SwitchKind, SwitchWish
from tests.e2e.conversations.stage import House, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")
ASKED, ANSWER = "高龄津贴每月多少钱", "《青岚县高龄津贴"
OTHER, OTHER_ANSWER = "公租房的租金怎么算", "公共租赁住房"
OFF = "我们正在核对内容，请打12345。"
POLICY = "policy-elderly-allowance"


@pytest_asyncio.fixture(loop_scope="session")
async def board(house: House) -> AsyncIterator[SwitchBoard]:
    board = house.ready.services.answering.switches
    yield board
    # The house's clock is set back for the next script: what has ended would stand again.
    for one in await board.history():
        await board.lift(one.id, actor="test")


async def test_all_answers_are_off_and_danger_persons_and_cases_are_not(
    house: House, board: SwitchBoard
) -> None:
    stage = Stage(house)
    person = stage.person("")
    assert ANSWER in await stage.say(person, ASKED)
    await board.set(SwitchWish(SwitchKind.ACCOUNT, OFF), actor="test")
    for asked in (ASKED, "那90岁呢", "高龄津贴怎么办理", "更多", "What is the elderly allowance?"):
        said = await stage.say(person, asked)
        assert OFF in said, asked
        assert "《" not in said, asked
    danger = await stage.say(person, "救命，我家着火了，高龄津贴怎么申请")
    assert "119" in danger
    assert OFF not in danger
    assert "RG" in await stage.say(person, "转人工，高龄津贴的钱没到账")
    assert OFF not in await stage.say(person, "我的申请办到哪一步了")
    [one] = await board.standing()
    await board.lift(one.id, actor="test")
    assert ANSWER in await stage.say(stage.person("后来的"), ASKED)


@pytest.mark.parametrize(("kind", "subject"), [(SwitchKind.DOCUMENT, POLICY), (SwitchKind.THEME, "养老服务")])
async def test_a_document_or_a_theme_is_off_and_others_answer(
    house: House, board: SwitchBoard, kind: SwitchKind, subject: str
) -> None:
    stage = Stage(house)
    person = stage.person("")
    assert ANSWER in await stage.say(person, ASKED)
    await board.set(SwitchWish(kind, OFF, subject=subject), actor="test")
    for asked in ("那90岁呢", ASKED, "高龄津贴怎么办理"):
        assert OFF in await stage.say(person, asked), asked
    assert OTHER_ANSWER in await stage.say(stage.person("别人"), OTHER)
    # Its page stays open to everybody.
    assert house.ready.services.answering.index.reader is not None
    assert house.ready.services.answering.index.reader.docnum_of(POLICY) is not None


async def test_an_end_comes_by_itself(house: House, board: SwitchBoard) -> None:
    stage = Stage(house)
    ends_at = house.clock.now() + timedelta(hours=2)
    await board.set(SwitchWish(SwitchKind.ACCOUNT, OFF, ends_at=ends_at), actor="test")
    assert OFF in await stage.say(stage.person("先来的"), ASKED)
    house.clock.advance(timedelta(hours=2))
    assert ANSWER in await stage.say(stage.person("后来的"), ASKED)


async def test_the_banner_goes_before_the_first_answer_of_a_day(house: House, board: SwitchBoard) -> None:
    stage, words = Stage(house), "今天有暴雨，请不要涉水。"
    await board.set(SwitchWish(SwitchKind.BANNER, words), actor="test")
    person = stage.person("")
    first = await stage.say(person, ASKED)
    assert first.index(words) < first.index(ANSWER)
    assert words not in await stage.say(person, OTHER)
    danger = await stage.say(stage.person("落水的"), "救命，有人落水了")
    assert "119" in danger.split(words)[0]
