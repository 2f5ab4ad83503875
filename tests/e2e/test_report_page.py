"""The figures of the year in a real browser: each opens its cases; with TEST_PICTURES set, a picture is kept there."""

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import DESK, PHONE, Open, fits
from tests.factories.site import Running
from tests.integration.web.test_released_pages import STEPS, replied

pytestmark = [pytest.mark.browser, pytest.mark.redis]
PICTURES = os.environ.get("TEST_PICTURES")


async def test_a_figure_is_clicked_and_its_cases_are_there(site: Running, open_desk: Open) -> None:
    first = await site.filed()
    await replied(site, first, STEPS)
    second = await site.filed("2025年农村公路养护合同", form_id="form-2")
    await site.services.disclosure.service.confirm_receipt(second, actor="wangli")
    page = await open_desk("wangli")
    await page.goto(f"{site.url}/staff/report")
    await expect(page.locator("svg.chart rect")).to_have_count(1)
    for size in (PHONE, DESK):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        assert await fits(page)
        if PICTURES and size == DESK:
            await page.screenshot(path=Path(PICTURES) / "report.png", full_page=True)
    await page.get_by_role("link", name="收到").first.click()
    for number in (first, second):
        await expect(page.locator("main")).to_contain_text(number)
