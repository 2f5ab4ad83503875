"""The pages for visitors in a real browser: a screen of 1080 × 1920 by touch, and the panel in another site's page."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from adapters.web.links import CARRY_TIME, LinkPurpose, Links
from tests.e2e.barriers import barriers
from tests.e2e.conftest import fits
from tests.e2e.conversations.stage import House

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
HALL = ViewportSize(width=1080, height=1920)
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
SMALL = ViewportSize(width=320, height=568)


@asynccontextmanager
async def looking(browser: Browser, **options: Any) -> AsyncIterator[tuple[BrowserContext, list[str]]]:
    """Open a browser's window; what its pages complain of is given."""
    complaints: list[str] = []
    context = await browser.new_context(**options)
    context.on("page", lambda page: page.on("pageerror", lambda error: complaints.append(str(error))))
    context.on(
        "console",
        lambda line: (
            complaints.append(line.text) if line.type == "error" and "status of 4" not in line.text else None
        ),
    )
    yield context, complaints
    await context.close()


async def shoot(page: Page, name: str) -> None:
    """Keep what a page looks like, for whoever asks with `SHOTS=folder`."""
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png")


@pytest_asyncio.fixture(loop_scope="session")
async def county_site(house: House) -> AsyncIterator[str]:
    """Serve a page of the county's site, with a strict policy of its own, that embeds the chat by one line."""
    base = house.settings.public_url

    async def page(_: web.Request) -> web.Response:
        html = (
            "<!doctype html><html lang='zh-CN'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
            "<title>青岚县人民政府</title><style nonce='a'>body{font:16px sans-serif}</style><h1>青岚县人民政府（示例）</h1>"
            "<form data-mingbai-search action='/search'><label>搜索 <input name='q'></label><button>搜一搜</button></form>"
            "<p>通知公告</p><a href='/enterprise' data-mingbai-ask='企业服务'>政企直通车</a>"
            f"<script src='{base}/chat/embed.js' defer></script></html>"
        )
        policy = f"default-src 'none'; style-src 'nonce-a'; script-src {base}; frame-src {base}"
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": policy})

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", house.site_port).start()
    yield house.site_origin
    await runner.cleanup()


async def test_a_screen_asks_shows_hands_on_and_forgets(house: House, browser: Browser) -> None:
    async with looking(browser, viewport=HALL, has_touch=True) as (context, complaints):
        page = await context.new_page()
        await page.clock.install()
        await page.goto(f"{house.settings.public_url}/kiosk/tushuguan")
        await expect(page.get_by_role("heading", name="请问您想了解什么")).to_be_visible()
        await expect(page.locator("#scenes button").first).to_be_visible()
        await shoot(page, "kiosk-start")
        assert await barriers(page) == []
        assert await fits(page)
        await page.get_by_role("button", name="高龄补贴", exact=True).tap()
        await expect(page.locator("#log .told").first).to_contain_text("《")
        await shoot(page, "kiosk-answer")
        assert await barriers(page) == []
        # By keyboard alone, too.
        await page.locator("#words").focus()
        await page.keyboard.type("我要申请公开2025年财政决算报告")
        await page.keyboard.press("Enter")
        await expect(page.locator("#code")).to_be_visible()
        await expect(page.locator("#log")).to_contain_text("公用屏幕上不办理")
        drawn = await page.request.get(
            house.settings.public_url + str(await page.get_attribute("#code-picture", "src"))
        )
        assert drawn.headers["content-type"] == "image/png"
        await shoot(page, "kiosk-code")
        assert await barriers(page) == []
        await page.keyboard.press("Escape")
        await page.clock.fast_forward(45_000)
        await expect(page.locator("#idle")).to_be_visible()
        await shoot(page, "kiosk-idle")
        await page.clock.fast_forward(20_000)
        await expect(page.locator("#start")).to_be_visible()
        await expect(page.locator("#said")).to_contain_text("已经清空")
        assert await page.locator("#log").inner_text() == ""
        # The page is cleared at once, the talk by the call that it sends.
        async with asyncio.timeout(20):
            while [key async for key in house.redis.scan_iter(match="mingbai:conversation:kiosk:*")]:  # noqa: ASYNC110 - Redis tells nobody.
                await asyncio.sleep(0.05)
        assert complaints == []


async def test_the_chat_lives_in_another_sites_page(house: House, browser: Browser, county_site: str) -> None:
    async with looking(browser, viewport=DESK) as (context, complaints):
        page = await context.new_page()
        await page.goto(county_site)
        button = page.get_by_role("button", name="智能问答")
        await button.click()
        panel = page.frame_locator("iframe")
        await expect(panel.get_by_text("24小时都可以问")).to_be_visible()
        await panel.locator("#words").fill("加装电梯")
        await expect(panel.locator("#found li").first).to_be_visible()
        await shoot(page, "embed-suggestions")
        await panel.locator("#words").press("ArrowDown")
        await panel.locator("#words").press("Enter")
        await expect(panel.locator("#log .told").nth(1)).to_contain_text("《")
        await shoot(page, "embed-answer")
        await panel.locator("#words").press("Escape")
        await expect(button).to_be_focused()
        # The next visit finds the talk where it was.
        house.clock.advance(timedelta(hours=1))
        await page.reload()
        await page.set_viewport_size(SMALL)
        await button.click()
        await expect(panel.locator("#log .mine").first).to_contain_text("加装电梯")
        await shoot(page, "embed-small")
        await page.set_viewport_size(DESK)
        await panel.locator("#words").press("Escape")
        # The county's own search box and entries lead into the same talk.
        await page.get_by_label("搜索").fill("公租房怎么申请")
        await page.get_by_role("button", name="搜一搜").click()
        await expect(panel.locator("#log .told").last).to_contain_text("公共租赁住房")
        await page.get_by_role("link", name="政企直通车").click()
        await expect(panel.get_by_role("button", name="惠企政策")).to_be_visible()
        assert page.url.rstrip("/") == county_site
        await shoot(page, "embed-entry")
        await page.set_viewport_size(SMALL)
        frame = page.frames[-1]
        assert not await frame.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert complaints == []


async def test_the_chat_alone_on_a_small_phone_has_no_barriers(house: House, browser: Browser) -> None:
    async with looking(browser, viewport=SMALL) as (context, complaints):
        page = await context.new_page()
        await page.goto(f"{house.settings.public_url}/chat")
        await page.fill("#words", "加装电梯")
        await expect(page.locator("#found li").first).to_be_visible()
        assert await barriers(page) == []
        await page.press("#words", "Enter")
        await expect(page.locator("#log .told").last).to_contain_text("智能回复")
        assert await barriers(page) == []
        assert await fits(page)
        # What comes from a screen is laid ready in a talk that goes on: there it could answer what was asked last.
        links = Links(house.settings.secret_key.get_secret_value(), public_url=house.settings.public_url)
        expires = house.clock.now() + CARRY_TIME
        await page.goto(links.address(LinkPurpose.CARRY, "公租房怎么申请", expires_at=expires))
        await expect(page.locator("#words")).to_have_value("公租房怎么申请")
        await expect(page.locator("#log .mine")).to_have_count(1)
        assert complaints == []


async def test_a_site_that_is_not_named_cannot_show_it(
    house: House, browser: Browser, county_site: str
) -> None:
    async with looking(browser, viewport=PHONE) as (context, _):
        page = await context.new_page()
        # The same page under a name that the county did not give.
        await page.goto(county_site.replace("localhost", "127.0.0.1"))
        await page.get_by_role("button", name="智能问答").click()
        await expect(page.frame_locator("iframe").locator("#words")).to_have_count(0)
