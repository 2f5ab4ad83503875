"""The webhook over real HTTP: who is let in, what is answered, and that nothing but 200 and 403 is."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.wechat.account import Mode, OfficialAccount
from adapters.wechat.push.envelope import Envelope
from adapters.wechat.push.parser import parse
from adapters.wechat.push.signature import digest
from adapters.wechat.push.webhook import Counterpart, Receiver, Render, Webhook
from adapters.wechat.replies.xml import document, element
from bot.clock import SettableClock
from bot.errors import ServiceError, UncertainError
from bot.inbound.reception import WayOut
from bot.message import Inbound, Reply
from tests.integration.wechat.conftest import ACCOUNT

NOW = datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
ENVELOPE = Envelope(ACCOUNT.aes_key, ACCOUNT.appid)
TEXT = "<MsgType>text</MsgType><Content>你好</Content><MsgId>7</MsgId>"


def wording(key: str, /, **values: object) -> str:
    return f"[{key}]" if not values else f"回复 {values['number']} {values['label']}"


class Clerk:
    """A reception that says what a test tells it to, once for every message."""

    def __init__(self) -> None:
        self.heard: list[Inbound] = []
        self.says: Sequence[Reply] = [Reply("收到")]
        self.fails: ServiceError | None = None
        self.answers: dict[str, bytes] = {}
        self.posted: list[tuple[str, list[str]]] = []
        self.binds = False
        self.out: list[str] = []
        self.go: asyncio.Event | None = None

    async def went_out(self, inbound: Inbound) -> None:
        self.out.append(inbound.key)

    async def receive(
        self, inbound: Inbound, *, render: Render, budget: float, way_out: WayOut | None = None
    ) -> bytes:
        assert budget == 4.0
        if self.fails:
            raise self.fails
        if inbound.key not in self.answers:
            self.heard.append(inbound)
            rendered = render(self.says)
            self.answers[inbound.key] = rendered.answer
            if rendered.rest:
                self.posted.append((inbound.key, [reply.text for reply in rendered.rest]))
        if self.go is not None:
            await self.go.wait()
        if way_out is not None:
            way_out.awaited = self.binds
        return self.answers[inbound.key]


class Platform:
    """Signs, seals and pushes as the platform does."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self.url = url

    async def push(self, inside: str, *, sender: str = "oCitizen", **changes: str) -> tuple[int, bytes]:
        clear = (
            f"<xml><ToUserName>{ACCOUNT.account}</ToUserName><FromUserName>{sender}</FromUserName>"
            f"<CreateTime>{STAMP}</CreateTime>{inside}</xml>"
        )
        encrypted = ENVELOPE.seal(clear)
        query = signed() | {
            "encrypt_type": "aes",
            "msg_signature": digest(ACCOUNT.token, STAMP, "n1", encrypted),
        }
        return await self.post(document(element("Encrypt", encrypted)), query | changes)

    async def post(
        self, body: bytes, query: dict[str, str], headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        async with self._session.post(self.url, params=query, data=body, headers=headers) as response:
            return response.status, await response.read()

    async def get(self, query: dict[str, str]) -> tuple[int, bytes, str]:
        async with self._session.get(self.url, params=query) as response:
            return response.status, await response.read(), response.headers.get("Content-Type", "")


def signed() -> dict[str, str]:
    return {
        "signature": digest(ACCOUNT.token, STAMP, "n1"),
        "timestamp": STAMP,
        "nonce": "n1",
        "openid": "oCitizen",
    }


def opened(answer: bytes) -> dict[str, str]:
    sealed = parse(answer)
    parts = [sealed.value(tag) or "" for tag in ("TimeStamp", "Nonce", "Encrypt")]
    assert sealed.value("MsgSignature") == digest(ACCOUNT.token, *parts)
    return {child.tag: child.text for child in parse(ENVELOPE.open(parts[2]).encode()).children}


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@asynccontextmanager
async def served(
    clerk: Receiver, account: OfficialAccount, session: aiohttp.ClientSession
) -> AsyncIterator[Platform]:
    counterpart = Counterpart(clerk, wording, clock=SettableClock(NOW))
    app = web.Application()
    app.add_routes(Webhook(account, counterpart).routes())
    async with TestServer(app) as server:
        yield Platform(session, str(server.make_url("/wechat")))


@pytest.fixture
async def platform(clerk: Clerk, session: aiohttp.ClientSession) -> AsyncIterator[Platform]:
    async with served(clerk, ACCOUNT, session) as platform:
        yield platform


async def test_the_check_gets_its_words_back_byte_for_byte(platform: Platform) -> None:
    for words in ("6023871945120837465", "<script>1</script>", "回声 &+%"):
        status, body, kind = await platform.get(signed() | {"echostr": words})
        assert (status, body) == (200, words.encode())
        assert kind == "text/plain"


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "0" * 40},
        {"signature": ""},
        {"signature": "é" * 40},
        {"nonce": "n2"},
        {"timestamp": "1"},
    ],
)
async def test_a_check_that_is_not_the_platforms_is_forbidden(
    platform: Platform, changes: dict[str, str]
) -> None:
    status, body, _ = await platform.get(signed() | {"echostr": "1"} | changes)
    assert (status, body) == (403, b"")


