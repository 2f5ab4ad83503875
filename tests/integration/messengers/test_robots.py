"""Robots called on stand-ins that check signatures as the platforms do, and answer everything but what was hoped for."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from adapters.messengers import robots as client_module
from adapters.messengers.door import staff_notice_door
from adapters.messengers.robots import ANSWER_BYTES, RobotClient, signature
from adapters.settings import Settings, SettingsError
from bot.clock import SystemClock
from handlers.staff_notices.channels import NoticeChannel, NoticeTarget
from handlers.staff_notices.door import NoticeMessage, NoticeRefusedError
from tests.fakes.messengers import KEY, SECRET, TOKEN, Robots, robots_listening

CLOCK = SystemClock()
MESSAGE = NoticeMessage("【政务公开工作台】诉求：新到1件", "【政务公开工作台】诉求：新到1件\nSQ1")
DINGTALK = NoticeTarget(NoticeChannel.DINGTALK, TOKEN, SECRET)
WECOM = NoticeTarget(NoticeChannel.WECOM, KEY)


@pytest.fixture
async def robots() -> AsyncIterator[Robots]:
    async with robots_listening(lambda: CLOCK.now().timestamp()) as listening:
        yield listening


@pytest.fixture
async def client(robots: Robots) -> AsyncIterator[RobotClient]:
    async with aiohttp.ClientSession() as session:
        yield RobotClient(session, bases=dict.fromkeys(NoticeChannel, robots.url), clock=CLOCK)


async def refused(client: RobotClient, target: NoticeTarget) -> NoticeRefusedError:
    with pytest.raises(NoticeRefusedError) as error:
        await client.send(target, MESSAGE)
    return error.value


@pytest.mark.parametrize("target", [DINGTALK, WECOM])
async def test_a_message_is_said(client: RobotClient, robots: Robots, target: NoticeTarget) -> None:
    await client.send(target, MESSAGE)
    assert robots.said == [MESSAGE.text]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (NoticeTarget(NoticeChannel.DINGTALK, TOKEN, "SECwrong0123456789abcd"), "dingtalk:310000"),
        (NoticeTarget(NoticeChannel.DINGTALK, "another-token-000000", SECRET), "dingtalk:300001"),
        (NoticeTarget(NoticeChannel.WECOM, "another-key-00000000"), "wecom:93000"),
    ],
)
async def test_a_wrong_secret_or_name_is_pointless_to_repeat(
    client: RobotClient, robots: Robots, target: NoticeTarget, why: str
) -> None:
    error = await refused(client, target)
    assert (error.why, error.permanent, robots.said) == (why, True, [])
    assert target.name not in str(error)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (web.json_response({"errcode": 130101}), ("dingtalk:130101", False, 600)),
        (web.json_response({"errcode": -1}), ("dingtalk:-1", False, None)),
        (web.json_response({"errcode": 424242, "errmsg": "<b>"}), ("dingtalk:424242", False, None)),
        (web.json_response({"errcode": "0"}), ("unreadable", False, None)),
        (web.json_response({"errcode": False}), ("unreadable", False, None)),
        (web.json_response({"errcode": 10**30}), ("unreadable", False, None)),
        (web.json_response([0]), ("unreadable", False, None)),
        (web.Response(text="<html>"), ("unreadable", False, None)),
        (web.Response(body=b"[" * 15000), ("unreadable", False, None)),
        (web.Response(body=b" " * ANSWER_BYTES * 3), ("unreadable", False, None)),
        (web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}), ("http:302", False, None)),
        (web.Response(status=403), ("http:403", True, None)),
        (web.Response(status=429), ("http:429", False, 60)),
        (web.Response(status=502), ("http:502", False, None)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
async def test_hostile_and_busy_answers_are_refusals(
    client: RobotClient, robots: Robots, answer: web.Response, told: tuple[str, bool, int | None]
) -> None:
    robots.answers.append(answer)
    error = await refused(client, DINGTALK)
    assert (error.why, error.permanent, error.retry_after) == told


async def test_nobody_there_and_nobody_who_answers(
    client: RobotClient, robots: Robots, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    async with aiohttp.ClientSession() as session:
        away = RobotClient(
            session, bases={NoticeChannel.WECOM: f"http://127.0.0.1:{unused_tcp_port}"}, clock=CLOCK
        )
        assert (await refused(away, WECOM)).why == "unreachable"
    monkeypatch.setattr(client_module, "SECONDS", 0.0)
    assert (await refused(client, WECOM)).why == "timeout"


def test_the_signature_is_that_of_the_platform_s_description() -> None:
    # base64 of `printf '1700000000000\nSEC0123456789abcdef0123' | openssl dgst -sha256 -hmac SEC0123456789abcdef0123 -binary`
    assert signature(SECRET, at=datetime.fromtimestamp(1_700_000_000, UTC)) == {
        "timestamp": "1700000000000",
        "sign": "W8f2uu70P2uNDVqgMaLARmfZIBUwZBWp3eiSNt271Xg=",
    }


@pytest.mark.parametrize(
    ("changed", "channels"),
    [
        ({}, None),
        ({"dingtalk_url": "https://oapi.dingtalk.com"}, {"dingtalk"}),
        ({"wecom_url": "https://a", "mail_host": "mail.a", "mail_from": "t@a.gov.cn"}, {"wecom", "mail"}),
    ],
)
async def test_only_what_is_set_up_is_a_channel(changed: dict[str, str], channels: set[str] | None) -> None:
    settings = Settings(
        secret_key="k" * 32,
        wechat_token="t",
        wechat_aes_key="a" * 43,
        wechat_appid="wx",
        wechat_account="gh",
        **changed,
    )  # type: ignore[arg-type]
    async with aiohttp.ClientSession() as session:
        door = staff_notice_door(settings, session, CLOCK)
        assert (None if door is None else set(door.channels)) == channels
        if door is not None:
            missing = next(channel for channel in NoticeChannel if channel not in door.channels)
            with pytest.raises(NoticeRefusedError, match="unavailable") as error:
                await door.send(NoticeTarget(missing, "x"), MESSAGE)
            assert (error.value.why, error.value.permanent) == ("off", True)
        mail = {"mail_host": "a", "mail_from": "t@a.gov.cn", "mail_ca": Path("nothing.pem")}
        wrong = settings.model_copy(update=mail)
        with pytest.raises(SettingsError, match="MINGBAI_MAIL_CA"):
            staff_notice_door(wrong, session, CLOCK)
