"""The platform has been seen to give two citizens' messages one MsgId: each is handled, and gets its own answer."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import aiohttp
import pytest
from redis.asyncio import Redis

from adapters.redis.gate import RedisGate
from bot.inbound.reception import Desk, Reception
from bot.message import Inbound, Reply
from bot.privacy import Vault
from tests.fakes.engine import engine
from tests.integration.wechat.conftest import ACCOUNT
from tests.integration.wechat.push.test_wechat_webhook import Platform, opened, served, wording

pytestmark = pytest.mark.redis
SAID = "<MsgType>text</MsgType><Content>{said}</Content><MsgId>7</MsgId>"


async def nothing(*_: object) -> None:
    return None


async def posted(inbound: Inbound, replies: Sequence[Reply]) -> None:
    raise AssertionError("nothing is late here")


@pytest.fixture
async def platform(redis: Redis, session: aiohttp.ClientSession) -> AsyncIterator[Platform]:
    dispatcher, _ = engine()
    gate = RedisGate(redis, vault=Vault("a secret of thirty-two letters ok"), rate_limit=0)
    desk = Desk(posted, nothing, posted)
    reception = Reception(gate=gate, dispatcher=dispatcher, desk=desk, wording=wording)
    async with served(reception, ACCOUNT, session) as platform:
        yield platform


async def test_each_gets_the_own_answer_at_once_and_repeated(platform: Platform) -> None:
    said = {"oFirst": "问", "oSecond": "人工"}
    for _ in range(2):
        answers = await asyncio.gather(
            *(platform.push(SAID.format(said=words), sender=citizen) for citizen, words in said.items())
        )
        told = [opened(answer) for _, answer in answers]
        assert [each["ToUserName"] for each in told] == list(said)
        assert told[0]["Content"].startswith("answer")
        assert told[1]["Content"].startswith("person")


async def test_whoever_comes_later_gets_the_own_answer_too(platform: Platform) -> None:
    await platform.push(SAID.format(said="问"), sender="oFirst")
    _, answer = await platform.push(SAID.format(said="人工"), sender="oSecond")
    assert (opened(answer)["ToUserName"], opened(answer)["Content"]) == ("oSecond", "person")
