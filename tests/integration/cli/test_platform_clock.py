"""`mingbai doctor` compares our clock with the platform's, as its answers tell the time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.cli.health.surroundings import platform_clock
from adapters.settings import Settings


@pytest.fixture
async def platform() -> AsyncIterator[tuple[TestServer, dict[str, str]]]:
    told: dict[str, str] = {}

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=404, headers=told)

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        yield server, told


def settings(url: object) -> Settings:
    return Settings.model_construct(wechat_api_base=str(url).rstrip("/"))


@pytest.mark.parametrize(("minutes", "good", "way"), [(0, True, ""), (10, False, "慢"), (-10, False, "快")])
async def test_a_clock_that_is_off_is_told(
    platform: tuple[TestServer, dict[str, str]], minutes: int, way: str, *, good: bool
) -> None:
    server, told = platform
    told["Date"] = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)
    found, words = await platform_clock(settings(server.make_url("/")))
    assert (found, way in words) == (good, True), words


async def test_a_platform_that_tells_no_time_or_is_away_is_no_fault_of_the_clock(
    platform: tuple[TestServer, dict[str, str]],
) -> None:
    server, told = platform
    told["Date"] = "soon"
    for url in (server.make_url("/"), "http://127.0.0.1:1"):
        good, words = await platform_clock(settings(url))
        assert (good, "没能核对" in words) == (True, True)
