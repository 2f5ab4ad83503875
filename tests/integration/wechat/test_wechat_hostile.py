"""Hostile and clumsy pushes over real sockets: forbidden characters, bodies in pieces, and thousands of broken bytes."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from urllib.parse import urlencode

import aiohttp
import pytest
from yarl import URL

from adapters.wechat.account import Mode
from adapters.wechat.push import webhook
from adapters.wechat.push.parser import MAX_BYTES, parse
from adapters.wechat.push.signature import digest
from adapters.wechat.replies.xml import document, element
from bot.message import LONGEST_TEXT, Reply
from tests.integration.wechat.conftest import ACCOUNT
from tests.integration.wechat.push.test_wechat_webhook import (
    ENVELOPE,
    STAMP,
    TEXT,
    Clerk,
    Platform,
    opened,
    served,
    signed,
)

MUTATIONS = 1200
PAUSE = 0.03


def clear_push(content: str, number: int = 7) -> str:
    return (
        f"<xml><ToUserName>{ACCOUNT.account}</ToUserName><FromUserName>oCitizen</FromUserName>"
        f"<CreateTime>{STAMP}</CreateTime><MsgType>text</MsgType><Content>{content}</Content>"
        f"<MsgId>{number}</MsgId></xml>"
    )


def sealed_push(inside: str) -> tuple[bytes, dict[str, str]]:
    encrypted = ENVELOPE.seal(inside)
    signature = digest(ACCOUNT.token, STAMP, "n1", encrypted)
    return document(element("Encrypt", encrypted)), signed() | {
        "encrypt_type": "aes",
        "msg_signature": signature,
    }


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
async def platform(clerk: Clerk, session: aiohttp.ClientSession) -> AsyncIterator[Platform]:
    async with served(clerk, ACCOUNT, session) as platform:
        yield platform


FORBIDDEN = {
    "backspace": ("你\x08好", "你好"),
    "NUL": ("你好\x00", "你好"),
    "vertical tab": ("\x0b你好", "你好"),
    "in CDATA": ("<![CDATA[你\x1f好]]>", "你好"),
    "non-character": ("你\ufffe好\uffff", "你好"),
    "hexadecimal reference": ("你&#x8;好", "你好"),
    "decimal reference": ("你&#08;好&#0;", "你好"),
    "surrogate reference": ("你&#xD800;好&#57343;", "你好"),
    "reference to a non-character": ("你好&#xFFFE;&#x00ffff;", "你好"),
    "reference beyond Unicode": ("你好&#x110000;", "你好"),
    "what may stay": ("\t你&#x4f60;\n好&#128512;", "\t你你\n好😀"),
    "a reference in CDATA is words": ("<![CDATA[&#x8;你好]]>", "&#x8;你好"),
    "a reference in a comment": ("你<!-- &#x8; <![CDATA[ -->&#x8;好", "你好"),
    "an escaped reference is words": ("&amp;#x8;你好", "&#x8;你好"),
    "nothing else": ("\x01&#x2;", ""),
}


@pytest.mark.parametrize("mode", ["clear", "compatible", "safe"])
async def test_forbidden_characters_are_dropped_and_the_rest_is_answered(
    clerk: Clerk, session: aiohttp.ClientSession, mode: Mode
) -> None:
    async with served(clerk, replace(ACCOUNT, mode=mode), session) as platform:
        for number, (name, (content, heard)) in enumerate(FORBIDDEN.items(), 1):
            push = clear_push(content, number)
            body, query = (push.encode(), signed()) if mode == "clear" else sealed_push(push)
            status, answer = await platform.post(body, query)
            said = parse(answer).value("Content") if mode == "clear" else opened(answer)["Content"]
            assert (status, said) == (200, "收到"), name
            assert clerk.heard[-1].text == heard, name


async def test_forbidden_characters_do_not_help_who_cannot_sign(
    clerk: Clerk, session: aiohttp.ClientSession
) -> None:
    async with served(clerk, replace(ACCOUNT, mode="clear"), session) as platform:
        push = clear_push("你\x08好").encode()
        assert await platform.post(push, signed() | {"signature": "0" * 40}) == (403, b"")
    assert clerk.heard == []


class Wire:
    """A socket that sends a push in whatever pieces a test wants."""

    def __init__(self, url: str, body: bytes, query: dict[str, str]) -> None:
        self.url = URL(url)
        self.body = body
        self.query = query

    def head(self, *headers: str) -> bytes:
        lines = (f"POST /wechat?{urlencode(self.query)} HTTP/1.1", "Host: 127.0.0.1", *headers, "", "")
        return "\r\n".join(lines).encode()

    async def send(self, *pieces: bytes) -> tuple[int, bytes]:
        reader, writer = await asyncio.open_connection(self.url.host, self.url.port)
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(PAUSE if len(pieces) < 10 else 0)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
            return int(head.split()[1]), await reader.readexactly(length)
        finally:
            writer.close()


def chunked(*parts: bytes) -> list[bytes]:
    return [b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b"")]


def pieces(wire: Wire, way: str) -> list[bytes]:
    body, half = wire.body, len(wire.body) // 2
    head = wire.head(f"Content-Length: {len(body)}")
    ways: dict[str, Callable[[], list[bytes]]] = {
        "at once": lambda: [head + body],
        "head, then body": lambda: [head, body],
        "head with half the body, then the rest": lambda: [head + body[:half], body[half:]],
        "three packets of body": lambda: [head + body[:9], body[9:half], body[half:]],
        "byte by byte": lambda: [bytes([octet]) for octet in head + body],
        "chunked": lambda: [
            wire.head("Transfer-Encoding: chunked"),
            *chunked(body[:half], body[half:]),
        ],
        "chunked with its head": lambda: [
            wire.head("Transfer-Encoding: chunked") + b"".join(chunked(body[:half], body[half:]))
        ],
    }
    return ways[way]()


@pytest.mark.parametrize(
    "way",
    [
        "at once",
        "head, then body",
        "head with half the body, then the rest",
        "three packets of body",
        "byte by byte",
        "chunked",
        "chunked with its head",
    ],
)
async def test_a_push_in_pieces_is_read_whole(platform: Platform, clerk: Clerk, way: str) -> None:
    wire = Wire(platform.url, *sealed_push(clear_push("你好")))
    status, answer = await wire.send(*pieces(wire, way))
    assert (status, opened(answer)["Content"]) == (200, "收到")
    assert [inbound.text for inbound in clerk.heard] == ["你好"]


async def test_a_large_push_in_many_packets_is_read_whole(platform: Platform, clerk: Clerk) -> None:
    body, query = sealed_push(clear_push("长" * 12_000))
    wire = Wire(platform.url, body, query)
    cut = [body[at : at + 8000] for at in range(0, len(body), 8000)]
    status, answer = await wire.send(wire.head(f"Content-Length: {len(body)}"), *cut)
    assert (status, opened(answer)["Content"]) == (200, "收到")
    assert clerk.heard[0].text == "长" * LONGEST_TEXT
    # The number stands behind the text, and a body that is not whole has no such seal.
    assert clerk.heard[0].key.endswith("7")


async def test_a_push_that_never_ends_is_given_up(
    platform: Platform, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_BODY_SECONDS", 0.1)
    wire = Wire(platform.url, *sealed_push(clear_push("你好")))
    for sent in (b"", wire.body[:-1]):
        assert await wire.send(wire.head(f"Content-Length: {len(wire.body)}") + sent) == (403, b"")
    assert await wire.send(wire.head("Transfer-Encoding: chunked") + b"5\r\n<xml>\r\n") == (403, b"")
    assert clerk.heard == []
    assert (await platform.push(TEXT))[0] == 200


@pytest.mark.parametrize("framing", ["length", "chunked"])
async def test_a_push_too_long_is_not_read_whole(platform: Platform, clerk: Clerk, framing: str) -> None:
    wire = Wire(platform.url, b"<xml>" + b"a" * (MAX_BYTES * 4), signed() | {"encrypt_type": "aes"})
    head = wire.head(
        f"Content-Length: {len(wire.body)}" if framing == "length" else "Transfer-Encoding: chunked"
    )
    assert await wire.send(head + (wire.body if framing == "length" else chunked(wire.body)[0])) == (200, b"")
    assert clerk.heard == []


def mutated(body: bytes, chance: random.Random) -> bytes:
    """Break a push as wires and hands do: flip, cut, insert, double, and put in what parsers stumble over."""
    octets = bytearray(body)
    for _ in range(chance.choice((1, 1, 2, 5))):
        place, end = sorted((chance.randrange(len(octets) + 1), chance.randrange(len(octets) + 1)))
        match chance.randrange(6):
            case 0 if octets:
                octets[min(place, len(octets) - 1)] ^= 1 << chance.randrange(8)
            case 1:
                del octets[place : min(end, place + chance.choice((1, 4, 400)))]
            case 2:
                octets[place:place] = chance.choice(STUMBLING)
            case 3:
                octets[place:place] = octets[place : min(end, place + 200)]
            case 4:
                octets[place:place] = chance.randbytes(chance.randrange(1, 20))
            case _:
                octets[place : place + 1] = chance.choice(STUMBLING)
    return bytes(octets)


STUMBLING = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbf\xbf", b"&#0;", b"&#xD800;", b"&#99999999;", b"&a;", b"]]>",
    b"<![CDATA[", b"<!--", b"<?", b"<xml>", b"</xml>", b"<a/>" * 400, b"<a>" * 20, b"[" * 16_000, b"-1",
    b"9" * 400, "９".encode(), b"<!DOCTYPE a>", b"\xef\xbb\xbf", b"=", b"<MsgId>1</MsgId>",
)  # fmt: skip


def pushes() -> list[str]:
    """Give one valid push of several shapes, to be broken."""
    event = clear_push("").replace("<MsgType>text</MsgType><Content></Content><MsgId>7</MsgId>", "{}")
    return [
        clear_push("老年证怎么办？"),
        clear_push("<![CDATA[你好 😀]]>"),
        event.format("<MsgType>event</MsgType><Event>subscribe</Event><EventKey>qrscene_7</EventKey>"),
        event.format(
            "<MsgType>location</MsgType><Location_X>23.1</Location_X><Location_Y>113.3</Location_Y>"
            "<Scale>15</Scale><Label>县政府</Label><MsgId>9</MsgId>"
        ),
        event.format(
            "<MsgType>event</MsgType><Event>pic_weixin</Event><EventKey>k</EventKey><SendPicsInfo><Count>1</Count>"
            "<PicList><item><PicMd5Sum>5a</PicMd5Sum></item></PicList></SendPicsInfo>"
        ),
    ]


@pytest.mark.parametrize("kind", ["clear", "sealed inside", "sealed outside"])
async def test_broken_pushes_never_break_the_door(
    clerk: Clerk, session: aiohttp.ClientSession, kind: str
) -> None:
    chance, statuses = random.Random(f"pushes {kind}"), set[int]()
    clerk.says = [Reply("收到")]
    async with served(
        clerk, replace(ACCOUNT, mode="clear" if kind == "clear" else "safe"), session
    ) as platform:
        for _ in range(MUTATIONS):
            push = chance.choice(pushes())
            body, query = mutated(push.encode(), chance), signed()
            if kind != "clear":
                octets = push.encode() if kind == "sealed outside" else body
                body, query = sealed_push_of(octets)
                body = mutated(body, chance) if kind == "sealed outside" else body
            status, _ = await platform.post(body, query)
            statuses.add(status)
        assert statuses <= {200, 403}
        assert clerk.heard
        last = clear_push("还在吗")
        body, query = (last.encode(), signed()) if kind == "clear" else sealed_push(last)
        assert (await platform.post(body, query))[0] == 200


def sealed_push_of(octets: bytes) -> tuple[bytes, dict[str, str]]:
    """Seal bytes that may be no text."""

    class Octets(str):
        """A text whose bytes are given."""

        __slots__ = ()

        def encode(self, *_: object) -> bytes:  # type: ignore[override]
            return octets

    return sealed_push(Octets())
