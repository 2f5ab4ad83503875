"""Links of a document are tried against a real server: what answers lives, what does not is named."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from adapters.operators.reviews.links import LinkTrial


async def public(identifier: str) -> bool:
    return identifier == "open"


@pytest.fixture
async def server() -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/loop":
            raise web.HTTPFound("/loop")
        if request.path == "/moved":
            raise web.HTTPMovedPermanently("/here")
        return web.Response(status=int(request.query.get("status", "200")))

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def trial(http: aiohttp.ClientSession, **more: bool) -> LinkTrial:
    values = {"is_enabled": True, "allow_private": True, **more}
    return LinkTrial(http, public_url="https://mingbai.example", is_public=public, **values)


async def test_dead_links_are_named(server: str, http: aiohttp.ClientSession) -> None:
    dead = (f"{server}/gone?status=404", f"{server}/loop", "http://127.0.0.1:1/x", "ftp://a/b")
    alive = (f"{server}/here", f"{server}/moved", f"{server}/no-robots?status=403", "tel:12345", "#第一条")
    found = await trial(http).check((*dead, *alive))
    assert (found.dead, found.checked) == (dead, True)


async def test_our_own_pages_are_told_by_the_database(http: aiohttp.ClientSession) -> None:
    addresses = ("/m/documents/open", "/m/documents/shut", "https://mingbai.example/m/documents/shut")
    found = await trial(http, is_enabled=False).check(addresses)
    assert (found.dead, found.checked) == (addresses[1:], True)


async def test_where_the_network_may_not_be_called_that_is_said(
    server: str, http: aiohttp.ClientSession
) -> None:
    found = await trial(http, is_enabled=False).check((f"{server}/gone?status=404",))
    assert (found.dead, found.checked) == ((), False)


async def test_addresses_inside_are_not_called(server: str, http: aiohttp.ClientSession) -> None:
    found = await trial(http, allow_private=False).check((f"{server}/gone?status=404", "http://[::1]:9/"))
    assert (found.dead, found.checked) == ((), False)


async def test_nothing_to_try_is_tried(http: aiohttp.ClientSession) -> None:
    assert (await trial(http).check(())).checked
