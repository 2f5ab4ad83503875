"""Everything of a person on one page: what was filed here and what three systems delivered, the long ones with their steps."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.e2e.conftest import PHONE, fits
from tests.e2e.conversations.stage import House, Stage
from tests.e2e.conversations.test_form_page import shoot


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield await context.new_page()
    await context.close()


async def test_bound_at_the_counter_grouped_on_the_page(house: House, page: Page) -> None:
    stage = Stage(house)
    person = stage.person("甲")
    await stage.say(person, "绑定 黄三示例 35079919600120103X")
    await stage.do(person, "核对证件 {核验码}")
    await page.goto(f"{house.settings.public_url}/m/mine")
    await page.locator(f'a[href*="citizen={person.openid}"]').click()
    groups = await page.locator("h2.group").all_inner_texts()
    assert [one.partition(" · ")[2] for one in groups] == [
        "社会保险（示例）",
        "住房公积金（示例）",
        "不动产登记（示例）",
    ]
    long = page.locator("li").filter(has_text="新生儿出生一件事").first
    assert "第4步（共5步）：医保参保" in await long.inner_text()
    await long.get_by_text("看全部5步").click()
    assert await long.locator('[aria-current="step"]').count() == 1
    assert await long.locator(".passed .done").count() == 3
    assert await page.get_by_role("link", name="打印回执").count() == 3
    assert await fits(page)
    await shoot(page, "mine")
    receipt = await page.get_by_role("link", name="打印回执").first.get_attribute("href")
    assert receipt is not None
    await page.goto(receipt)
    shown = await page.inner_text("main")
    for private in ("黄", "35079919600120103X", "13800000103", "示例县医院"):
        assert private not in shown
    await shoot(page, "mine-receipt")
