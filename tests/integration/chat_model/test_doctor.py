"""Doctor tries the chat model once, and says where words go or what is wrong."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.cli.demonstration import demo_settings
from adapters.cli.doctor import _chat_model
from adapters.settings import Settings
from tests.fakes.chat import ScriptedChat


def settings(chat: ScriptedChat, folder: Path) -> Settings:
    values = {"chat_model_url": chat.url, "chat_model_name": "m", "chat_model_key": SecretStr(chat.key)}
    return demo_settings(folder, port=0, platform_port=1).model_copy(
        update={**values, "chat_model_timeout": 0.5}
    )


async def test_a_sound_model_is_named_with_its_address(chat: ScriptedChat, tmp_path: Path) -> None:
    chat.script["rewrite"] = "补贴政策"
    name, good, words = await _chat_model(settings(chat, tmp_path))
    assert (name, good) == ("对话模型", True)
    assert chat.url in words
    assert chat.asked == [("rewrite", {"question": "补贴"})]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": 401}, "服务拒绝"),
        ({"status": 503}, "服务忙"),
        ({"raw": b"{"}, "不是约定的格式"),
        ({"raw": b"<html>", "kind": "text/html"}, "返回的不是 JSON"),
        ({"raw": b" " * 300_000}, "太长"),
        ({"delay": 3.0}, "超时"),
    ],
)
async def test_what_is_wrong_is_said(
    chat: ScriptedChat, tmp_path: Path, change: dict[str, object], words: str
) -> None:
    for name, value in change.items():
        setattr(chat, name, value)
    _, good, told = await _chat_model(settings(chat, tmp_path))
    assert good is False
    assert words in told
    assert "照原来的办法答复" in told