async def test_a_check_without_parameters_is_forbidden(platform: Platform) -> None:
    assert (await platform.get({}))[0] == 403


async def test_a_sealed_message_gets_a_sealed_answer(platform: Platform, clerk: Clerk) -> None:
    status, answer = await platform.push(TEXT)
    assert status == 200
    said = opened(answer)
    assert (said["ToUserName"], said["FromUserName"]) == ("oCitizen", ACCOUNT.account)
    assert (said["MsgType"], said["Content"], said["CreateTime"]) == ("text", "收到", STAMP)
    (inbound,) = clerk.heard
    assert (inbound.citizen, inbound.text, inbound.key) == ("oCitizen", "你好", "m:7")


async def test_repeated_deliveries_get_identical_bytes(platform: Platform, clerk: Clerk) -> None:
    answers = await asyncio.gather(*(platform.push(TEXT) for _ in range(4)))
    assert len(set(answers)) == 1
    assert len(clerk.heard) == 1


@pytest.mark.parametrize("mode", ["clear", "compatible"])
async def test_the_other_modes(clerk: Clerk, session: aiohttp.ClientSession, mode: Mode) -> None:
    async with served(clerk, replace(ACCOUNT, mode=mode), session) as platform:
        if mode == "compatible":
            status, answer = await platform.push(TEXT)
            assert (status, opened(answer)["Content"]) == (200, "收到")
        else:
            body = (
                f"<xml><ToUserName>{ACCOUNT.account}</ToUserName><FromUserName>oCitizen</FromUserName>"
                f"<CreateTime>{STAMP}</CreateTime>{TEXT}</xml>"
            )
            status, answer = await platform.post(body.encode(), signed())
            assert (status, parse(answer).value("Content")) == (200, "收到")


@pytest.mark.parametrize(
    "changes",
    [
        {"msg_signature": "0" * 40},
        {"msg_signature": ""},
        {"encrypt_type": "raw"},
        {"encrypt_type": ""},
        {"timestamp": "1"},
        {"nonce": "other"},
    ],
)
async def test_forged_pushes_are_forbidden(platform: Platform, clerk: Clerk, changes: dict[str, str]) -> None:
    assert await platform.push(TEXT, **changes) == (403, b"")
    assert clerk.heard == []


async def test_a_clear_body_in_safe_mode_is_forbidden(platform: Platform) -> None:
    assert await platform.post(b"<xml><Content>a</Content></xml>", signed()) == (403, b"")


@pytest.mark.parametrize(
    "inside",
    [
        "<MsgType>text</MsgType><MsgId>7</MsgId>",
        "<MsgType>text</MsgType><Content>a</Content><Content>b</Content><MsgId>7</MsgId>",
        "<MsgType>text",
        "<MsgType>sticker</MsgType><MsgId>7</MsgId>",
        "<MsgType>event</MsgType><Event>unheard_of</Event>",
        "<MsgType>event</MsgType><Event>VIEW</Event><EventKey>https://a.example</EventKey>",
        "<MsgType>event</MsgType><Event>LOCATION</Event><Latitude>1</Latitude><Longitude>1</Longitude>",
    ],
)
async def test_signed_but_useless_pushes_get_an_empty_200(
    platform: Platform, clerk: Clerk, inside: str
) -> None:
    assert await platform.push(inside) == (200, b"")
    assert clerk.heard == []


@pytest.mark.parametrize(
    "body", [b"", b"<xml", b"<!DOCTYPE xml><xml/>", b"\xff", b"{}", b"<xml>" + b"a" * 200_000 + b"</xml>"]
)
async def test_bad_outer_bodies(platform: Platform, body: bytes) -> None:
    query = signed() | {"encrypt_type": "aes", "msg_signature": "0" * 40}
    assert await platform.post(body, query) == (200, b"")
    assert (await platform.post(body, query | {"signature": "0" * 40}))[0] == 403


async def test_a_compressed_flood_is_not_unpacked_whole(platform: Platform) -> None:
    flood = gzip.compress(b"<xml>" + b"a" * 20_000_000)
    query = signed() | {"encrypt_type": "aes"}
    assert await platform.post(flood, query, {"Content-Encoding": "gzip"}) == (200, b"")


async def test_a_body_that_is_not_what_its_header_says_is_forbidden_or_empty(platform: Platform) -> None:
    query = signed() | {"encrypt_type": "aes"}
    status, body = await platform.post(b"no gzip at all", query, {"Content-Encoding": "gzip"})
    assert (status, body) in {(200, b""), (403, b"")}


