"""One house for all scripts of a test process; every script brings citizens of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.conversations import coverage
from tests.e2e.conversations.stage import House, opened_house


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory, trained: Path) -> AsyncIterator[House]:
    async with opened_house(tmp_path_factory.mktemp("house"), trained) as opened:
        with pytest.MonkeyPatch.context() as patching:
            coverage.watch(patching)
            yield opened
