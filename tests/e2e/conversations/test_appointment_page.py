"""An appointment on the phone's page: the talk's own form, the free hours to choose from, and the code for the door."""

import re
from html import unescape

import pytest
from playwright.async_api import Page

from tests.e2e.conversations.stage import House, Person, Stage
from tests.e2e.conversations.test_form_page import page, shoot, slots  # noqa: F401 - a fixture

LINK = re.compile(r'<a href="([^"]+/m/forms/[^"]+)">也可以打开网页挑时间</a>')


@pytest.fixture
def stage(house: House) -> Stage:
    return Stage(house)


HOME_LINK = re.compile(r'<a href="([^"]+/m/forms/[^"]+)">也可以打开网页填</a>')


def link_of(stage: Stage, person: Person, pattern: re.Pattern[str] = LINK) -> str:
    texts = [entry.text for entry in stage._phone.world.citizens[person.openid].entries]
    return unescape([found[1] for text in texts if (found := pattern.search(text))][-1])


async def test_begun_in_the_chat_chosen_on_the_page_checked_in_at_the_desk(stage: Stage, page: Page) -> None:  # noqa: F811
    person = stage.person("甲")
    await stage.say(person, "我想预约")
    await page.goto(link_of(stage, person))
    assert await page.locator("#appointment_time").count() == 0
    await page.select_option("#appointment_matter", label="健康体检")
    await page.click('button[value="save"]')
    # Only one place does it, so that its hours stand there at once.
    assert (await slots(stage, person))["appointment_place"] == "xian-yiyuan"
    hours = await page.locator("#appointment_time option").all_inner_texts()
    assert "11月25日（周三）上午8:00" in hours
    # No hour is taken that nobody chose.
    await page.click('button[value="file"]')
    assert "还没有选完" in await page.inner_text('[role="status"]')
    await shoot(page, "appointment-form")
    await page.select_option("#appointment_time", label="11月25日（周三）上午8:00")
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url
    await shoot(page, "appointment-receipt")
    number = await page.inner_text(".number")
    assert re.fullmatch(r"YY\d{12}", number)
    assert "健康路8号" in await page.inner_text(".receipt")
    assert await page.locator(".code img").get_attribute("src")
    assert number in await stage.say(person, "我的")


async def test_an_hour_that_went_meanwhile_is_said_on_the_page(stage: Stage, page: Page) -> None:  # noqa: F811
    first, second = stage.person("甲"), stage.person("乙")
    await stage.say(second, "预约去县医院办出生医学证明")
    await page.goto(link_of(stage, second))
    await page.select_option("#appointment_time", label="11月25日（周三）上午8:30")
    await stage.say(first, "约明天上午8点半去县医院办出生医学证明")
    assert "约好了" in await stage.say(first, "确认")
    await page.click('button[value="file"]')
    assert "约满了" in await page.inner_text(".fault")
    await page.select_option("#appointment_time", label="11月25日（周三）上午8:45")
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url


async def test_a_visit_at_home_is_begun_in_the_chat_and_filed_on_the_page(stage: Stage, page: Page) -> None:  # noqa: F811
    person = stage.person("甲")
    await stage.say(person, "我妈85岁了，能上门办身份证吗")
    await page.goto(link_of(stage, person, HOME_LINK))
    assert "给母亲办的" in await page.inner_text(".notice-text")
    assert await page.locator("#home_condition").input_value() == "80岁以上老人"
    halves = await page.locator("#home_time option").all_inner_texts()
    assert halves[:2] == ["请选择", "11月25日（周三）上午"]
    await page.fill("#home_where", "石桥镇下坝村3组15号")
    await page.fill("#home_phone", "1390000123")
    await page.select_option("#home_time", label="11月25日（周三）上午")
    # One field is wrong: nothing is filed, the others are kept and the address is not shown again.
    await page.click('button[value="file"]')
    assert "电话好像不对" in await page.inner_text(".fault")
    assert await page.input_value("#home_where") == ""
    assert "下坝村" not in await page.content()
    await shoot(page, "home-form")
    # The talk goes on with the same draft, and the page files it.
    assert (await slots(stage, person))["home_time"] == "2026-11-25|AM"
    await page.fill("#home_phone", "13900001234")
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url
    number = await page.inner_text(".number")
    assert "下坝村" not in await page.content()
    assert number in await stage.say(person, "我的")