async def test_a_departure_is_heard_and_never_answered(platform: Platform, clerk: Clerk) -> None:
    assert await platform.push("<MsgType>event</MsgType><Event>unsubscribe</Event>") == (200, b"")
    clerk.fails = ServiceError()
    assert await platform.push("<MsgType>event</MsgType><Event>unsubscribe</Event>", sender="o2") == (
        200,
        b"",
    )
    assert [inbound.kind for inbound in clerk.heard] == ["event/unsubscribe"]


async def test_an_answerable_event_is_answered(platform: Platform, clerk: Clerk) -> None:
    status, answer = await platform.push(
        "<MsgType>event</MsgType><Event>CLICK</Event><EventKey>ASK</EventKey>"
    )
    assert (status, opened(answer)["Content"]) == (200, "收到")
    assert clerk.heard[0].fields == {"key": "ASK"}


async def test_nothing_to_say_is_an_empty_200(platform: Platform, clerk: Clerk) -> None:
    clerk.says = []
    assert await platform.push(TEXT) == (200, b"")


@pytest.mark.parametrize(
    ("failure", "key"),
    [
        (ServiceError(retry_after=1.0), "general.unavailable"),
        (ServiceError("accounts.busy"), "general.unavailable"),
        (UncertainError("general.doubtful"), "general.doubtful"),
        (UncertainError(), "general.perhaps"),
    ],
)
async def test_a_failing_world_is_told_in_words(
    platform: Platform, clerk: Clerk, failure: ServiceError, key: str
) -> None:
    clerk.fails = failure
    status, answer = await platform.push(TEXT)
    assert (status, opened(answer)["Content"]) == (200, f"[{key}]")


async def test_what_does_not_fit_is_posted_once(platform: Platform, clerk: Clerk) -> None:
    clerk.says = [Reply("甲" * 500 + "。" + "乙" * 500)]
    for _ in range(2):
        status, answer = await platform.push(TEXT)
        assert (status, opened(answer)["Content"]) == (200, "甲" * 500 + "。")
    assert clerk.posted == [("m:7", ["乙" * 500])]


async def test_an_answer_that_binds_is_told_to_have_gone_out(platform: Platform, clerk: Clerk) -> None:
    await platform.push(TEXT)
    assert clerk.out == []
    clerk.binds = True
    assert (await platform.push(TEXT.replace("7", "8")))[0] == 200
    assert clerk.out == ["m:8"]


async def test_an_answer_that_the_platform_no_longer_waited_for_is_not(
    platform: Platform, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.binds = True
    monkeypatch.setattr("adapters.wechat.push.webhook.PLATFORM_SECONDS", 0.0)
    assert (await platform.push(TEXT))[0] == 200
    assert clerk.out == []


async def test_an_answer_to_a_caller_who_is_gone_has_not_gone_out(
    clerk: Clerk, session: aiohttp.ClientSession
) -> None:
    """The platform hangs up when its time is over; what is written then goes nowhere."""
    clerk.binds, clerk.go = True, asyncio.Event()
    async with served(clerk, ACCOUNT, session) as platform:
        pushing = asyncio.create_task(platform.push(TEXT))
        while not clerk.heard:  # noqa: ASYNC110 - the clerk keeps what it heard, and no more
            await asyncio.sleep(0.01)
        pushing.cancel()
        await asyncio.gather(pushing, return_exceptions=True)
        await asyncio.sleep(0.05)
        clerk.go.set()
        await asyncio.sleep(0.05)
    assert clerk.out == []


async def test_other_methods_are_not_served(platform: Platform, session: aiohttp.ClientSession) -> None:
    async with session.delete(platform.url, params=signed()) as response:
        assert response.status == 405


async def test_what_became_of_a_notice_is_heard_and_never_answered(
    clerk: Clerk, session: aiohttp.ClientSession
) -> None:
    heard: list[tuple[str, str]] = []

    async def receipts(number: str, report: str) -> None:
        if number == "9":
            raise ServiceError
        heard.append((number, report))

    counterpart = Counterpart(clerk, wording, clock=SettableClock(NOW), receipts=receipts)
    app = web.Application()
    app.add_routes(Webhook(ACCOUNT, counterpart).routes())
    async with TestServer(app) as server:
        platform = Platform(session, str(server.make_url("/wechat")))
        for number, status in (("7", "success"), ("8", "failed:user block"), ("9", "success")):
            inside = f"<MsgID>{number}</MsgID><Status>{status}</Status>"
            event = f"<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event>{inside}"
            assert await platform.push(event) == (200, b"")
        items = "".join(
            f"<List><TemplateId>t</TemplateId><MsgID>{number}</MsgID><ErrorCode>{code}</ErrorCode>"
            f"<ErrorStatus>{words}</ErrorStatus></List>"
            for number, code, words in ((10, 0, "success"), (11, 43101, "user refuse"))
        )
        event = "<MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event>"
        assert await platform.push(f"{event}<SubscribeMsgSentEvent>{items}</SubscribeMsgSentEvent>") == (
            200,
            b"",
        )
    assert heard == [("7", "success"), ("8", "failed:user block"), ("10", "success"), ("11", "user refuse")]
    assert clerk.heard == []
