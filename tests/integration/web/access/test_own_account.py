"""One's own account: the password, the sessions, and the second factor, as a person meets them."""

import base64
import html
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.web.access.attempts import FREE_TRIES
from adapters.web.access.duties import roles_with_clear_data
from handlers.accounts import totp
from handlers.accounts.account import Role
from handlers.accounts.second_factor import RECOVERY_CODES
from tests.factories.site import PASSWORD, Running, running_site
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
Visit = Callable[[], Awaitable[Browser]]
NEW = "battery-staple-8"
SECRET = re.compile(r'class="secret"><code>([A-Z2-7 ]+)</code>')
CODES = re.compile(r"<li><code>(\w{5} \w{5})</code></li>")
SESSIONS = re.compile(r'name="session" value="(\w+)"')


async def logged_in(browser: Browser) -> bool:
    return 'id="login"' not in (await browser.get("/account"))[1]


async def test_a_person_changes_the_password_and_other_sessions_end(enter: Enter) -> None:
    here, elsewhere = await enter("wangli"), await enter("wangli")
    _, page = await here.get("/account/password")
    assert "至少10个字符" in page
    status, page = await here.post("/account/password", old=PASSWORD, new=NEW, again=NEW)
    assert (status, "密码已更换" in page) == (200, True)
    assert await logged_in(here)
    assert not await logged_in(elsewhere)
    assert (await elsewhere.post("/login", login="wangli", password=PASSWORD))[0] == 401
    assert (await elsewhere.post("/login", login="wangli", password=NEW))[0] == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", NEW, NEW, "原密码不对"),
        (PASSWORD, NEW, f"{NEW}x", "两次填写的新密码不一样"),
        (PASSWORD, "short", "short", "至少10个字符"),
        (PASSWORD, PASSWORD, PASSWORD, "和原密码一样"),
        (PASSWORD, "i-am-wangli-2", "i-am-wangli-2", "不要有登录名"),
        (PASSWORD, "aaaaabbbbb", "aaaaabbbbb", "不同的字符"),
    ],
)
async def test_a_refused_change_says_why(enter: Enter, old: str, new: str, again: str, said: str) -> None:
    browser = await enter("wangli")
    await browser.get("/account/password")
    status, page = await browser.post("/account/password", old=old, new=new, again=again)
    assert (status, said in page) == (422, True)
    assert PASSWORD not in page


async def test_the_old_password_is_not_guessed_at_from_an_open_session(enter: Enter) -> None:
    browser = await enter("wangli")
    await browser.get("/account/password")
    statuses = [
        (await browser.post("/account/password", old=f"guess {at}", new=NEW, again=NEW))[0]
        for at in range(FREE_TRIES + 1)
    ]
    assert statuses == [422] * FREE_TRIES + [429]


async def test_a_one_time_password_opens_nothing_but_its_change(site: Running, visit: Visit) -> None:
    given = await site.services.access.administration.reset_password("wangli", actor="guanli")
    browser = await visit()
    await browser.get("/login")
    _, page = await browser.post("/login", login="wangli", password=given)
    assert "先换成自己的密码" in page
    for path in ("/staff", "/staff/tickets/T1", "/login"):
        assert "先换成自己的密码" in (await browser.get(path))[1]
    await browser.post("/account/password", old=given, new=NEW, again=NEW)
    assert "<h1>待办" in (await browser.get("/staff"))[1]


async def test_sessions_are_listed_and_ended_one_by_one(enter: Enter) -> None:
    here, first, second = await enter("wangli"), await enter("wangli"), await enter("wangli")
    stranger = await enter("chenming")
    _, page = await here.get("/account")
    assert page.count("就是这里") == 1
    named = SESSIONS.findall(page)
    assert len(named) == 2
    await stranger.get("/account")
    await stranger.post("/account/sessions/end", session=named[0])
    assert await logged_in(first)
    await here.get("/account")
    await here.post("/account/sessions/end", session=named[0])
    assert sorted([await logged_in(first), await logged_in(second)]) == [False, True]
    assert await logged_in(here)
    assert await logged_in(stranger)


