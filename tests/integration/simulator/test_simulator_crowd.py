"""A crowd against a small adapter: what it answers, holds back, says twice or leaves unsaid is counted as that."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from adapters.wechat.simulator.app import Simulator
from adapters.wechat.simulator.delivery.crowd import CrowdStanding, LoadPlan, WritingCrowd
from adapters.wechat.simulator.delivery.questions import MARK
from adapters.wechat.simulator.delivery.tally import CrowdReport
from tests.integration.simulator.conftest import OpenStage
from tests.integration.simulator.endpoint import Endpoint, Push, text_xml

PLAN = LoadPlan(rate=200, citizens=4, seconds=0.1, think=0.0, patience=0.0)


def mark_of(push: Push) -> str:
    return MARK.findall(push.fields["Content"])[0]


async def crowded(
    open_stage: OpenStage,
    behave: Callable[[Push], Awaitable[str]],
    *,
    plan: LoadPlan = PLAN,
    later: Callable[[Simulator, Push], object] | None = None,
) -> CrowdReport:
    """Let a crowd write to an adapter that answers as told; what it says later comes as a customer-service message."""
    endpoint = Endpoint()
    stages: list[Simulator] = []

    async def answered(push: Push) -> web.Response:
        words = await behave(push)
        if later:
            asyncio.get_running_loop().call_later(0.05, later, stages[0], push)
        return endpoint.answer(text_xml(push, words)) if words else web.Response()

    endpoint.behave = answered
    stage = await open_stage(endpoint)
    stages.append(stage.simulator)
    return await WritingCrowd(stage.simulator.deeds, plan).run()


def say(simulator: Simulator, push: Push) -> None:
    citizen = simulator.world.citizens[push.fields["FromUserName"]]
    simulator.world.add(citizen, side="account", kind="text", text=f"迟到的{mark_of(push)}", via="custom")


async def echoed(push: Push) -> str:
    return f"没有{mark_of(push)}"


async def silence(_: Push) -> str:
    return ""


async def test_every_answer_at_once(open_stage: OpenStage) -> None:
    report = await crowded(open_stage, echoed)
    assert (report.asked, report.at_once, report.failed) == (20, 20, False)
    assert len(report.latencies) == 20
    assert report.plain()["p99_ms"]


async def test_answers_that_come_later_are_waited_for(open_stage: OpenStage) -> None:
    plan = LoadPlan(rate=200, citizens=20, seconds=0.1, think=0.0, patience=10.0)
    report = await crowded(open_stage, silence, plan=plan, later=say)
    assert (report.later, report.lost, len(report.waits)) == (20, (), 20)


async def test_what_is_promised_and_never_said_is_lost(open_stage: OpenStage) -> None:
    report = await crowded(open_stage, silence)
    assert (len(report.lost), report.failed) == (20, True)


async def test_what_is_said_twice_is_doubled(open_stage: OpenStage) -> None:
    plan = LoadPlan(rate=200, citizens=4, seconds=0.1, think=0.2, patience=0.0)
    report = await crowded(open_stage, echoed, plan=plan, later=say)
    assert len(report.doubled) >= 16
    assert report.failed


async def test_whoever_stops_it_still_gets_the_count(open_stage: OpenStage) -> None:
    endpoint = Endpoint()

    async def answered(push: Push) -> web.Response:
        return endpoint.answer(text_xml(push, await echoed(push)))

    endpoint.behave = answered
    stage = await open_stage(endpoint)
    told: list[CrowdStanding] = []
    plan = LoadPlan(rate=50, citizens=1, seconds=1000, think=0.0, patience=0.0)
    crowd = WritingCrowd(stage.simulator.deeds, plan, told=told.append)
    asyncio.get_running_loop().call_later(0.3, crowd.stop.set)
    report = await crowd.run()
    assert 0 < report.asked < plan.count
    assert report.at_once == report.asked
    assert (told[-1].over, told[-1].due) == (report.asked, 50_000)


@pytest.mark.parametrize("citizens", [3000])
async def test_more_people_than_there_is_room_for_are_refused(open_stage: OpenStage, citizens: int) -> None:
    stage = await open_stage()
    with pytest.raises(ValueError, match="最多"):
        await WritingCrowd(stage.simulator.deeds, LoadPlan(citizens=citizens)).run()
