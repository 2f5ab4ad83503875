"""One's own account and the administrator's pages in a real browser, at a desk and on a phone."""

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import DESK, PHONE, Open, fits
from tests.factories.site import PASSWORD, Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]
NEW = "battery-staple-8"


async def test_a_person_changes_the_password(site: Running, open_desk: Open) -> None:
    page, elsewhere = await open_desk("wangli"), await open_desk("wangli")
    await page.get_by_role("link", name="王丽").click()
    await expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    await page.get_by_role("link", name="换密码").click()
    await page.get_by_label("原密码").fill(PASSWORD)
    await page.get_by_label("新密码", exact=True).fill(NEW)
    await page.get_by_label("再填一遍新密码").fill(NEW)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("密码已更换")
    await elsewhere.reload()
    await expect(elsewhere.get_by_role("heading", name="登录工作台")).to_be_visible()


async def test_a_reset_leads_to_a_password_of_ones_own(site: Running, open_desk: Open) -> None:
    page, clerk = await open_desk("guanli"), await open_desk("wangli")
    page.on("dialog", lambda asked: asked.accept())
    await page.get_by_role("link", name="账号", exact=True).click()
    await page.get_by_role("link", name="王丽").click()
    await page.get_by_role("button", name="生成一次性密码").click()
    given = await page.locator(".secret code").inner_text()
    await clerk.reload()
    await clerk.get_by_label("账号").fill("wangli")
    await clerk.get_by_label("密码").fill(given)
    await clerk.keyboard.press("Enter")
    await expect(clerk.get_by_role("heading", name="换密码")).to_be_visible()
    await clerk.get_by_role("link", name="办件工作台").click()
    await expect(clerk.get_by_role("heading", name="换密码")).to_be_visible()


async def test_every_page_fits_a_desk_and_a_phone(site: Running, open_desk: Open) -> None:
    page = await open_desk("guanli")
    paths = (
        "/account",
        "/account/password",
        "/account/factor",
        "/operators/accounts",
        "/operators/accounts/wangli",
    )
    for size in (DESK, PHONE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for path in paths:
            await page.goto(f"{site.url}{path}")
            assert await fits(page), (path, size)
