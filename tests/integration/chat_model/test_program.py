"""A chat model in the whole program: what it adds to an answer, and that nobody waits for it or misses it."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from adapters.cli.demonstration import demo_settings, prepare
from adapters.main import Program, opened
from adapters.redis.server import EmbeddedRedis
from bot.inbound.reception import Rendered
from bot.message import Inbound, Reply
from tests.fakes.chat import ScriptedChat, scripted_chat

pytestmark = [pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]
_numbers = itertools.count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def model() -> AsyncIterator[ScriptedChat]:
    async with scripted_chat() as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def program(
    tmp_path_factory: pytest.TempPathFactory, trained: Path, model: ScriptedChat
) -> AsyncIterator[Program]:
    folder = tmp_path_factory.mktemp("chat")
    await asyncio.to_thread(shutil.copytree, trained, folder / "recognizer")
    redis = EmbeddedRedis(folder)
    settings = demo_settings(folder, port=0, platform_port=1).model_copy(
        update={
            "redis_url": await redis.start(),
            "rate_limit": 0,
            "chat_model_url": model.url,
            "chat_model_name": "m",
            "chat_model_key": SecretStr(model.key),
        }
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(redis.stop)
        found = await stack.enter_async_context(opened(settings))
        await prepare(found)
        yield found


@pytest.fixture(autouse=True)
def _silent(model: ScriptedChat) -> None:
    model.script, model.delay, model.status = {}, 0.0, 200
    model.asked.clear()
    model.bodies.clear()


async def ask(program: Program, text: str, *, budget: float = 4.0) -> str:
    """Say something as a new citizen; give the reply, empty when it comes later."""

    def render(replies: Sequence[Reply]) -> Rendered:
        return Rendered("\n".join(reply.text for reply in replies).encode())

    number = next(_numbers)
    inbound = Inbound("api", f"k{number}", f"{number}", "text", datetime.now(UTC), text)
    return (await program.reception.receive(inbound, render=render, budget=budget)).decode()


def in_plain_words(material: dict[str, str]) -> str:
    """Give words that say the same as a passage and are not the same."""
    return material["passage"].replace("周岁", "岁").replace("\n", "")


async def test_plain_words_stand_below_the_quote_with_their_label(
    program: Program, model: ScriptedChat
) -> None:
    model.script["reword"] = in_plain_words
    said = await ask(program, "80岁以上老人高龄津贴每月多少钱")
    assert {task for task, _ in model.asked} >= {"reword"}
    quote, label, words = said.partition("智能改写（只为好懂，以上面的原文为准）：")
    assert label, said
    assert "岁每月60元" in words
    assert "出自《" in quote


async def test_invented_words_are_not_shown(program: Program, model: ScriptedChat) -> None:
    model.script["reword"] = "老人每月可以领8888元，请打13812345678。"
    said = await ask(program, "公租房申请条件是什么")
    assert "reword" in {task for task, _ in model.asked}
    assert "8888" not in said
    assert "智能改写" not in said


async def test_a_question_in_everyday_words_is_put_into_official_ones(
    program: Program, model: ScriptedChat
) -> None:
    question = "上了岁数手头紧公家给不给照应"
    model.script["rewrite"] = "老年人高龄津贴发放标准"
    said = await ask(program, question)
    assert "rewrite" in {task for task, _ in model.asked}
    # Reached through a model's words it is never sure.
    assert "最接近的" in said
    assert "高龄津贴" in said


async def test_nobody_waits_beyond_the_reply(program: Program, model: ScriptedChat) -> None:
    model.delay = 30
    clock = asyncio.get_running_loop().time
    began = clock()
    said = await ask(program, "医疗救助的报销比例是多少", budget=2.0)
    assert clock() - began < 2.0
    assert model.asked
    model.delay = 0
    assert said == await ask(program, "医疗救助的报销比例是多少")


async def test_without_the_model_everything_is_as_before(program: Program, model: ScriptedChat) -> None:
    before = [await ask(program, text) for text in ("电动车上牌要什么材料", "你好", "我要投诉")]
    model.status = 500
    for _ in range(2):
        assert [await ask(program, text) for text in ("电动车上牌要什么材料", "你好", "我要投诉")] == before


async def test_greetings_commands_and_danger_are_not_sent(program: Program, model: ScriptedChat) -> None:
    for text in ("你好", "谢谢", "人工", "我的", "我不想活了", "家里着火了", "申请公开"):
        await ask(program, text)
    assert model.asked == []
