"""Whatever befalls a push on its way, the adapter hears each message once, and nothing of what is hostile."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from redis.asyncio import Redis

from adapters.wechat.account import Mode
from adapters.wechat.api.errcodes import PlatformError
from adapters.wechat.replies.customer_service import text_body
from adapters.wechat.simulator.protocol.envelope import Seal
from adapters.wechat.simulator.protocol.hostile import BODIES, spoilt_envelopes
from bot.message import Reply
from tests.integration.wechat.conftest import ACCOUNT
from tests.integration.wechat.push.test_wechat_webhook import Clerk
from tests.integration.wechat.test_wechat_simulator import CITIZEN, Stage, opened

pytestmark = pytest.mark.redis
SEALED = spoilt_envelopes(Seal(ACCOUNT.token, ACCOUNT.aes_key, ACCOUNT.appid), b"<xml/>")


@pytest.fixture
async def stage(session: aiohttp.ClientSession, redis: Redis) -> AsyncIterator[Stage]:
    async with opened(ACCOUNT, Clerk(), session, redis) as made:
        made.clerk.says = [Reply("收到")]
        yield made


@pytest.mark.parametrize("mode", ["clear", "compatible", "safe"])
async def test_every_hostile_push_is_met_with_silence(
    session: aiohttp.ClientSession, redis: Redis, mode: Mode
) -> None:
    async with opened(replace(ACCOUNT, mode=mode), Clerk(), session, redis) as stage:
        stage.clerk.says = [Reply("收到")]
        names = [*BODIES, *(SEALED if mode != "clear" else ())]
        stage.simulator.world.faults.order({"kind": "push_hostile", "times": len(names)})
        provoked = []
        for number in range(len(names)):
            answer = await stage.say(f"第{number}句")
            assert [entry["text"] for entry in answer["reply"]] == ["收到"]
            hostile, good = answer["trace"]["deliveries"]
            assert "正确" in hostile["verdict"], hostile
            assert good["outcome"] == "answered"
            provoked.append(hostile["verdict"].split()[1].partition("：")[0])
        assert provoked == names
        assert [each.text for each in stage.clerk.heard] == [f"第{number}句" for number in range(len(names))]
        assert stage.simulator.world.misled == []


@pytest.mark.parametrize(
    ("fault", "outcomes"),
    [
        ({"kind": "push_lost"}, ["lost", "answered"]),
        ({"kind": "push_lost", "times": 2}, ["lost", "lost", "answered"]),
        ({"kind": "push_late", "value": 20}, ["answered"]),
        ({"kind": "push_truncated"}, ["lost", "answered"]),
        ({"kind": "push_truncated", "times": 2}, ["lost", "lost", "answered"]),
        ({"kind": "push_overtaken", "value": 20}, ["answered"]),
    ],
)
async def test_one_message_arrives_once_whatever_befalls_it(
    stage: Stage, fault: dict[str, object], outcomes: list[str]
) -> None:
    stage.simulator.world.faults.order(fault)
    answer = await stage.say("你好")
    assert [each["outcome"] for each in answer["trace"]["deliveries"]] == outcomes
    assert [entry["text"] for entry in answer["reply"]] == ["收到"]
    assert [each.text for each in stage.clerk.heard] == ["你好"]


async def test_a_message_is_overtaken_by_the_next_one_of_its_citizen(stage: Stage) -> None:
    stage.simulator.world.faults.order({"kind": "push_overtaken", "value": 60_000})
    first = asyncio.create_task(stage.say("一"))
    async with asyncio.timeout(60):
        while stage.simulator.world.faults.open():  # noqa: ASYNC110 - faults tell nobody
            await asyncio.sleep(0.01)
    await stage.say("二")
    await first
    assert [each.text for each in stage.clerk.heard] == ["二", "一"]


async def test_a_token_that_ends_early_costs_one_more_call_and_nothing_else(stage: Stage) -> None:
    await stage.say("在吗")
    path = "/cgi-bin/message/custom/send"
    stage.simulator.world.faults.order({"kind": "token_ended", "times": 1, "path": path})
    await stage.client.messages.send(text_body(CITIZEN, "迟到的回答", automatic=False))
    assert stage.simulator.world.calls_today("/cgi-bin/stable_token") == 2
    shown = [entry.text for entry in stage.simulator.world.citizens[CITIZEN].entries]
    assert shown.count("迟到的回答") == 1


async def test_a_used_up_quota_lasts_until_midnight_in_beijing(stage: Stage) -> None:
    await stage.say("在吗")
    stage.simulator.world.faults.order({"kind": "api_quota", "path": "/cgi-bin/message/custom/typing"})
    with pytest.raises(PlatformError) as refused:
        await stage.client.messages.show_typing(CITIZEN)
    assert refused.value.code == 45009
    world = stage.simulator.world
    assert world.is_exhausted("/cgi-bin/message/custom/typing")
    await stage.client.messages.send(text_body(CITIZEN, "别的接口照常", automatic=False))
    world.clock.advance(timedelta(days=1))
    assert not world.is_exhausted("/cgi-bin/message/custom/typing")
