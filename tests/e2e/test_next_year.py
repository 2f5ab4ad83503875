"""December without next year's notice: filed in chat, provisional everywhere, entered and signed at the desk, dated everywhere.

Two programs share one data folder, as `serve` and `worker` do; none of them is started again.
With TEST_PICTURES set to a folder, pictures of the pages are written there.
"""

import asyncio
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from adapters.cli.health import calendar_health
from adapters.web.links import Links
from bot.clock import SHANGHAI
from handlers.accounts.account import Role
from tests.e2e.conftest import PHONE
from tests.e2e.whole_county import Talk, county, enter, picture
from tests.factories.holidays import MAKEUP, NUMBER, ROWS

pytestmark = [pytest.mark.browser, pytest.mark.redis, pytest.mark.long]
AT = datetime(2026, 12, 10, 10, 0, tzinfo=SHANGHAI)
DUE = "2027年1月7日"
PEOPLE = {"wangli": ("王丽", Role.STAFF), "zhaoqi": ("赵琪", Role.STAFF)}


async def typed_in(page: Page) -> None:
    await page.get_by_role("link", name="设置").first.click()
    await page.get_by_role("link", name="放假安排").first.click()
    await page.get_by_label("文号").fill(NUMBER)
    for at, (name, first, last) in enumerate(ROWS):
        await page.fill(f"[name=name{at}]", name)
        await page.fill(f"[name=first{at}]", first)
        await page.fill(f"[name=last{at}]", last)
    for at, day in enumerate(MAKEUP):
        await page.fill(f"[name=makeup{at}]", day)


async def test_a_request_of_december_gets_its_date_when_the_notice_is_signed(
    browser: Browser, tmp_path: Path, trained: Path
) -> None:
    async with county(tmp_path, trained, at=AT, people=PEOPLE) as (place, stage):
        settings, now = place.program.settings, place.clock.now()
        talk = Talk(stage)
        number = await talk.file()
        clerk, second = await enter(browser, place, "wangli"), await enter(browser, place, "zhaoqi")
        phone = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
        links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)

        await confirmed(clerk, number)
        await talk.wait_for("届满日期待国务院公布")
        assert "届满日期待国务院公布" in await talk.say(number)
        await phone.goto(links.case(number, now=now))
        await expect(phone.locator("main")).to_contain_text("届满日期待国务院公布")
        await warned(clerk, settings.public_url, number)
        assert await calendar_health.standing(settings, now=now) == (False, doctor_words(1))

        address = await entered(clerk)
        assert place.program.services.holidays.calendar.known_until() == date(2026, 12, 31)
        await signed(second, address)

        await talk.wait_for(DUE)
        await moved(second, address, number)
        assert f"最迟于{DUE}答复" in await talk.say(number)
        await phone.reload()
        await expect(phone.locator("main")).to_contain_text(DUE)
        await phone.get_by_text("这个日期是怎样数出来的").click()
        await picture(phone)
        await dated(clerk, settings.public_url, number)
        good, _ = await calendar_health.standing(settings, now=now)
        assert good
        await asyncio.sleep(2.5)
        assert sum("定下来了" in text for text in talk.heard()) == 1


async def confirmed(clerk: Page, number: str) -> None:
    await expect(clerk.get_by_role("note")).to_contain_text("2027年的放假安排还没有录入")
    await clerk.get_by_role("link", name=number).click()
    await clerk.get_by_role("button", name="确认收到").click()
    await expect(clerk.locator("main")).to_contain_text("届满日期待国务院公布下一年度放假安排后确定")


async def warned(clerk: Page, url: str, number: str) -> None:
    await clerk.goto(f"{url}/staff")
    await expect(clerk.locator("tr", has_text=number)).to_contain_text("待放假安排公布后确定")
    await expect(clerk.get_by_role("note")).to_contain_text("现有1件")
    await picture(clerk)


async def entered(clerk: Page) -> str:
    """Type the notice in; give its address."""
    await typed_in(clerk)
    await picture(clerk, "calendar-form.png")
    await clerk.get_by_role("button", name="录入，去核对").click()
    await expect(clerk.get_by_role("status")).to_contain_text("还要另一位同事签字")
    await expect(clerk.get_by_role("button", name="签字生效")).to_have_count(0)
    return clerk.url.split("?")[0]


async def signed(second: Page, address: str) -> None:
    await second.goto(address)
    await expect(second.locator(".month")).to_have_count(13)
    await picture(second, "calendar-preview.png")
    await second.get_by_role("button", name="核对无误，签字生效").click()
    await expect(second.get_by_role("status")).to_contain_text("已签字")


async def moved(second: Page, address: str, number: str) -> None:
    await second.goto(address)
    await expect(second.locator("tr", has_text=number)).to_contain_text(DUE)
    await expect(second.locator("tr", has_text=number)).to_contain_text("已写信告诉申请人")
    await picture(second)
    await second.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await picture(second)


async def dated(clerk: Page, url: str, number: str) -> None:
    await clerk.goto(f"{url}/staff")
    await expect(clerk.locator("tr", has_text=number)).to_contain_text(DUE)
    await expect(clerk.get_by_text("还没有录入")).to_have_count(0)
    await clerk.get_by_role("link", name=number).click()
    await clerk.get_by_text("逐日的账").click()
    await expect(clerk.locator(".diary .last")).to_contain_text("第20个工作日；最后一天")
    await picture(clerk, "case-clock.png")


def doctor_words(cases: int) -> str:
    return (
        f"没有2027年的放假安排，落在2027年的答复期限只能标为待定，现有{cases}件。"
        "国务院办公厅的通知公布以后，请在工作台“放假安排”里录入，由另一人签字"
    )
