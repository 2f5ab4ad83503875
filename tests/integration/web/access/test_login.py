"""Logging in and out over HTTP, against the real services."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from adapters.settings import networks
from adapters.web.access.attempts import FREE_TRIES
from adapters.web.access.login import TRIES_A_MINUTE
from adapters.web.access.proxies import Proxies
from bot.audit import AuditRecord
from tests.factories.site import PASSWORD, Running, running_site
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
Visit = Callable[[], Awaitable[Browser]]


async def test_each_role_lands_in_its_console(enter: Enter) -> None:
    for login, console, title in (("wangli", "/staff", "待办"), ("chenming", "/operators", "文件")):
        browser = await enter(login)
        status, page = await browser.get(console)
        assert (status, f"<h1>{title}" in page) == (200, True)


async def test_a_wrong_password_tells_nothing_more_than_an_unknown_name(visit: Visit) -> None:
    browser = await visit()
    await browser.get("/login")
    pages = [
        (await browser.post("/login", login=login, password="wrong-password"))[1].replace(
            f'value="{login}"', ""
        )
        for login in ("wangli", "nobody")
    ]
    assert "账号或密码不对" in pages[0]
    assert pages[0].replace(browser.token, "") == pages[1].replace(browser.token, "")
    assert (await browser.get("/staff"))[1].count('name="password"') == 1


async def test_five_wrong_guesses_make_that_address_wait_even_with_the_right_password(
    site: Running, visit: Visit
) -> None:
    browser = await visit()
    await browser.get("/login")
    for _ in range(FREE_TRIES):
        assert (await browser.post("/login", login="wangli", password="wrong-password"))[0] == 401
    status, page = await browser.post("/login", login="wangli", password=PASSWORD)
    assert (status, "秒后再试" in page) == (429, True)
    await pass_time(site)
    assert "<h1>待办" in (await browser.post("/login", login="wangli", password=PASSWORD))[1]


async def pass_time(site: Running) -> None:
    """Let the pauses end that guesses have begun."""
    for key in await site.redis.keys("mingbai:pause:*"):
        await site.redis.delete(key)


async def test_a_stranger_who_guesses_does_not_shut_the_person_out(tmp_path: Path) -> None:
    async with (
        running_site(tmp_path, proxies=Proxies(networks("127.0.0.1"))) as site,
        guessing(site.url) as stranger,
        guessing(site.url) as owner,
    ):
        for _ in range(FREE_TRIES + 3):
            await guess(stranger, login="wangli", forwarded="203.0.113.9")
        assert await guess(stranger, login="wangli", forwarded="203.0.113.9", password=PASSWORD) == 429
        assert await guess(owner, login="wangli", forwarded="198.51.100.7", password=PASSWORD) == 200
        async with site.database.reading() as tx:
            locks = select(AuditRecord.subject).where(AuditRecord.action == "account:lock")
            assert (await tx.scalars(locks)).all() == ["wangli"]


async def test_a_name_that_is_no_account_is_slowed_alike_and_leaves_no_trace(
    site: Running, visit: Visit
) -> None:
    browser = await visit()
    await browser.get("/login")
    statuses = [
        (await browser.post("/login", login="nobody", password="wrong-password"))[0]
        for _ in range(FREE_TRIES + 1)
    ]
    assert statuses == [401] * FREE_TRIES + [429]
    async with site.database.reading() as tx:
        assert "nobody" not in (await tx.scalars(select(AuditRecord.subject))).all()


async def test_a_visit_without_a_log_in_leaves_nothing_in_redis(site: Running, visit: Visit) -> None:
    browser = await visit()
    for path in ("/login", "/staff", "/operators/due", "/account", "/login/code"):
        assert (await browser.get(path))[0] == 200
    await browser.post("/login", login="", password="")
    assert await site.redis.keys("mingbai:session*") == []


async def test_a_forged_log_in_form_is_refused(site: Running, visit: Visit) -> None:
    browser = await visit()
    for token in ("", "x"):
        browser.token = token
        assert (await browser.post("/login", login="wangli", password=PASSWORD))[0] == 403
    await browser.get("/login")
    browser.token = "another"
    assert (await browser.post("/login", login="wangli", password=PASSWORD))[0] == 403


async def test_when_too_many_log_in_the_rest_are_asked_to_come_again(
    site: Running, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await visit()
    await browser.get("/login")
    monkeypatch.setattr(site.services.access.accounts._passwords, "_most_waiting", 0)
    fields = {"csrf": browser.token, "login": "wangli", "password": PASSWORD}
    for _ in range(FREE_TRIES + 2):
        async with browser.session.post(f"{browser.url}/login", data=fields) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            assert "请过几秒钟再试" in await answer.text()
    monkeypatch.setattr(site.services.access.accounts._passwords, "_most_waiting", 16)
    # What nobody judged counts for nothing.
    assert (await browser.post("/login", login="wangli", password=PASSWORD))[0] == 200


async def test_too_many_tries_from_one_address_are_slowed(visit: Visit) -> None:
    browser = await visit()
    await browser.get("/login")
    statuses = [
        (await browser.post("/login", login=f"guess-{at}", password="wrong-password"))[0]
        for at in range(TRIES_A_MINUTE + 1)
    ]
    assert statuses[-1] == 429


async def guess(browser: Browser, *, login: str, forwarded: str, password: str = "wrong-password") -> int:
    """Try to log in, with a wrong password unless told otherwise, as a proxy passes it on; give the status."""
    fields = {"csrf": browser.token, "login": login, "password": password}
    headers = {"X-Forwarded-For": forwarded}
    async with browser.session.post(f"{browser.url}/login", data=fields, headers=headers) as answer:
        return answer.status


@asynccontextmanager
async def guessing(url: str) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        browser = Browser(session, url)
        await browser.get("/login")
        yield browser


async def test_an_invented_address_gives_no_more_tries(site: Running) -> None:
    async with guessing(site.url) as browser:
        statuses = [
            await guess(browser, login=f"guess-{at}", forwarded=f"198.51.100.{at}")
            for at in range(TRIES_A_MINUTE + 1)
        ]
    assert statuses[-1] == 429


async def test_behind_a_trusted_proxy_each_caller_has_tries_of_its_own(tmp_path: Path) -> None:
    async with (
        running_site(tmp_path, proxies=Proxies(networks("127.0.0.1"))) as site,
        guessing(site.url) as browser,
    ):
        # What stands left of the caller's own address was invented by the caller.
        statuses = [
            await guess(browser, login=f"guess-{at}", forwarded=f"198.51.100.{at}, 203.0.113.9")
            for at in range(TRIES_A_MINUTE + 1)
        ]
        another = await guess(browser, login="guess-99", forwarded="203.0.113.10")
    assert (statuses[-1], another) == (429, 401)


async def test_leaving_ends_the_session(enter: Enter) -> None:
    browser = await enter("wangli")
    await browser.get("/staff")
    await browser.post("/logout")
    _, page = await browser.get("/staff")
    assert 'name="password"' in page


async def test_who_is_logged_in_is_not_asked_again(enter: Enter) -> None:
    browser = await enter("wangli")
    for path in ("/login", "/"):
        _, page = await browser.get(path)
        assert "<h1>待办" in page


async def test_a_disabled_account_is_out_at_once(site: Running, enter: Enter) -> None:
    browser = await enter("wangli")
    await site.services.access.administration.disable("wangli", actor="test")
    _, page = await browser.get("/staff")
    assert 'name="password"' in page


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/staff/../../x",
        "/staffx",
        "/staff//evil",
        "/operators",
    ],
)
async def test_the_log_in_leads_nowhere_else(visit: Visit, wanted: str) -> None:
    browser = await visit()
    await browser.get("/login")
    async with browser.session.post(
        f"{browser.url}/login",
        data={"csrf": browser.token, "login": "wangli", "password": PASSWORD, "next": wanted},
        allow_redirects=False,
    ) as answer:
        assert answer.status == 303
        assert answer.headers["Location"].split("?")[0].startswith("/staff")
        assert "evil" not in answer.headers["Location"]


async def test_the_page_wanted_opens_after_the_log_in(site: Running, visit: Visit) -> None:
    number = await site.ticket()
    browser = await visit()
    _, page = await browser.get(f"/staff/tickets/{number}?a=1")
    assert f'value="/staff/tickets/{number}?a=1"' in page
    _, page = await browser.post(
        "/login", login="wangli", password=PASSWORD, next=f"/staff/tickets/{number}?a=1"
    )
    assert f"人工服务 {number}" in page


async def test_without_redis_the_log_in_says_try_later(site: Running, visit: Visit) -> None:
    browser = await visit()
    await browser.get("/login")
    await site.server.stop()
    status, page = await browser.post("/login", login="wangli", password=PASSWORD)
    await site.server.start()
    assert status == 503
    assert "稍后再试" in page
    assert (await browser.post("/login", login="wangli", password=PASSWORD))[0] == 200
