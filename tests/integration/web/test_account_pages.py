"""The administrator's pages of accounts: each step counts on open sessions at once and is told in the audit."""

import re

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from handlers.accounts.account import Role
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
ONE_TIME = re.compile(r'class="secret"><code>([\w-]+)</code>')
WANGLI = "/operators/accounts/wangli"


async def admin(enter: Enter, path: str = WANGLI) -> Browser:
    """Give an administrator's browser with a page open."""
    browser = await enter("guanli")
    assert (await browser.get(path))[0] == 200
    return browser


async def told(site: Running) -> list[tuple[str, str, str]]:
    """Give what the audit tells of the administrator's steps."""
    async with site.database.reading() as tx:
        rows = await tx.scalars(
            select(AuditRecord).where(AuditRecord.actor == "guanli").order_by(AuditRecord.id)
        )
        return [(row.action, row.subject, str(row.detail)) for row in rows if row.action != "account:login"]


async def test_every_account_is_listed_with_its_state(site: Running, enter: Enter) -> None:
    await site.services.access.administration.disable("sunyi", actor="guanli")
    browser = await enter("guanli")
    _, page = await browser.get("/operators/accounts")
    assert all(name in page for name in ("王丽", "陈明", "孙一", "已停用", "公开办主任"))


async def test_a_reset_ends_the_sessions_and_shows_the_password_once(site: Running, enter: Enter) -> None:
    clerk, browser = await enter("wangli"), await admin(enter)
    status, page = await browser.post(f"{WANGLI}/reset")
    [given] = ONE_TIME.findall(page)
    assert status == 200
    assert 'id="login"' in (await clerk.get("/staff"))[1]
    _, page = await clerk.post("/login", login="wangli", password=given)
    assert "先换成自己的密码" in page
    assert given not in (await browser.get(WANGLI))[1]
    assert [step[:2] for step in await told(site)] == [("account:reset", "wangli")]
    assert given not in str(await told(site))


async def test_roles_and_unit_count_on_the_next_request_of_an_open_session(
    site: Running, enter: Enter
) -> None:
    clerk, browser = await enter("wangli"), await admin(enter)
    assert (await clerk.get("/operators"))[0] == 403
    await browser.post(f"{WANGLI}/roles", role="operator")
    assert (await clerk.get("/staff"))[0] == 403
    assert (await clerk.get("/operators"))[0] == 200
    await browser.get(WANGLI)
    await browser.post(f"{WANGLI}/unit", unit="青岚县民政局")
    assert "青岚县民政局" in (await clerk.get("/account"))[1]
    assert [step[0] for step in await told(site)] == ["account:roles", "account:unit"]


async def test_no_role_at_all_is_refused_and_changes_nothing(site: Running, enter: Enter) -> None:
    browser = await admin(enter)
    for roles in ({}, {"role": "mayor"}):
        status, page = await browser.post(f"{WANGLI}/roles", **roles)
        assert (status, "至少选一个" in page) == (422, True)
    found = await site.services.access.accounts.find("wangli")
    assert found
    assert found.roles == {Role.STAFF}


async def test_an_account_is_disabled_and_comes_back(enter: Enter) -> None:
    clerk, browser = await enter("wangli"), await admin(enter)
    await browser.post(f"{WANGLI}/disable")
    assert 'id="login"' in (await clerk.get("/staff"))[1]
    assert (await clerk.post("/login", login="wangli", password=PASSWORD))[0] == 401
    await browser.post(f"{WANGLI}/enable")
    # The session that was ended does not come back with the account.
    assert 'id="login"' in (await clerk.get("/staff"))[1]
    assert (await clerk.post("/login", login="wangli", password=PASSWORD))[0] == 200


async def test_sessions_of_somebody_are_ended(site: Running, enter: Enter) -> None:
    first, second, browser = await enter("wangli"), await enter("wangli"), await admin(enter)
    _, page = await browser.get(WANGLI)
    one, _ = re.findall(r'name="session" value="(\w+)"', page)
    await browser.post(f"{WANGLI}/sessions/end", session=one)
    open_now = ['id="login"' not in (await each.get("/staff"))[1] for each in (first, second)]
    assert sorted(open_now) == [False, True]
    await browser.post(f"{WANGLI}/sessions/end-all")
    assert ['id="login"' in (await each.get("/staff"))[1] for each in (first, second)] == [True, True]
    assert [step[:2] for step in await told(site)] == [
        ("account:end_session", "wangli"),
        ("account:end_sessions", "wangli"),
    ]


async def test_nobody_works_on_the_own_account(enter: Enter) -> None:
    own = "/operators/accounts/guanli"
    browser = await admin(enter, own)
    for step, fields in (("disable", {}), ("reset", {}), ("roles", {"role": "staff"})):
        status, page = await browser.post(f"{own}/{step}", **fields)
        assert (status, "另一位管理员" in page) == (422, True), step
    assert (await browser.get("/operators/accounts"))[0] == 200


@pytest.mark.parametrize(
    "step", ["reset", "roles", "unit", "disable", "enable", "sessions/end", "sessions/end-all", "factor/off"]
)
async def test_a_login_that_is_none_is_told_in_words(enter: Enter, step: str) -> None:
    browser = await admin(enter)
    status, page = await browser.post(f"/operators/accounts/nobody/{step}", role="staff")
    assert status in {404, 422}
    assert "没有登录名为nobody的账号" in page
