"""Codes over the county's own platform, which a server on this machine stands for: taken, refused, late, away; and no oracle in it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import event

import adapters.sms_client
from adapters.sms_client import SmsClient, SmsError
from bot.clock import SettableClock
from bot.database import Database
from handlers.complaints.hotline.signature import SIGNATURE_HEADER, TIME_HEADER, is_signed
from handlers.matters.binding.binding import BindingAccount, BindingKind, BindingOutcome, PersonClaim
from handlers.matters.binding.messages import MOST_TRIES
from handlers.matters.delivery.matter import MatterHolder
from handlers.matters.office import MatterOffice
from tests.factories.matters import HOUSES, NOW, TEXTS, VAULT, WANG, ZHANG, MatterDesk, matter

SECRET = "the platform's secret of thirty-two letters"
ME = BindingAccount("oSms0001", "wechat")
Answer = Callable[[], Awaitable[web.StreamResponse]]


class Platform:
    """Stands for the platform: keeps what it was given, checks who sent it, and answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.asked = 0
        self.answers: Answer = self.ok

    @staticmethod
    async def ok() -> web.StreamResponse:
        """Say that it was taken."""
        return web.Response(status=202)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take one message."""
        self.asked += 1
        body = await request.read()
        moment, given = request.headers[TIME_HEADER], request.headers[SIGNATURE_HEADER]
        if not is_signed(SECRET, moment, given, body=body, now=NOW):
            return web.Response(status=401)
        answer = await self.answers()
        if answer.status // 100 == 2:
            self.taken.append(await request.json())
        return answer


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
async def url(platform: Platform) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes([web.post("/sms", platform.take)])
    async with TestServer(app) as server:
        yield str(server.make_url("/sms"))


@asynccontextmanager
async def client(url: str, secret: str = SECRET) -> AsyncIterator[SmsClient]:
    async with aiohttp.ClientSession() as session:
        yield SmsClient(session, url=url, secret=secret, clock=SettableClock(NOW))


async def test_a_message_goes_out_once_signed_and_whole(platform: Platform, url: str) -> None:
    async with client(url) as sms:
        await sms.send("13800001111", "【青岚县】验证码123456")
    assert platform.taken == [{"phone": "13800001111", "text": "【青岚县】验证码123456"}]


async def test_a_wrong_secret_is_refused_by_the_platform(platform: Platform, url: str) -> None:
    async with client(url, "another secret of thirty-two letters") as sms:
        with pytest.raises(SmsError) as refused:
            await sms.send("13800001111", "验证码")
    assert (refused.value.values["reason"], platform.taken) == ("401", [])


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
async def test_what_is_not_taken_is_said_by_its_status(platform: Platform, url: str, status: int) -> None:
    async def refuse() -> web.StreamResponse:
        return web.Response(status=status, text="13800001111 is no customer")

    platform.answers = refuse
    async with client(url) as sms:
        with pytest.raises(SmsError) as refused:
            await sms.send("13800001111", "验证码")
    assert refused.value.values == {"reason": str(status)}


async def test_a_redirection_takes_phone_and_code_nowhere_else(platform: Platform, url: str) -> None:
    async def away() -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": url})

    platform.answers = away
    async with client(url) as sms:
        with pytest.raises(SmsError):
            await sms.send("13800001111", "验证码")
    assert (platform.asked, platform.taken) == (1, [])


async def test_a_platform_that_does_not_answer_is_given_up_in_time(
    platform: Platform, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapters.sms_client, "SECONDS", 0.05)

    async def late() -> web.StreamResponse:
        await asyncio.sleep(0.5)
        return web.Response()

    platform.answers = late
    async with client(url) as sms:
        with pytest.raises(SmsError) as refused:
            await sms.send("13800001111", "验证码")
    assert refused.value.values == {"reason": "timeout"}


async def test_a_port_where_nobody_listens_is_said(url: str) -> None:
    async with client("http://127.0.0.1:1/sms") as sms:
        with pytest.raises(SmsError) as refused:
            await sms.send("13800001111", "验证码")
    assert refused.value.values == {"reason": "unreachable"}


@asynccontextmanager
async def office(desk: MatterDesk, url: str) -> AsyncIterator[MatterOffice]:
    """Give the services that send over the platform."""
    async with client(url) as sms:
        yield MatterOffice.of(
            desk.database, vault=VAULT, clock=desk.clock, texts=TEXTS, send=sms.send, county="青岚县"
        )


@pytest.fixture
async def desk(sqlite_database: Database) -> MatterDesk:
    opened = await MatterDesk(sqlite_database).opened()
    await opened.deliver(HOUSES, matters=[matter("A-001"), matter("A-002", WANG)])
    return opened


async def claimed(office: MatterOffice, holder: MatterHolder) -> None:
    assert await office.bindings.claim(PersonClaim(holder, BindingKind.SELF), ME) is not None


async def test_a_code_comes_after_two_failures_and_binds(
    desk: MatterDesk, platform: Platform, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    statuses = iter([500, 503])

    async def getting_well() -> web.StreamResponse:
        return web.Response(status=next(statuses, 200))

    platform.answers = getting_well
    async with office(desk, url) as opened:
        await claimed(opened, ZHANG)
        assert [await opened.messages.step() for _ in range(4)] == [1, 1, 1, 0]
        (sent,) = platform.taken
        assert (sent["phone"], platform.asked) == (ZHANG.phone, 3)
        code = sent["text"].partition("验证码")[2][:6]
        assert (await opened.bindings.enter(code, ME)).outcome is BindingOutcome.BOUND
    for secret in (ZHANG.phone, code, ZHANG.name, ZHANG.identity):
        assert secret not in caplog.text


async def test_what_never_goes_out_is_tried_three_times_and_left(
    desk: MatterDesk, platform: Platform, url: str
) -> None:
    async def broken() -> web.StreamResponse:
        return web.Response(status=500)

    platform.answers = broken
    async with office(desk, url) as opened:
        await claimed(opened, ZHANG)
        for _ in range(MOST_TRIES + 2):
            await opened.messages.step()
        assert (platform.asked, platform.taken) == (MOST_TRIES, [])
        # The counter is open as ever.
        answer = await opened.bindings.claim(PersonClaim(ZHANG, BindingKind.SELF), ME)
        assert answer is not None
        await opened.counter.confirm(answer.code, clerk="clerk", papers_seen=True)
        assert len(await opened.ledger.cases_of(ME.citizen)) == 1


UNKNOWN = MatterHolder("赵六", "350799196001019991")
CLAIMS = {
    "known": ZHANG,
    "no phone": WANG,
    "another's name": MatterHolder("张四", ZHANG.identity),
    "unknown": UNKNOWN,
}


async def test_whoever_claims_learns_nothing_from_words_statements_or_the_platform(
    desk: MatterDesk, platform: Platform, url: str
) -> None:
    """The platform is called by the worker only; what the database is asked for a known person is asked for everybody."""
    told: dict[str, tuple[Any, ...]] = {}
    statements: list[str] = []
    engine = desk.database.engine.sync_engine

    def note(*given: Any) -> None:
        # One row of a claim is written in every case; whether one column more of it changes takes nobody's time.
        statements.append(given[2].partition(" SET ")[0])

    event.listen(engine, "before_cursor_execute", note)
    async with office(desk, url) as opened:
        for at, (name, holder) in enumerate(CLAIMS.items()):
            account = BindingAccount(f"oAsks{at:04}", "wechat")
            statements.clear()
            claim = await opened.bindings.claim(PersonClaim(holder, BindingKind.SELF), account)
            assert claim is not None
            answers = [await opened.bindings.enter(f"{wrong:06}", account) for wrong in range(6)]
            told[name] = (claim.until, claim.sends, answers, tuple(statements))
            assert platform.asked == 0, "nothing goes out while somebody waits for the answer"
    assert len(statements) > 10
    for name, one in told.items():
        assert one == told["known"], name
