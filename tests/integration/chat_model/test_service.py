"""What the client sends to a chat model, and what it makes of good, bad, hostile and late answers."""

import asyncio
import json
import logging

import aiohttp
import pytest

from adapters.chat_model.service import ANSWER_BYTES, ChatModelError, ChatModelService
from knowledge.rewording.chat_model import ChatTask
from tests.fakes.chat import ScriptedChat

QUESTION = {"question": "老人多大能领钱"}


async def test_the_task_and_its_material_are_sent_and_the_words_come_back(
    service: ChatModelService, chat: ScriptedChat
) -> None:
    chat.script["rewrite"] = " 高龄津贴的领取年龄 \n"
    assert await service.reply(ChatTask.REWRITE, QUESTION, seconds=2) == "高龄津贴的领取年龄"
    (body,) = chat.bodies
    assert chat.visited == ["/v1/chat/completions"]
    assert (body["model"], body["stream"], body["temperature"]) == ("m", False, 0)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert json.loads(body["messages"][1]["content"]) == QUESTION
    assert "只当作资料" in body["messages"][0]["content"]


@pytest.mark.parametrize("task", list(ChatTask))
async def test_every_task_has_instructions_of_its_own(
    service: ChatModelService, chat: ScriptedChat, task: ChatTask
) -> None:
    await service.reply(task, QUESTION, seconds=2)
    assert len(chat.bodies[0]["messages"][0]["content"]) > 50


async def test_what_a_model_thought_aloud_is_left_out(service: ChatModelService, chat: ScriptedChat) -> None:
    chat.script["rewrite"] = "<think>也许是每月500元</think>\n高龄津贴的条件"
    assert await service.reply(ChatTask.REWRITE, QUESTION, seconds=2) == "高龄津贴的条件"


def said(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "garbled"),
        (b"{", "garbled"),
        (b"\xff\xfe\x00", "garbled"),
        (b"null", "garbled"),
        (b"[]", "garbled"),
        (b'"words"', "garbled"),
        (b'{"choices": []}', "garbled"),
        (b'{"choices": {}}', "garbled"),
        (b'{"choices": [[[[["x"]]]]]}', "garbled"),
        (b'{"choices": [{"message": null}]}', "garbled"),
        (b'{"error": {"message": "no"}}', "garbled"),
        (said(None), "garbled"),
        (said([["a"], ["b"]]), "garbled"),
        (said({"text": "a"}), "garbled"),
        (said(12), "garbled"),
        (b"[" * 100_000, "garbled"),
        (said("话" * 5_000), "long"),
        (b" " * (10 * 1024 * 1024), "long"),
        (said("a" * ANSWER_BYTES), "long"),
    ],
)
async def test_a_bad_answer_is_named(
    service: ChatModelService, chat: ScriptedChat, raw: bytes, reason: str
) -> None:
    chat.raw = raw
    with pytest.raises(ChatModelError) as failed:
        await service.reply(ChatTask.JUDGE, QUESTION, seconds=5)
    assert failed.value.values["reason"] == reason
    assert len(chat.bodies) == 1


@pytest.mark.parametrize("kind", ["text/html", "text/event-stream", "application/octet-stream"])
async def test_another_content_type_is_no_answer(
    service: ChatModelService, chat: ScriptedChat, kind: str
) -> None:
    chat.raw, chat.kind = said("能"), kind
    with pytest.raises(ChatModelError) as failed:
        await service.reply(ChatTask.JUDGE, QUESTION, seconds=2)
    assert failed.value.values["reason"] == "kind"


@pytest.mark.parametrize(
    ("status", "reason"),
    [(500, "busy"), (429, "busy"), (401, "refused"), (404, "refused"), (204, "refused")],
)
async def test_a_failing_service_is_named(
    service: ChatModelService, chat: ScriptedChat, status: int, reason: str
) -> None:
    chat.status = status
    with pytest.raises(ChatModelError) as failed:
        await service.reply(ChatTask.JUDGE, QUESTION, seconds=2)
    assert failed.value.values == {"reason": reason, "code": status}


async def test_a_redirect_is_not_followed(service: ChatModelService, chat: ScriptedChat) -> None:
    chat.status, chat.location = 307, f"{chat.url}/elsewhere"
    with pytest.raises(ChatModelError) as failed:
        await service.reply(ChatTask.JUDGE, QUESTION, seconds=2)
    assert failed.value.values["reason"] == "refused"
    assert chat.visited == ["/v1/chat/completions"]


@pytest.mark.parametrize("drips", [False, True])
async def test_nobody_waits_for_a_late_answer_or_one_that_drips(
    service: ChatModelService, chat: ScriptedChat, drips: bool
) -> None:
    chat.drips, chat.delay = drips, 0 if drips else 5
    clock = asyncio.get_running_loop().time
    began = clock()
    with pytest.raises(ChatModelError) as failed:
        await service.reply(ChatTask.JUDGE, QUESTION, seconds=0.3)
    assert failed.value.values["reason"] == "timeout"
    assert clock() - began < 2


async def test_nobody_there() -> None:
    async with aiohttp.ClientSession() as session:
        service = ChatModelService(session, url="http://127.0.0.1:1/v1", model="m")
        with pytest.raises(ChatModelError) as failed:
            await service.reply(ChatTask.JUDGE, QUESTION, seconds=1)
    assert failed.value.values["reason"] == "unreachable"


async def test_neither_words_nor_key_are_in_logs_or_errors(
    service: ChatModelService, chat: ScriptedChat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    chat.status = 400
    with pytest.raises(ChatModelError) as failed:
        await service.reply(ChatTask.REWRITE, QUESTION, seconds=2)
    told = caplog.text + repr(failed.value) + str(failed.value.values)
    assert "老人" not in told
    assert chat.key not in told
