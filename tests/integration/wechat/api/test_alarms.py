"""A call that is refused lastingly is an alarm for all processes, stops where it must, and goes out by itself."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from adapters.wechat.api.alarms import OPERATOR_WAIT, AlarmBook
from adapters.wechat.api.client import Client
from adapters.wechat.api.errcodes import PlatformError, StoppedError
from bot.clock import SettableClock
from tests.integration.wechat.conftest import ACCOUNT, Peer

pytestmark = pytest.mark.redis
# Eight in the evening in Beijing: four hours to midnight.
EVENING = datetime(2026, 3, 2, 12, tzinfo=UTC)
SEND, MENU = "/cgi-bin/message/custom/send", "/cgi-bin/menu/create"
BODY = {"touser": "o1", "msgtype": "text", "text": {"content": "你好"}}
Make = Callable[[], Client]


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(EVENING)


@pytest.fixture
def book(redis: Redis) -> AlarmBook:
    return AlarmBook(redis)


@pytest.fixture
def make(session: aiohttp.ClientSession, redis: Redis, base: str, clock: SettableClock) -> Make:
    async def at_once(_: float) -> None:
        return None

    return lambda: Client(session, redis, account=replace(ACCOUNT, api_base=base), clock=clock, sleep=at_once)


def refuse(peer: Peer, code: int) -> None:
    peer.answer = lambda _: {"errcode": code, "errmsg": "refused rid: 65a1-22bb"}


def allow(peer: Peer) -> None:
    peer.answer = lambda _: {"errcode": 0, "errmsg": "ok"}


async def refused(client: Client) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        await client.messages.send(BODY)
    return caught.value


async def test_items_that_the_account_may_not_send_stop_no_other_message(
    make: Make, peer: Peer, clock: SettableClock, book: AlarmBook
) -> None:
    client, items = make(), {"touser": "o1", "msgtype": "msgmenu", "msgmenu": {"list": []}}
    refuse(peer, 40200)
    with pytest.raises(PlatformError):
        await client.messages.send(items)
    allow(peer)
    await client.messages.send(BODY)
    with pytest.raises(StoppedError):
        await client.messages.send(items)
    assert [(alarm.name, alarm.code) for alarm in await book.all()] == [
        ("message/custom/send#msgmenu", 40200)
    ]
    clock.advance(OPERATOR_WAIT)
    await client.messages.send(items)
    assert await book.all() == []


async def test_a_quota_that_items_use_up_stops_every_message(make: Make, peer: Peer) -> None:
    client = make()
    refuse(peer, 45009)
    with pytest.raises(PlatformError):
        await client.messages.send({"touser": "o1", "msgtype": "msgmenu", "msgmenu": {"list": []}})
    assert isinstance(await refused(client), StoppedError)
    assert len(peer.made(SEND)) == 1


async def test_a_used_up_quota_is_one_refused_call_and_none_until_midnight_in_beijing(
    make: Make, peer: Peer, clock: SettableClock, book: AlarmBook
) -> None:
    ours, theirs = make(), make()
    refuse(peer, 45009)
    first = await refused(ours)
    assert (first.code, first.asked) == (45009, True)
    allow(peer)
    for client in (ours, theirs, make()):
        again = await refused(client)
        assert isinstance(again, StoppedError)
        assert (again.code, again.retry_after) == (45009, 4 * 3600)
    clock.set(EVENING + timedelta(hours=4) - timedelta(seconds=1))
    assert (await refused(theirs)).retry_after == 1.0
    assert len(peer.made(SEND)) == 1
    # Another call has its own quota.
    await ours.menus.create({"button": []})
    clock.advance(timedelta(seconds=1))
    await theirs.messages.send(BODY)
    assert len(peer.made(SEND)) == 2
    assert await book.all() == []


async def test_even_by_hand_a_used_up_quota_is_not_asked(make: Make, peer: Peer, book: AlarmBook) -> None:
    refuse(peer, 45009)
    for _ in range(2):
        with pytest.raises(PlatformError):
            await make().menus.create({"button": []})
    assert len(peer.made(MENU)) == 1
    await book.ask_again(EVENING)
    with pytest.raises(StoppedError):
        await make().menus.create({"button": []})


async def test_a_lasting_40001_is_two_calls_and_then_an_alarm_that_goes_out(
    make: Make, peer: Peer, clock: SettableClock, book: AlarmBook
) -> None:
    refuse(peer, 40001)
    await refused(make())
    assert len(peer.made(SEND)) == 2
    [alarm] = await book.all()
    assert (alarm.name, alarm.code, alarm.rid, alarm.since) == (
        "message/custom/send",
        40001,
        "65a1-22bb",
        EVENING,
    )
    assert isinstance(await refused(make()), StoppedError)
    clock.advance(timedelta(minutes=10))
    await refused(make())
    [alarm] = await book.all()
    assert (alarm.since, alarm.last, alarm.times) == (EVENING, EVENING + timedelta(minutes=10), 2)
    assert await book.figures(clock.now()) == 1
    labels = {"call": "message/custom/send", "errcode": "40001"}
    assert REGISTRY.get_sample_value("mingbai_wechat_alarm_seconds", labels) == 600
    allow(peer)
    clock.advance(timedelta(minutes=10))
    await make().messages.send(BODY)
    assert await book.all() == []
    await book.figures(clock.now())
    assert REGISTRY.get_sample_value("mingbai_wechat_alarm_seconds", labels) is None


@pytest.mark.parametrize("code", [40164, 48001, 40013])
async def test_what_staff_have_to_mend_is_tried_now_and_then_and_by_hand_at_once(
    make: Make, peer: Peer, clock: SettableClock, book: AlarmBook, *, code: int
) -> None:
    refuse(peer, code)
    await refused(make())
    for _ in range(3):
        assert isinstance(await refused(make()), StoppedError)
    assert len(peer.made(SEND)) == 1
    clock.advance(OPERATOR_WAIT)
    assert not isinstance(await refused(make()), StoppedError)
    for _ in range(2):
        with pytest.raises(PlatformError) as caught:
            await make().menus.create({"button": []})
        assert caught.value.asked
    assert {alarm.name for alarm in await book.all()} == {"message/custom/send", "menu/create"}
    # Whoever has mended it need not wait.
    allow(peer)
    await book.ask_again(clock.now())
    await make().messages.send(BODY)
    assert [alarm.name for alarm in await book.all()] == ["menu/create"]


@pytest.mark.parametrize("code", [45015, 45047, 43004, 40003, 45002])
async def test_what_concerns_one_citizen_or_one_message_is_no_alarm(
    make: Make, peer: Peer, book: AlarmBook, *, code: int
) -> None:
    refuse(peer, code)
    await refused(make())
    assert await book.all() == []


async def test_a_notice_names_its_template_and_bears_a_key(make: Make, peer: Peer) -> None:
    peer.answer = lambda _: {"errcode": 0, "errmsg": "ok", "msgid": 200163}
    number = await make().notices.send_template("o1", "tpl", {"thing1": "您有新消息"}, key="parcel-1")
    assert number == "200163"
    [(_, _, octets)] = peer.made("/cgi-bin/message/template/send")
    assert json.loads(octets) == {
        "touser": "o1",
        "template_id": "tpl",
        "client_msg_id": "parcel-1",
        "data": {"thing1": {"value": "您有新消息"}},
    }
    allow(peer)
    assert await make().notices.send_subscription("o1", "tpl", {"thing1": "您有新消息"}) == ""
    assert len(peer.made("/cgi-bin/message/subscribe/bizsend")) == 1
