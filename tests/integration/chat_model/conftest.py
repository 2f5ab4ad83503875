"""A stand-in for each test."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.chat_model.service import ChatModelService
from tests.fakes.chat import ScriptedChat, scripted_chat


@pytest.fixture
async def chat() -> AsyncIterator[ScriptedChat]:
    async with scripted_chat() as found:
        yield found


@pytest.fixture
async def service(chat: ScriptedChat) -> AsyncIterator[ChatModelService]:
    async with aiohttp.ClientSession() as session:
        yield ChatModelService(session, url=chat.url + "/", model="m", key=chat.key)
