"""The adapter and the simulator, which share no code, must agree over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from redis.asyncio import Redis

from adapters.wechat.account import Mode, OfficialAccount
from adapters.wechat.api.client import Client
from adapters.wechat.api.errcodes import PlatformError, Remedy
from adapters.wechat.push.webhook import Counterpart, Webhook
from adapters.wechat.replies.customer_service import bodies_of, text_body
from adapters.wechat.replies.passive import Parts
from adapters.wechat.simulator.app import Simulator, start
from adapters.wechat.simulator.protocol.settings import SimulatorSettings
from bot.clock import SystemClock
from bot.message import Card, Choice, Reply
from tests.integration.wechat.conftest import ACCOUNT
from tests.integration.wechat.push.test_wechat_webhook import Clerk, wording

pytestmark = pytest.mark.redis
CITIZEN = "oTest_citizen_00000000000001"


@dataclass(slots=True)
class Stage:
    """A simulator that pushes to our webhook, and our client calling its API."""

    clerk: Clerk
    client: Client
    simulator: Simulator
    session: aiohttp.ClientSession

    async def act(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        address = f"{self.simulator.url}/api/citizens/{CITIZEN}/{what}"
        async with self.session.post(address, json=body) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def say(self, content: str) -> dict[str, Any]:
        return await self.act("text", {"content": content})


@asynccontextmanager
async def opened(
    account: OfficialAccount, clerk: Clerk, session: aiohttp.ClientSession, redis: Redis
) -> AsyncIterator[Stage]:
    app = web.Application()
    counterpart = Counterpart(clerk, wording, clock=SystemClock())
    app.add_routes(Webhook(account, counterpart).routes())
    async with TestServer(app) as server:
        simulator = await start(
            SimulatorSettings(
                callback_url=str(server.make_url("/wechat")),
                token=account.token,
                aes_key=account.aes_key,
                appid=account.appid,
                secret=account.secret,
                account=account.account,
                mode=account.mode,
            ),
            None,
        )
        try:
            await simulator.verified(5)
            client = Client(session, redis, account=replace(account, api_base=simulator.url))
            yield Stage(clerk, client, simulator, session)
        finally:
            await simulator.stop()


@pytest.fixture
async def stage(session: aiohttp.ClientSession, redis: Redis) -> AsyncIterator[Stage]:
    async with opened(ACCOUNT, Clerk(), session, redis) as stage:
        yield stage


@pytest.mark.parametrize("mode", ["clear", "compatible", "safe"])
async def test_a_message_is_answered_in_every_mode(
    session: aiohttp.ClientSession, redis: Redis, mode: Mode
) -> None:
    async with opened(replace(ACCOUNT, mode=mode), Clerk(), session, redis) as stage:
        stage.clerk.says = [Reply("收到 ]]> <b> 👍", (Choice("查看全文", "/more"),))]
        answer = await stage.say(" 你好 😀 ")
        assert [entry["text"] for entry in answer["reply"]] == ["收到 ]]> ＜b> 👍\n回复 1 查看全文"]
        (inbound,) = stage.clerk.heard
        assert (inbound.citizen, inbound.text) == (CITIZEN, " 你好 😀 ")


async def test_events_and_silence(stage: Stage) -> None:
    left = await stage.act("event", {"event": "unsubscribe"})
    assert left["reply"] == []
    followed = await stage.act("event", {"event": "subscribe", "scene": "window_3"})
    assert [entry["text"] for entry in followed["reply"]] == ["收到"]
    clicked = await stage.act("event", {"event": "CLICK", "key": "ASK"})
    assert [entry["text"] for entry in clicked["reply"]] == ["收到"]
    kinds = [inbound.kind for inbound in stage.clerk.heard]
    assert kinds == ["event/unsubscribe", "event/subscribe", "event/click"]


async def test_a_card_alone_is_shown_as_an_article(stage: Stage) -> None:
    stage.clerk.says = [Reply(card=Card("养老补贴", "怎么领", "https://qinglan.example/p"))]
    answer = await stage.say("补贴")
    assert "养老补贴" in str(answer["reply"])
    assert answer["trace"]["deliveries"][0]["outcome"] == "answered"


async def test_later_messages_go_out_until_the_window_is_used_up(stage: Stage) -> None:
    await stage.say("在吗")
    for body in bodies_of(CITIZEN, Parts("一", overflow=("二", "三", "四", "五")), automatic=True):
        await stage.client.messages.send(body)
    with pytest.raises(PlatformError) as refused:
        await stage.client.messages.send(text_body(CITIZEN, "六", automatic=False))
    assert (refused.value.code, refused.value.remedy) == (45047, Remedy.WINDOW)
    assert refused.value.rid
    await stage.say("还在")
    await stage.client.messages.send(text_body(CITIZEN, "六", automatic=False))


async def test_menu_and_typing(stage: Stage) -> None:
    menu = {"button": [{"type": "click", "name": "问政策", "key": "ASK"}]}
    await stage.client.menus.create(menu)
    assert "问政策" in str(await stage.client.menus.shown())
    await stage.say("在吗")
    await stage.client.messages.show_typing(CITIZEN)