async def test_all_other_sessions_are_ended_at_once(enter: Enter) -> None:
    here, *others = [await enter("wangli") for _ in range(3)]
    await here.get("/account")
    _, page = await here.post("/account/sessions/end-others")
    assert not SESSIONS.findall(page)
    assert [await logged_in(other) for other in others] == [False, False]
    assert await logged_in(here)


def code(secret: str, site: Running) -> str:
    """Give what the person's device shows now."""
    plain = base64.b32decode(secret.replace(" ", ""))
    return totp.code_of(plain, totp.step_of(site.clock.now()))


async def set_up(browser: Browser, site: Running) -> tuple[str, list[str]]:
    """Set up a second factor; give its secret and the recovery codes."""
    _, page = await browser.get("/account/factor")
    [secret] = SECRET.findall(page)
    _, page = await browser.post("/account/factor", code=code(secret, site))
    codes = CODES.findall(html.unescape(page))
    assert len(codes) == RECOVERY_CODES
    site.clock.advance(timedelta(seconds=60))
    return secret, codes


async def test_with_a_second_factor_the_password_alone_opens_nothing(
    site: Running, enter: Enter, visit: Visit
) -> None:
    secret, codes = await set_up(await enter("wangli"), site)
    browser = await visit()
    await browser.get("/login")
    _, page = await browser.post("/login", login="wangli", password=PASSWORD, next="/staff?a=1")
    assert "输入动态码" in page
    assert not await logged_in(browser)
    await browser.get("/login/code")
    assert (await browser.post("/login/code", code="123 45"))[0] == 401
    _, page = await browser.post("/login/code", code=code(secret, site))
    assert "<h1>待办" in page
    lost = await visit()
    await lost.get("/login")
    await lost.post("/login", login="wangli", password=PASSWORD)
    assert "<h1>待办" in (await lost.post("/login/code", code=codes[0]))[1]
    assert f"还有{RECOVERY_CODES - 1}个恢复码" in (await lost.get("/account"))[1]


async def test_codes_are_not_guessed_at(site: Running, enter: Enter, visit: Visit) -> None:
    secret, _ = await set_up(await enter("wangli"), site)
    browser = await visit()
    await browser.get("/login")
    await browser.post("/login", login="wangli", password=PASSWORD)
    right = code(secret, site)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    statuses = [(await browser.post("/login/code", code=wrong))[0] for _ in range(FREE_TRIES)]
    assert statuses == [401] * FREE_TRIES
    assert (await browser.post("/login/code", code=right))[0] == 429


async def test_the_page_of_the_code_opens_to_nobody_else(site: Running, visit: Visit) -> None:
    browser = await visit()
    await browser.get("/login")
    _, page = await browser.post("/login/code", code="123456")
    assert 'id="password"' in page


async def test_a_second_factor_is_taken_away_with_a_code_of_it(site: Running, enter: Enter) -> None:
    browser = await enter("wangli")
    _, codes = await set_up(browser, site)
    await browser.get("/account/factor")
    assert (await browser.post("/account/factor/off", code="wrong"))[0] == 422
    _, page = await browser.post("/account/factor/off", code=codes[0])
    assert "动态码已取消" in page
    assert await logged_in(browser)
    assert (await (await enter("wangli")).get("/staff"))[0] == 200


def test_who_sees_clear_data_follows_from_the_table() -> None:
    assert roles_with_clear_data() == {
        Role.STAFF,
        Role.CHIEF,
        Role.ADMIN,
        Role.UNIT,
        Role.COUNSEL,
        Role.OFFICE_HEAD,
        Role.SIGNATORY,
    }


async def test_where_the_setting_asks_for_it_a_factor_comes_first(tmp_path: Path) -> None:
    import aiohttp

    async with (
        running_site(tmp_path, factor_roles=roles_with_clear_data()) as site,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
    ):
        browser = Browser(session, site.url)
        await browser.get("/login")
        _, page = await browser.post("/login", login="wangli", password=PASSWORD)
        assert "要先开启动态码" in page
        await set_up(browser, site)
        assert "<h1>待办" in (await browser.get("/staff"))[1]
        await browser.post("/logout")
        await browser.get("/login")
        _, page = await browser.post("/login", login="chenming", password=PASSWORD)
        assert "<h1>文件" in page
