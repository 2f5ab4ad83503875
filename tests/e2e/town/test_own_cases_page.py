"""My cases on one page: the platform says who opens it, bound to the browser; the client's script proves the page's signature."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.e2e.town.test_first_conversation import file_request
from tests.e2e.town.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
CLIENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0.50"
PHONE = ViewportSize(width=390, height=844)


@pytest_asyncio.fixture(loop_scope="session")
async def client(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport=PHONE, user_agent=CLIENT)
    context.set_default_timeout(60_000)
    yield context
    await context.close()


async def chosen(page: Page, town: Town, citizen: str) -> None:
    """Open the page and say to the simulated platform whose phone this is."""
    await page.goto(f"{town.url}/m/mine")
    await page.locator(f'a[href*="citizen={citizen}"]').click()


async def test_whoever_opens_it_sees_their_own_cases(
    town: Town, client: BrowserContext, citizen: str
) -> None:
    number = file_request(town, citizen)
    page = await client.new_page()
    await chosen(page, town, citizen)
    await expect(page.get_by_role("heading", name="我的办件")).to_be_visible()
    await expect(page.get_by_text(number)).to_be_visible()
    assert "code=" not in page.url
    # The script took the ways to pass it on out of the menu, so the signature was right.
    hidden = page.locator("html[data-menu-hidden*='menuItem:copyUrl']")
    await expect(hidden).to_have_count(1)
    # Again, without the platform.
    await page.goto(f"{town.url}/m/mine")
    await expect(page.get_by_text(number)).to_be_visible()
    await page.get_by_text(number).click()
    await expect(page.get_by_role("heading", name="办理进度")).to_be_visible()
    await expect(hidden).to_have_count(1)


async def test_the_way_back_opens_nothing_in_another_browser_nor_twice(
    town: Town, client: BrowserContext, browser: Browser, citizen: str
) -> None:
    town.say(citizen, "你好")
    backs: list[str] = []
    page = await client.new_page()
    page.on("request", lambda asked: backs.append(asked.url) if "/m/mine/return" in asked.url else None)
    await chosen(page, town, citizen)
    await expect(page.get_by_text("还没有办过件")).to_be_visible()
    back = next(url for url in backs if urlsplit(url).path == "/m/mine/return")
    for stranger in (await browser.new_context(user_agent=CLIENT), client):
        answered = await (await stranger.new_page()).goto(back)
        assert answered is not None
        assert answered.status == 403
        assert citizen not in await answered.text()


async def test_outside_the_client_no_script_is_loaded(town: Town, browser: Browser, citizen: str) -> None:
    town.say(citizen, "你好")
    page = await (await browser.new_context(viewport=PHONE)).new_page()
    await chosen(page, town, citizen)
    await expect(page.get_by_text("还没有办过件")).to_be_visible()
    assert await page.locator("script").count() == 0
