"""Links of a document are tried against a real server: what answers lives, what does not is named."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from adapters.operators.reviews.links import LinkTrial
from handlers.web_pages.service import UnreachedPageError


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


def trial(**more: bool) -> LinkTrial:
    values = {"is_enabled": True, "allow_private": True, **more}
    return LinkTrial(public_url="https://mingbai.example", is_public=public, **values)


async def test_dead_links_are_named(server: str) -> None:
    dead = (f"{server}/gone?status=404", f"{server}/loop", "http://127.0.0.1:1/x", "ftp://a/b")
    alive = (f"{server}/here", f"{server}/moved", f"{server}/no-robots?status=403", "tel:12345", "#第一条")
    found = await trial().check((*dead, *alive))
    assert (found.dead, found.checked) == (dead, True)


async def test_our_own_pages_are_told_by_the_database() -> None:
    addresses = ("/m/documents/open", "/m/documents/shut", "https://mingbai.example/m/documents/shut")
    found = await trial(is_enabled=False).check(addresses)
    assert (found.dead, found.checked) == (addresses[1:], True)


async def test_where_the_network_may_not_be_called_that_is_said(server: str) -> None:
    found = await trial(is_enabled=False).check((f"{server}/gone?status=404",))
    assert (found.dead, found.checked) == ((), False)


async def test_addresses_inside_are_not_called(server: str) -> None:
    found = await trial(allow_private=False).check((f"{server}/gone?status=404", "http://[::1]:9/"))
    assert (found.dead, found.checked) == ((), False)


async def test_a_name_that_leads_inside_when_it_is_called_is_not_called(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the check hears of a public address, the call of this machine."""
    asked: list[str] = []

    async def changing(_: object, host: str, port: int | None, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "93.184.215.14" if len(asked) % 2 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0))]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", changing)
    address = f"http://changing.example:{server.rpartition(':')[2]}/page"
    found = await trial(allow_private=False).check((address,))
    assert (found.dead, found.checked) == ((), False)
    with pytest.raises(UnreachedPageError, match="private"):
        await trial(allow_private=False).fetch(address)
    assert len(asked) == 4, "each was looked up for the check and once more for the call"


async def test_nothing_to_try_is_tried() -> None:
    assert (await trial().check(())).checked
