"""What strangers try at the doors for visitors: other sites, tokens that are not theirs, bodies that are none, other pages."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import cast
from unittest.mock import Mock

import pytest
from aiohttp import web
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request

from adapters.visitors.codes import is_open_page
from adapters.visitors.frames import FrameOrigins
from adapters.visitors.news import MOST_OF_ONE, NewsBell
from adapters.visitors.talk import BODY_BYTES, TEXT_LETTERS, from_own_page, said_in
from adapters.visitors.tokens import VisitorTokens
from adapters.web.errors import RefusedError
from adapters.web.links import LinkPurpose, Links
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import ServiceError

PUBLIC = "https://chat.qinglan.example"
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
LASTS = timedelta(days=30)


def asked(**headers: str) -> web.Request:
    """Give a call with these heads; `_` stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return make_mocked_request("POST", "/api/v1/chat/messages", headers={"Host": "10.0.0.5:8000", **named})


@pytest.mark.parametrize(
    ("origin", "passes"),
    [
        ("", True),
        (PUBLIC, True),
        ("http://10.0.0.5:8000", True),
        ("null", False),
        ("https://evil.example", False),
        ("https://chat.qinglan.example.evil.example", False),
        ("https://evil.example/https://chat.qinglan.example", False),
        ("https://chat.qinglan.example:8443", False),
        ("https://chat.qinglan.example@evil.example", False),
        ("https://evil-chat.qinglan.example", False),
        ("http://10.0.0.5", False),
        ("file://", False),
        ("data:", False),
        ("https://[::1", False),
        (f"{PUBLIC} https://evil.example", False),
    ],
)
def test_only_pages_of_this_site_may_call(origin: str, passes: bool) -> None:
    request = asked(Origin=origin) if origin else asked()
    if passes:
        from_own_page(request, PUBLIC)
        return
    with pytest.raises(RefusedError) as refused:
        from_own_page(request, PUBLIC)
    assert refused.value.status == 403


def doors(
    *, secret: str = "s" * 40, purpose: LinkPurpose = LinkPurpose.SITE_CHAT, at: datetime = NOW
) -> VisitorTokens:
    return VisitorTokens(Links(secret, public_url=PUBLIC), SettableClock(at), purpose, LASTS)


def test_a_token_opens_one_talk_at_one_door_for_its_time() -> None:
    own = doors().of("anna")
    request = asked(Authorization=f"Bearer {own}")
    assert doors().subject(request) == "anna"
    assert doors(at=NOW + LASTS - timedelta(seconds=1)).subject(request) == "anna"
    # A token that goes on keeps its name; nobody's token can be made to bear another's.
    assert doors(at=NOW + timedelta(days=1)).of("anna") != own
    for other in (
        doors(at=NOW + LASTS),
        doors(secret="t" * 40),
        doors(purpose=LinkPurpose.KIOSK),
        doors(purpose=LinkPurpose.CASE),
    ):
        with pytest.raises(RefusedError) as refused:
            other.subject(request)
        assert refused.value.status == 401


@pytest.mark.parametrize("purpose", [each for each in LinkPurpose if each is not LinkPurpose.SITE_CHAT])
def test_what_was_signed_for_something_else_opens_no_talk(purpose: LinkPurpose) -> None:
    link = Links("s" * 40, public_url=PUBLIC).sign("anna", expires_at=NOW + LASTS, purpose=purpose)
    assert doors().known(asked(Authorization=f"Bearer {link}")) == ""


def test_a_token_that_was_changed_or_brought_elsewhere_opens_nothing() -> None:
    own = doors().of("anna")
    changed = [own[:at] + ("A" if own[at] != "A" else "B") + own[at + 1 :] for at in range(len(own))]
    headers = [f"Bearer {each}" for each in (*changed, own + "=", own[:-1], own * 2, "", "anna", "x" * 9000)]
    for header in (*headers, f"Basic {own}"):
        assert doors().known(asked(Authorization=header)) == "", header[:60]
    for header in ("Cookie", "X_Token"):
        assert doors().known(asked(**{header: f"token={own}"})) == ""
    planted = make_mocked_request("GET", f"/api/v1/chat/history?token={own}")
    assert doors().known(planted) == ""


async def sent(octets: bytes, kind: str = "application/json") -> web.Request:
    body = StreamReader(Mock(_reading_paused=False), 2**20, loop=asyncio.get_running_loop())
    body.feed_data(octets)
    body.feed_eof()
    return make_mocked_request("POST", "/", headers={"Content-Type": kind}, payload=body)


