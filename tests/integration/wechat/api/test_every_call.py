"""Every call of the client against the simulated platform: what it sends is taken, and what comes back is read."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from redis.asyncio import Redis

from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.alarms import AlarmBook
from adapters.wechat.api.client import Client
from adapters.wechat.api.errcodes import PlatformError, Remedy
from adapters.wechat.api.media import video_address
from adapters.wechat.api.operation import MediaFile
from adapters.wechat.api.people import FollowerTag
from adapters.wechat.api.qr_codes import LONGEST_SECONDS
from adapters.wechat.api.web_login import WebLogin
from adapters.wechat.replies.customer_service import (
    image_body,
    menu_body,
    miniprogram_body,
    news_body,
    text_body,
)
from adapters.wechat.simulator.app import Simulator, start
from bot.clock import SettableClock
from bot.errors import InputError, ServiceError
from bot.message import Card, Choice
from tests.integration.simulator.endpoint import APPID, CITIZEN, SECRET, Endpoint

pytestmark = pytest.mark.redis
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
PICTURE = MediaFile("page.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"\0" * 32)
HOST = "mingbai.example"


@dataclass(slots=True)
class Both:
    """Our client and the simulated platform, with one clock."""

    client: Client
    simulator: Simulator
    clock: SettableClock
    session: aiohttp.ClientSession

    def shown(self) -> list[tuple[str, str]]:
        entries = self.simulator.world.citizens[CITIZEN].entries
        return [(entry.kind, entry.text) for entry in entries if entry.side == "account"]


@asynccontextmanager
async def open_both(session: aiohttp.ClientSession, redis: Redis, **changed: Any) -> AsyncIterator[Both]:
    clock = SettableClock(NOON)
    async with Endpoint() as endpoint:
        simulator = await start(endpoint.settings(login_hosts=(HOST,), **changed), clock)
        try:
            await simulator.verified(5)
            simulator.world.settle("林女士", openid=CITIZEN, follows=True)
            account = OfficialAccount(
                token="x" * 8, aes_key="a" * 43, appid=APPID, secret=SECRET, account="gh_test",
                api_base=simulator.url, picture_base=simulator.url, login_base=simulator.url,
            )  # fmt: skip
            yield Both(Client(session, redis, account=account, clock=clock), simulator, clock, session)
        finally:
            await simulator.stop()


@pytest.fixture
async def both(session: aiohttp.ClientSession, redis: Redis) -> AsyncIterator[Both]:
    async with open_both(session, redis) as opened:
        yield opened


async def code_of(awaited: Any) -> int:
    with pytest.raises(PlatformError) as caught:
        await awaited
    return caught.value.code


async def test_every_kind_of_message_is_shown(both: Both) -> None:
    await both.simulator.deeds.say(both.simulator.world.citizens[CITIZEN], "在吗")
    picture = await both.client.media.upload(PICTURE, kind="image")
    thumb = await both.client.media.upload(MediaFile("t.jpg", "image/jpeg", b"\xff\xd8\xff"), kind="thumb")
    before = len(both.shown())
    card = Card("养老补贴", "怎么领", "https://qinglan.example/p")
    for body in (
        text_body(CITIZEN, "字", automatic=False),
        news_body(CITIZEN, card, automatic=True),
        menu_body(
            CITIZEN, "要看哪一个", (Choice("第一个", "a"), Choice("第二个", "b")), first=3, automatic=True
        ),
        image_body(CITIZEN, picture, automatic=False),
        miniprogram_body(CITIZEN, title="办事", appid="wx1", path="pages/a", thumb=thumb, automatic=False),
    ):
        await both.client.messages.send(body)
    kinds = both.shown()[before:]
    assert [kind for kind, _ in kinds] == ["text", "news", "text", "image", "text"]
    menu = kinds[2][1]
    assert menu.startswith("要看哪一个\n<a href=")
    assert "msgmenuid=3" in menu
    assert "msgmenuid=4" in menu


async def test_a_file_comes_back_as_it_went_up_for_three_days(both: Both) -> None:
    number = await both.client.media.upload(PICTURE, kind="image")
    got = await both.client.media.get(number)
    assert (got.octets, got.content_type, video_address(got)) == (PICTURE.octets, "image/png", "")
    assert got.name.endswith(".png")
    assert await both.client.media.octets(number) == PICTURE.octets
    both.clock.advance(timedelta(days=3))
    assert await code_of(both.client.media.get(number)) == 40007
    with pytest.raises(ServiceError) as gone:
        await both.client.media.octets(number)
    assert gone.value.permanent
    both.simulator.world.faults.order({"kind": "api_error", "value": 48001, "path": "/cgi-bin/media/get"})
    with pytest.raises(ServiceError) as forbidden:
        await both.client.media.octets(number)
    assert not forbidden.value.permanent


@pytest.mark.parametrize(
    ("file", "kind", "code"),
    [
        (PICTURE, "folder", 40004),
        (replace(PICTURE, content_type="text/html"), "image", 40005),
        (replace(PICTURE, octets=b"\0" * (2 * 1024 * 1024 + 1)), "image", 40006),
        (replace(PICTURE, octets=b""), "image", 44001),
    ],
)
async def test_a_wrong_file_is_refused(both: Both, *, file: MediaFile, kind: str, code: int) -> None:
    assert await code_of(both.client.media.upload(file, kind=kind)) == code


async def test_a_video_is_an_address(both: Both) -> None:
    number = await both.client.media.upload(MediaFile("a.mp4", "video/mp4", b"\0" * 64), kind="video")
    assert number in video_address(await both.client.media.get(number))


Make = Callable[[Client], Any]


@pytest.mark.parametrize(
    ("make", "scene"),
    [
        (lambda client: client.codes.temporary("place:一楼", seconds=600), "place:一楼"),
        (lambda client: client.codes.temporary(4_000_000_000, seconds=LONGEST_SECONDS), "4000000000"),
        (lambda client: client.codes.permanent("topic:养老"), "topic:养老"),
        (lambda client: client.codes.permanent(100_000), "100000"),
    ],
)
async def test_a_code_is_made_shown_and_scanned(both: Both, make: Make, scene: str) -> None:
    made = await make(both.client)
    picture = await both.client.codes.picture(made.ticket)
    assert (picture.content_type, picture.octets[:4]) == ("image/png", b"\x89PNG")
    await both.simulator.deeds.scan(both.simulator.world.citizens[CITIZEN], made.ticket)
    pushes = both.simulator.world.traces.of(CITIZEN)
    assert pushes[-1].kind == "event/scan"
    assert pushes[-1].key.endswith(f":scan:{scene}")


async def test_what_no_code_can_bear_is_refused_here(both: Both) -> None:
    codes = both.client.codes
    for made in (
        codes.temporary("", seconds=60), codes.temporary("长" * 65, seconds=60), codes.temporary("a", seconds=0),
        codes.temporary(0, seconds=60), codes.temporary("a", seconds=LONGEST_SECONDS + 1), codes.permanent(100_001),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"scene|code"):
            await made


async def test_a_picture_that_there_is_not_is_no_file(both: Both) -> None:
    with pytest.raises(ServiceError):
        await both.client.codes.picture("none")


async def test_tags_and_the_menus_of_those_who_bear_them(both: Both) -> None:
    tags, menus = both.client.tags, both.client.menus
    button = {"type": "click", "name": "问政策", "key": "ASK"}
    made = await tags.create("企业")
    assert await code_of(tags.create("企业")) == 45157
    await tags.put(made.number, [CITIZEN])
    assert await tags.of(CITIZEN) == (made.number,)
    assert await tags.all() == (FollowerTag(made.number, "企业", 1),)
    assert await code_of(menus.add_conditional({"button": [button]}, tag=made.number)) == 65303
    await menus.create({"button": [button]})
    special = {"button": [{**button, "name": "企业办事"}]}
    number = await menus.add_conditional(special, tag=made.number)
    assert "企业办事" in str(await menus.matched(CITIZEN))
    assert "企业办事" in str(await menus.shown())
    assert (await both.client.people.info(CITIZEN)).tags == (made.number,)
    await menus.delete_conditional(number)
    assert "企业办事" not in str(await menus.matched(CITIZEN))
    assert await code_of(menus.delete_conditional(number)) == 65301
    await tags.rename(made.number, "法人")
    await tags.take(made.number, [CITIZEN])
    assert await tags.of(CITIZEN) == ()
    await tags.delete(made.number)
    assert await tags.all() == ()
    assert await code_of(tags.delete(1)) == 45058
    await menus.delete()
    assert await code_of(menus.shown()) == 46003


async def test_a_hundred_people_are_tagged_in_parts(both: Both) -> None:
    people = [both.simulator.world.settle(f"市民{number}").openid for number in range(101)]
    tag = await both.client.tags.create("村居")
    await both.client.tags.put(tag.number, people)
    assert (await both.client.tags.all())[0].count == 101


async def test_what_is_told_of_a_follower_by_which_code_they_came(both: Both) -> None:
    world = both.simulator.world
    newcomer = world.settle("赵先生")
    made = await both.client.codes.permanent("place:一楼")
    assert (await both.client.people.info(newcomer.openid)).follows is False
    await both.simulator.deeds.scan(newcomer, made.ticket)
    told = await both.client.people.info(newcomer.openid)
    assert (told.follows, told.scene) == (True, "place:一楼")


async def test_the_counters_are_told_and_set_to_nought_ten_times_a_month(
    session: aiohttp.ClientSession, redis: Redis
) -> None:
    async with open_both(session, redis, profile="sandbox") as both:
        client, path = both.client, "/cgi-bin/menu/create"
        menu = {"button": [{"type": "click", "name": "问", "key": "A"}]}
        for _ in range(100):
            await client.menus.create(menu)
        assert (await client.quota.of(path)).left == 0
        assert await code_of(client.menus.create(menu)) == 45009
        assert len(await AlarmBook(redis).all()) == 1
        await client.quota.clear()
        # Our own stop until midnight is lifted with the platform's.
        await client.menus.create(menu)
        assert (await client.quota.of(path)).used == 1
        for _ in range(9):
            await client.quota.clear()
        assert await code_of(client.quota.clear()) == 48006
        assert await client.quota.push_addresses() == ("127.0.0.1",)


async def signed_in(both: Both, address: str) -> dict[str, list[str]]:
    """Go where a browser would go, as the citizen, and give what it brings back."""
    async with both.session.get(
        f"{address.partition('#')[0]}&citizen={CITIZEN}", allow_redirects=False
    ) as answer:
        assert answer.status == 302, await answer.text()
        back = urlsplit(answer.headers["Location"])
        assert back.netloc == HOST
        return parse_qs(back.query)


async def test_a_web_login_tells_the_citizen_once_and_to_the_browser_that_began(both: Both) -> None:
    login = both.client.login
    secret = login.new_secret()
    address = login.address(f"https://{HOST}/m/login?to=mine", secret=secret)
    assert address.endswith("#wechat_redirect")
    names = [part.partition("=")[0] for part in urlsplit(address).query.split("&")]
    assert names == ["appid", "redirect_uri", "response_type", "scope", "state"]
    back = await signed_in(both, address)
    code, state = back["code"][0], back["state"][0]
    assert state.isalnum()
    assert len(state) <= 128
    for other in ("", login.new_secret()):
        with pytest.raises(InputError):
            await login.citizen(code=code, state=state, secret=other)
    assert await login.citizen(code=code, state=state, secret=secret) == CITIZEN
    with pytest.raises(PlatformError) as caught:
        await login.citizen(code=code, state=state, secret=secret)
    assert (caught.value.code, caught.value.remedy) == (40163, Remedy.LOGIN)


async def test_a_code_of_a_web_login_ends_after_five_minutes(both: Both) -> None:
    login, secret = both.client.login, WebLogin.new_secret()
    back = await signed_in(both, login.address(f"https://{HOST}/m/login", secret=secret))
    both.clock.advance(timedelta(minutes=5))
    assert await code_of(login.citizen(code=back["code"][0], state=back["state"][0], secret=secret)) == 42003


async def test_a_page_of_a_host_that_is_not_registered_gets_no_code(both: Both) -> None:
    address = both.client.login.address("https://evil.example/m", secret=WebLogin.new_secret())
    async with both.session.get(
        f"{address.partition('#')[0]}&citizen={CITIZEN}", allow_redirects=False
    ) as answer:
        assert answer.status == 400
        assert "10003" in await answer.text()


async def test_pages_are_signed_with_one_ticket_for_two_hours(both: Both) -> None:
    first = await both.client.scripts.config("https://mingbai.example/m/forms/a#top")
    again = await both.client.scripts.config("https://mingbai.example/m/forms/a")
    assert first.signature != again.signature
    assert (first.appid, first.timestamp) == (APPID, int(NOON.timestamp()))
    # One call for both: the platform counts tickets as it counts tokens.
    assert both.simulator.world.calls_today("/cgi-bin/ticket/getticket") == 1


async def test_what_kind_of_account_may_not_is_48001(session: aiohttp.ClientSession, redis: Redis) -> None:
    async with open_both(session, redis, profile="public") as both:
        client = both.client
        assert await code_of(client.codes.permanent("a")) == 48001
        assert await code_of(client.notices.send_subscription(CITIZEN, "t", {"thing1": "a"})) == 48001
        await client.menus.create({"button": [{"type": "click", "name": "问", "key": "A"}]})
        assert (await client.people.info(CITIZEN)).follows
    await redis.flushall()
    async with open_both(session, redis, profile="public_unverified") as both:
        client = both.client
        assert await code_of(client.menus.shown()) == 48001
        assert await code_of(client.people.info(CITIZEN)) == 48001
        assert await code_of(client.media.get("a")) == 48001


async def test_a_token_that_is_refused_is_the_alarm_of_the_token(
    session: aiohttp.ClientSession, redis: Redis
) -> None:
    async with open_both(session, redis, allowed_ips=("192.0.2.1",)) as both:
        body = text_body(CITIZEN, "字", automatic=False)
        assert await code_of(both.client.messages.send(body)) == 40164
        assert [alarm.name for alarm in await AlarmBook(redis).all()] == ["stable_token"]
        # Nobody asks again by itself, whatever the call; a person who has mended it may.
        await code_of(both.client.messages.show_typing(CITIZEN))
        assert both.simulator.world.calls_today("/cgi-bin/stable_token") == 1
        await code_of(both.client.menus.shown())
        assert both.simulator.world.calls_today("/cgi-bin/stable_token") == 2
