"""From a question nobody could answer to the news that it is answered: the whole program, the simulated platform."""

from pathlib import Path

import pytest

from adapters.serving import settle_gaps
from knowledge.ingest.read import read
from knowledge.questions.groups import BY_REGRESSION, GapState
from knowledge.questions.note import QuestionOutcome
from tests.e2e.conversations.stage import House, Stage, opened_house

pytestmark = pytest.mark.redis
RULE = """---
id: drones
kind: policy
title: 青岚县民用无人机飞行报备办法
number: 青政发〔2026〕31号
issuer: 青岚县人民政府
unit: 青岚县公安局
theme: 公共安全
published_on: 2026-11-23
validity: 有效
disclosure: 主动公开
sample: true
---

# 青岚县民用无人机飞行报备办法

第一条 在本县飞行民用无人机，飞行前一天向县公安局报备。

第二条 无人机飞行报备不收费，在“青岚明白”微信公众号上填写即可。
"""


async def tick(house: House) -> None:
    """Let the worker's loops run until there is nothing left to do."""
    program = house.program
    assert program is not None
    await program.notes.flush()
    for work in (program.carrier.carry, program.delivery.courier.deliver_due):
        while await work():
            pass
    await settle_gaps(program)
    while await program.delivery.courier.deliver_due():
        pass


async def test_asked_declined_awaited_published_told_once(tmp_path: Path, trained: Path) -> None:
    async with opened_house(tmp_path, trained) as house:
        stage = Stage(house)
        program = house.program
        assert program is not None
        anna, ben = stage.person("anna"), stage.person("ben")
        said = await stage.say(anna, "无人机飞行要报备吗？13900001234")
        assert "没有查到" in said
        number = next(line.split()[1] for line in said.splitlines() if "有了答案告诉我" in line)
        assert "发一条消息告诉您" in await stage.say(anna, number)
        assert "没有查到" in await stage.say(ben, "飞无人机要不要报备")
        await stage.say(anna, "80岁老人高龄津贴每月多少钱")
        await stage.say(ben, "人工")
        await tick(house)

        log, _ = await program.services.asked.questions.page()
        by_outcome = {question.outcome for question in log}
        assert {QuestionOutcome.ANSWERED, QuestionOutcome.DECLINED, QuestionOutcome.HANDED_OVER} <= by_outcome
        assert not [question for question in log if "13900001234" in question.question]
        [gap], _ = await program.services.asked.gaps.page()
        assert (gap.total, gap.waiting, gap.state) == (2, 1, GapState.OPEN)

        paper = tmp_path / "drones.md"
        paper.write_text(RULE, encoding="utf-8")
        await program.services.knowledge.imports.keep(read([paper]), author="op")
        await program.services.asked.gaps.link(
            gap.id, document="drones", question="飞无人机要不要报备", actor="op"
        )
        await tick(house)
        assert (await program.services.asked.gaps.read(gap.id))[0].state is GapState.OPEN

        await program.services.knowledge.imports.keep(read([paper]), author="op", publish=True)
        await tick(house)
        closed, _ = await program.services.asked.gaps.read(gap.id)
        assert (closed.state, closed.closed_by, closed.waiting) == (GapState.CLOSED, BY_REGRESSION, 0)
        told = stage._heard(anna)
        assert told.count("青岚县民用无人机飞行报备办法") == 1
        assert "13900001234" not in told
        assert "/m/documents/drones#%E7%AC%AC" in told

        await program.keeper.changed()
        await tick(house)
        assert stage._heard(anna) == ""
        assert "无人机" not in stage._heard(ben)
        assert "前一天向县公安局报备" in await stage.say(anna, "无人机飞行要报备吗")


async def test_a_wish_survives_a_restart_and_leaves_with_the_citizen(tmp_path: Path, trained: Path) -> None:
    async with opened_house(tmp_path, trained) as house:
        stage = Stage(house)
        anna = stage.person("anna")
        said = await stage.say(anna, "月球上种菜有补贴吗")
        number = next(line.split()[1] for line in said.splitlines() if "有了答案告诉我" in line)
        await stage.say(anna, number)
        await house.restart()
        assert house.program is not None
        gaps = house.program.services.asked.gaps
        [gap], _ = await gaps.page()
        assert gap.waiting == 1
        await stage.do(anna, "取消关注")
        [gap], _ = await gaps.page()
        assert gap.waiting == 0