@pytest.mark.parametrize(
    ("octets", "status"),
    [
        (b"", 400),
        (b"null", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"{", 400),
        (b'{"id": "1"}', 400),
        (b'{"id": 1, "text": "a"}', 400),
        (b'{"id": "1", "text": null}', 400),
        (b'{"id": "1", "text": ["a"]}', 400),
        (b'{"id": "1", "text": {"$gt": ""}}', 400),
        (b'{"id": "1", "text": NaN}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 16_000, 400),
        (b'{"id": "1", "text": "\\u0000"}', 422),
        (b'{"id": "1", "text": "\\ud800"}', 422),
        (b'{"id": "", "text": "a"}', 422),
        (b'{"id": "../1", "text": "a"}', 422),
        (b'{"id": "a:b", "text": "a"}', 422),
        (b'{"id": "1\\n", "text": "a"}', 422),
        (b'{"id": "' + b"1" * 65 + b'", "text": "a"}', 422),
        (b'{"id": "1", "text": "  "}', 422),
        (b'{"id": "1", "text": "' + b"a" * (TEXT_LETTERS + 1) + b'"}', 422),
        (b'{"id": "1", "text": "' + b"a" * BODY_BYTES + b'"}', 413),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_is_no_message_is_refused(octets: bytes, status: int) -> None:
    with pytest.raises((RefusedError, web.HTTPRequestEntityTooLarge)) as refused:
        await said_in(await sent(octets))
    assert refused.value.status == status


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
)
async def test_what_a_form_of_another_site_can_send_is_not_read(kind: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await said_in(await sent(b'{"id": "1", "text": "a"}', kind))
    assert refused.value.status == 415


async def test_whoever_may_write_may_say_a_word_twice() -> None:
    said = await said_in(
        await sent(b'{"id": "a-1", "text": " hi ", "citizen": "site_anna", "channel": "wechat"}')
    )
    assert (said.id, said.text) == ("a-1", " hi ")


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/chat/carry/AbC_-9", True),
        ("/m/documents/policy-elderly-allowance", True),
        ("/m/documents/a%20b", True),
        ("/m/columns/boards/%E4%B8%8A%E7%9F%B3%E6%9D%91", True),
        ("/m/columns/list?rubric=%E5%85%AC%E5%BC%80", True),
        ("/m/projects/3", True),
        ("/m/figures", True),
        ("", False),
        ("/", False),
        ("/chat/carry/", False),
        ("/chat/carry/a/../../login", False),
        ("//evil.example/m/documents/x", False),
        ("https://evil.example/m/documents/x", False),
        ("/m/documents/x@evil.example", False),
        ("/m/documents/x#y", False),
        ("/m/documents/x\n", False),
        ("/m/documents/ x", False),
        ("/m/documents/../cases/abc", False),
        ("/m/cases/abc", False),
        ("/m/receipts/abc", False),
        ("/m/forms/abc", False),
        ("/m/mine", False),
        ("/login", False),
        ("/staff/places", False),
        ("/m/documents/" + "a" * 401, False),
    ],
)
def test_a_screen_draws_codes_of_open_pages_only(path: str, leads: bool) -> None:
    assert is_open_page(path) is leads


def test_only_named_sites_may_frame_the_panel() -> None:
    for named, ancestors in (
        ((), "frame-ancestors 'self'"),
        (("https://www.qinglan.example",), "frame-ancestors 'self' https://www.qinglan.example"),
    ):
        policy = FrameOrigins(named).allow(web.Response()).headers["Content-Security-Policy"]
        assert policy.endswith(ancestors)
        assert "default-src 'none'" in policy
        assert "*" not in policy


class Away:
    """A database that is away."""

    def reading(self) -> AbstractAsyncContextManager[None]:
        raise ServiceError


async def test_one_visitor_does_not_take_all_the_waiting() -> None:
    bell = NewsBell(cast("Database", Away()), "site", every=0.01)
    held = [asyncio.create_task(bell.wait("site_anna", seconds=5)) for _ in range(MOST_OF_ONE)]
    await asyncio.sleep(0.02)
    assert not any(task.done() for task in held)
    async with asyncio.timeout(1):
        await bell.wait("site_anna", seconds=5)
    other = asyncio.create_task(bell.wait("site_ben", seconds=5))
    await asyncio.sleep(0.02)
    assert not other.done()
    await bell.close()
    async with asyncio.timeout(1):
        await asyncio.gather(*held, other)
