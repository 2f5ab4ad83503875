"""What citizens say and documents call otherwise, kept by an operator in a real browser."""

import pytest
from playwright.async_api import expect

from knowledge.questions.note import QuestionOutcome
from tests.e2e.conftest import PHONE, Open, fits
from tests.factories.questions import line
from tests.factories.site import NOW, Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]


async def test_a_saying_is_tried_and_kept_and_struck_out(site: Running, open_desk: Open) -> None:
    await site.services.asked.questions.take([line("高龄津贴每月多少钱", QuestionOutcome.ANSWERED, at=NOW)])
    page = await open_desk("chenming")
    await page.get_by_role("link", name="用语", exact=True).click()
    await page.get_by_role("link", name="群众的说法").click()
    await page.get_by_label("说法", exact=True).fill("高龄津贴")
    await page.get_by_label("文件里的词", exact=True).fill("独生子女 奖励扶助金 每人每月")
    await page.locator("#new-theme").select_option("elderly")
    await page.get_by_role("button", name="先看会影响什么").first.click()
    await expect(page.locator("tbody tr[data-row]")).to_contain_text("高龄津贴每月多少钱")
    await expect(page.locator("tbody")).to_contain_text("换了文件")
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert await fits(page)
    await page.get_by_role("button", name="留下").click()
    await expect(page.get_by_role("status")).to_contain_text("一秒内生效")
    row = page.locator("tbody tr[data-row]")
    await expect(row).to_contain_text("陈明")
    assert await fits(page)
    await row.get_by_role("button", name="划掉").click()
    await page.get_by_role("button", name="留下").click()
    await expect(page.locator("tbody s")).to_have_text("高龄津贴")
    await page.goto(f"{site.url}/operators/sayings?text=低保")
    assert await fits(page)
    await expect(page.get_by_role("button", name="划掉").first).to_be_visible()
