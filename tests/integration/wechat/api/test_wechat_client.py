"""The API client against a real HTTP peer and a real Redis."""

import asyncio
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from redis.asyncio import Redis

from adapters.wechat.api.client import Client
from adapters.wechat.api.errcodes import PlatformError, Remedy
from adapters.wechat.api.wire import Wire
from bot.clock import SettableClock
from bot.errors import ServiceError
from tests.integration.wechat.conftest import ACCOUNT, Peer

pytestmark = pytest.mark.redis
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
SEND = "/cgi-bin/message/custom/send"
BODY = {"touser": "o1", "msgtype": "text", "text": {"content": "你好👍"}}


class Rest:
    """Counts pauses instead of taking them."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.fixture
def rest() -> Rest:
    return Rest()


@pytest.fixture
def client(session: aiohttp.ClientSession, redis: Redis, base: str, rest: Rest) -> Client:
    account = replace(ACCOUNT, api_base=base)
    return Client(session, redis, account=account, clock=SettableClock(NOON), sleep=rest)


def refusing(code: int, *, only: str = "") -> object:
    message = f"refused rid: 65a1-22bb {ACCOUNT.secret}"
    return lambda token: {"errcode": code, "errmsg": message} if not only or token == only else {"errcode": 0}


async def refused(client: Client) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        await client.messages.send(BODY)
    return caught.value


async def test_a_message_goes_out_as_utf8_with_a_stored_token(client: Client, peer: Peer) -> None:
    await client.messages.send(BODY)
    await client.messages.send(BODY)
    assert peer.tokens == 1
    (_, token, octets), _ = peer.made(SEND)
    assert token == "token-1"
    assert "你好👍".encode() in octets
    assert json.loads(octets) == BODY


async def test_the_token_is_asked_for_without_force(client: Client, peer: Peer) -> None:
    await client.token()
    asked = json.loads(peer.made("token")[0][2])
    assert asked == {
        "grant_type": "client_credential",
        "appid": ACCOUNT.appid,
        "secret": ACCOUNT.secret,
        "force_refresh": False,
    }


@pytest.mark.parametrize(("lifetime", "most"), [(7200, 6900), (300, 30), (400, 100)])
async def test_the_token_is_forgotten_before_it_ends(
    client: Client, peer: Peer, redis: Redis, lifetime: int, most: int
) -> None:
    peer.lifetime = lifetime
    await client.token()
    left = await redis.ttl(f"mingbai:wechat:token:{ACCOUNT.appid}")
    assert most - 5 <= left <= most


async def test_fifty_workers_fetch_one_token(
    session: aiohttp.ClientSession, redis: Redis, base: str, peer: Peer
) -> None:
    workers = [Client(session, redis, account=replace(ACCOUNT, api_base=base)) for _ in range(50)]
    tokens = await asyncio.gather(*(worker.token() for worker in workers))
    assert set(tokens) == {"token-1"}
    assert peer.tokens == 1


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_fifty_workers_with_an_ended_token_fetch_one_new(
    session: aiohttp.ClientSession, redis: Redis, base: str, peer: Peer, code: int
) -> None:
    peer.answer = refusing(code, only="token-1")  # type: ignore[assignment]
    workers = [Client(session, redis, account=replace(ACCOUNT, api_base=base)) for _ in range(50)]
    await asyncio.gather(*(worker.messages.send(BODY) for worker in workers))
    assert peer.tokens == 2
    assert all(token in {"token-1", "token-2"} for _, token, _ in peer.made(SEND))


async def test_a_lasting_40001_is_two_calls_and_then_a_failure(
    client: Client, peer: Peer, rest: Rest
) -> None:
    peer.answer = refusing(40001)  # type: ignore[assignment]
    error = await refused(client)
    assert (error.code, error.remedy, error.alarming, error.permanent) == (40001, Remedy.REFRESH, True, False)
    assert len(peer.made(SEND)) == 2
    assert peer.tokens == 2
    assert rest.pauses == []


async def test_a_busy_platform_is_asked_three_times_more(client: Client, peer: Peer, rest: Rest) -> None:
    peer.answer = refusing(-1)  # type: ignore[assignment]
    error = await refused(client)
    assert (error.code, error.permanent, error.retry_after) == (-1, False, 60.0)
    assert len(peer.made(SEND)) == 4
    assert rest.pauses == [0.5, 1.0, 2.0]


async def test_a_platform_busy_once_is_no_failure(client: Client, peer: Peer) -> None:
    answers = iter([{"errcode": -1}, {"errcode": 0}])
    peer.answer = lambda _token: next(answers)
    await client.messages.send(BODY)
    assert len(peer.made(SEND)) == 2


@pytest.mark.parametrize(
    ("code", "remedy", "permanent", "wait"),
    [
        (45015, Remedy.WINDOW, False, None),
        (45047, Remedy.WINDOW, False, None),
        (43004, Remedy.CITIZEN, True, None),
        (40003, Remedy.CITIZEN, True, None),
        (48001, Remedy.OPERATOR, True, None),
        (45011, Remedy.RETRY, False, 60.0),
        # Four in the morning UTC is noon in China: twelve hours are left of the day.
        (45009, Remedy.MIDNIGHT, False, 12 * 3600.0),
        (45002, Remedy.SPLIT, True, None),
        (99999, Remedy.INPUT, True, None),
    ],
)
async def test_each_code_says_what_helps(
    client: Client, peer: Peer, *, code: int, remedy: Remedy, permanent: bool, wait: float | None
) -> None:
    peer.answer = refusing(code)  # type: ignore[assignment]
    error = await refused(client)
    assert (error.code, error.remedy, error.permanent, error.retry_after) == (code, remedy, permanent, wait)
    assert error.rid == "65a1-22bb"
    assert len(peer.made(SEND)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda: web.Response(status=500),
        lambda: web.Response(status=302, headers={"Location": "https://bad.example/"}),
        lambda: web.Response(text="<html>"),
        lambda: web.Response(text="[1]"),
        lambda: web.Response(text='{"errcode": "x"}'),
        lambda: web.Response(body=b"{" + b" " * 2_000_000 + b"}"),
    ],
)
async def test_a_broken_answer_is_a_passing_failure(client: Client, peer: Peer, answer: object) -> None:
    peer.answer = lambda _token: answer()  # type: ignore[operator]
    with pytest.raises(ServiceError) as caught:
        await client.messages.send(BODY)
    assert not isinstance(caught.value, PlatformError)
    assert (caught.value.permanent, caught.value.retry_after) == (False, 30.0)


async def test_an_absent_platform_is_a_passing_failure(
    session: aiohttp.ClientSession, redis: Redis, unused_tcp_port: int
) -> None:
    account = replace(ACCOUNT, api_base=f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(ServiceError) as caught:
        await Client(session, redis, account=account).token()
    assert caught.value.permanent is False


async def test_a_silent_platform_is_given_up(
    client: Client, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_self: Wire, *_given: object, **_named: object) -> tuple[int, bytes]:
        raise TimeoutError

    monkeypatch.setattr(Wire, "_send", silent)
    with pytest.raises(ServiceError) as caught:
        await client.messages.send(BODY)
    assert caught.value.values["reason"] == "TimeoutError"
    assert peer.calls == []


async def test_without_redis_nothing_is_fetched(
    session: aiohttp.ClientSession, base: str, peer: Peer, unused_tcp_port: int
) -> None:
    async with Redis(port=unused_tcp_port) as away:
        with pytest.raises(ServiceError):
            await Client(session, away, account=replace(ACCOUNT, api_base=base)).messages.send(BODY)
    assert peer.calls == []


async def test_no_secret_reaches_log_or_error(
    client: Client, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    peer.answer = refusing(40164)  # type: ignore[assignment]
    error = await refused(client)
    peer.answer = lambda _token: web.Response(text="<html>")
    with pytest.raises(ServiceError) as caught:
        await client.messages.send(BODY)
    ours = [record for record in caplog.records if record.name.startswith("adapters")]
    shown = "".join(str(record.__dict__) for record in ours) + repr(error.values) + repr(caught.value.values)
    assert "token-1" not in shown
    assert ACCOUNT.secret not in shown
    assert any(record.levelno == logging.ERROR for record in ours)


async def test_typing_and_menu(client: Client, peer: Peer) -> None:
    await client.messages.show_typing("o1")
    await client.messages.show_typing("o1", typing=False)
    commands = [json.loads(octets)["command"] for _, _, octets in peer.made("/cgi-bin/message/custom/typing")]
    assert commands == ["Typing", "CancelTyping"]
    await client.menus.create({"button": [{"type": "click", "name": "办事", "key": "A"}]})
    assert "办事".encode() in peer.made("/cgi-bin/menu/create")[0][2]
    peer.answer = lambda _token: {"menu": {"button": []}}
    assert await client.menus.shown() == {"menu": {"button": []}}
