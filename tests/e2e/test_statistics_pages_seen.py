"""The pages of figures, outlets, openness and notices in a real browser: they fit a phone, and nothing on them keeps anybody out.

With TEST_PICTURES set, a picture of each is kept there.
"""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from handlers.staff_notices.addresses import NoticeKeeper, TypedAddress
from handlers.staff_notices.work import WorkKind
from tests.e2e.barriers import barriers
from tests.e2e.conftest import DESK, PHONE, Open, fits
from tests.factories.site import Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]
PICTURES = os.environ.get("TEST_PICTURES")
HEAD = ["指标", "开始日期", "结束日期", "数值", "来源", "截至日期"]
SPAN = ("2026-01-01", "2026-06-30")
OUTSIDE = [
    HEAD,
    *(
        [name, *SPAN, value, "政务服务平台", "2026-07-01"]
        for name, value in (("事项数", "510"), ("最多跑一次事项数", "488"))
    ),
]


async def look(page: Page, url: str, name: str) -> None:
    """Open a page on a phone and at the desk."""
    for size, suffix in ((PHONE, "phone"), (DESK, "desk")):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.goto(url)
        assert await fits(page), (name, suffix)
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / f"{name}-{suffix}.png", full_page=True)
        assert await barriers(page) == [], (name, suffix)


async def test_figures_are_read_at_the_desk_and_on_a_phone(site: Running, open_desk: Open) -> None:
    services = site.services
    await site.filed()
    await services.oversight.statistics.outside.bring(OUTSIDE, actor="wangli")
    for page_name in ("documents", "documents", "others"):
        services.oversight.statistics.visits.saw(page_name)
    await services.oversight.statistics.visits.flush()
    await services.openness.outlets.step()
    await services.oversight.statistics.counting.all()
    page = await open_desk("wangli")
    await look(page, f"{site.url}/staff/statistics?first=2026-01-01&last=2026-12-31", "statistics")
    await expect(page.locator("svg.chart").first).to_be_visible()
    await page.locator("main a[href^='/staff/statistics/rows']").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("main table tbody tr").first).to_be_visible()
    await look(page, page.url, "statistics-rows")
    await look(page, f"{site.url}/staff/statistics/outside", "statistics-outside")
    await look(page, f"{site.url}/m/figures", "figures")


async def test_the_operators_see_openness_and_outlets(site: Running, open_desk: Open) -> None:
    await site.services.oversight.inspections.step()
    await site.services.openness.outlets.step()
    page = await open_desk("chenming")
    await look(page, f"{site.url}/operators/openness", "openness")
    await look(page, f"{site.url}/operators/outlets", "outlets")
    await look(page, f"{site.url}/operators/report", "findings")


async def test_notices_are_set_up_and_seen_at_the_desk(site: Running, open_desk: Open) -> None:
    notices = site.services.staff_notices
    keeper = NoticeKeeper("wangli", "", at_office=True)
    await site.filed()
    await site.ticket()
    kinds = [kind.value for kind in WorkKind]
    await notices.addresses.add(TypedAddress("mail", "wangli@xx.gov.cn", kinds), keeper)
    await notices.addresses.add(TypedAddress("wecom", "k" * 36, kinds, for_unit=True), keeper)
    await notices.step()
    page = await open_desk("wangli")
    await look(page, f"{site.url}/staff/notices", "notices")
    await expect(page.locator("main")).to_contain_text("已发出")
    await page.get_by_label("机器人的地址，或者邮箱").fill("wangli2@xx.gov.cn")
    await page.get_by_label("渠道", exact=True).select_option("mail")
    await page.get_by_role("button", name="添加", exact=True).click()
    await expect(page.locator("main")).to_contain_text("w***@xx.gov.cn")
