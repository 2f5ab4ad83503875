"""Speaks to a chat model over the common HTTP interface: POST {base}/chat/completions with a model and two messages.

Neither the words nor the key are ever logged; what is wrong with an answer is named by one word. Nothing an answer
holds is trusted: its length, its kind and its form are checked here, what it says by whoever asked.
"""

import asyncio
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import aiohttp
from prometheus_client import Counter

from bot.errors import ServiceError
from bot.text.plain_yaml import read_yaml
from knowledge.rewording.chat_model import ChatTask

OUTCOMES = Counter(
    "mingbai_chat_model",
    "What became of tasks given to the chat model, and of its words",
    ["task", "outcome"],
)
ANSWER_BYTES = 256 * 1024
ANSWER_LETTERS = 4_000
MOST_TOKENS: Mapping[ChatTask, int] = {
    ChatTask.REWRITE: 120,
    ChatTask.JUDGE: 16,
    ChatTask.REWORD: 320,
    ChatTask.PROPOSE: 800,
}
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_PIECE_BYTES = 65536
_THOUGHT_ENDS = "</think>"


class ChatModelError(ServiceError):
    """The model gave no words; `reason` says why in one word.

    `timeout`, `unreachable`, `busy` (HTTP 429 and 5xx), `refused` (other codes, redirections too; `code` has it),
    `kind` (no JSON by its content type), `long` (more than 256 KB, or 4,000 letters), `garbled` (not of the agreed form).
    """

    def __init__(self, reason: str, *, code: int = 0) -> None:
        super().__init__("knowledge.rewording.trouble", reason=reason, code=code)


class ChatModelService:
    """Gives a model's words for a task (`ChatModel`)."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, model: str, key: str = "") -> None:
        self._session = session
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def reply(self, task: ChatTask, material: Mapping[str, str], *, seconds: float) -> str:
        """Give the model's words within so many seconds, the slowest answer included; raises `ChatModelError`."""
        body = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": _instructions()[task.value]},
                {"role": "user", "content": json.dumps(dict(material), ensure_ascii=False)},
            ],
            "temperature": 0,
            "max_tokens": MOST_TOKENS[task],
            "stream": False,
        }
        try:
            # Redirects are not followed: words and key go to the configured address and nowhere else.
            async with (
                asyncio.timeout(seconds),
                self._session.post(
                    self._url, json=body, headers=self._headers, allow_redirects=False
                ) as answer,
            ):
                if answer.status != 200:  # noqa: PLR2004 - OK
                    raise ChatModelError("busy" if answer.status in _BUSY else "refused", code=answer.status)
                if answer.content_type != "application/json":
                    raise ChatModelError("kind")
                told = await _read(answer)
        except TimeoutError:
            raise ChatModelError("timeout") from None
        except (aiohttp.ClientError, OSError):
            raise ChatModelError("unreachable") from None
        return words_of(told)


class OutcomeCounter:
    """Counts what became of tasks for `/metrics` (`RewordingCounter`)."""

    def count(self, task: ChatTask, outcome: str) -> None:
        """Count one."""
        OUTCOMES.labels(task.value, outcome).inc()


def words_of(told: bytes) -> str:
    """Give the words of an answer without what a model thought aloud before them; raises `ChatModelError`."""
    try:
        found: Any = json.loads(told)
        words = found["choices"][0]["message"]["content"]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise ChatModelError("garbled") from None
    if not isinstance(words, str):
        raise ChatModelError("garbled")
    if _THOUGHT_ENDS in words:
        words = words[words.rindex(_THOUGHT_ENDS) + len(_THOUGHT_ENDS) :]
    if len(words) > ANSWER_LETTERS:
        raise ChatModelError("long")
    return words.strip()


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    told = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE_BYTES):
        told += piece
        if len(told) > ANSWER_BYTES:
            raise ChatModelError("long")
    return bytes(told)


@cache
def _instructions() -> Mapping[str, str]:
    text = resources.files("adapters").joinpath("chat_model/instructions.yml").read_text(encoding="utf-8")
    found: Mapping[str, str] = read_yaml(text)
    return found
