"""One appointment the whole way: the quota changed at the desk, booked on the phone's page, reminded of, the code read at the door."""

import re
from collections.abc import AsyncIterator
from datetime import date

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.clock import local_date
from handlers.accounts.account import Role
from tests.e2e.conftest import DESK, fits
from tests.e2e.conversations.stage import House, Stage
from tests.e2e.conversations.test_appointment_page import link_of
from tests.e2e.conversations.test_form_page import page, shoot  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser
LOGIN, PASSWORD = "yuyue", "correct horse battery"
PLACE, MONDAY = "tuiyi-center", date(2026, 11, 30)


@pytest.fixture
def stage(house: House) -> Stage:
    return Stage(house)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, house: House) -> AsyncIterator[Page]:
    accounts = house.ready.services.access.accounts
    if LOGIN not in {one.login for one in await accounts.list()}:
        await accounts.add(LOGIN, PASSWORD, display_name="于月", roles=[Role.STAFF], actor="test")
    context = await browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    shown = await context.new_page()
    await shown.goto(f"{house.settings.public_url}/login")
    await shown.fill("#login", LOGIN)
    await shown.fill("#password", PASSWORD)
    await shown.get_by_role("button", name="登录", exact=True).click()
    yield shown
    await context.close()


async def test_from_the_quota_at_the_desk_to_the_code_at_the_door(
    stage: Stage,
    page: Page,  # noqa: F811
    desk: Page,
) -> None:
    address = f"{stage.house.settings.public_url}/staff/appointments"
    # More counters on Monday: shown before it is made.
    await desk.goto(f"{address}/rules?place={PLACE}")
    await desk.select_option("#kind", "counters")
    await desk.fill("#first_on", MONDAY.isoformat())
    await desk.fill("#counters", "3")
    await desk.fill("#reason", "办证高峰，加开两个窗口")
    await desk.get_by_role("button", name="先看会怎样", exact=True).click()
    await expect(desk.locator("main")).to_contain_text("没有人受影响")
    await shoot(desk, "appointment-rules")
    await desk.set_viewport_size(DESK)  # type: ignore[arg-type]
    await desk.get_by_role("button", name="确认", exact=False).click()
    await expect(desk.locator("main")).to_contain_text("开3个窗口")
    # Three may come at nine now; one of them books on the phone.
    person = stage.person("甲")
    await stage.say(person, "预约去退役军人服务中心办优待证")
    await page.goto(link_of(stage, person))
    await page.select_option("#appointment_time", label="11月30日（周一）上午9:00")
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url
    number = await page.inner_text(".number")
    assert re.fullmatch(r"YY\d{12}", number)
    assert await fits(page)
    for name in ("乙", "丙"):
        await stage.say(stage.person(name), "约11月30日上午9点去退役军人服务中心办优待证")
        assert "约好了" in await stage.say(stage.person(name), "1")
    await stage.say(stage.person("丁"), "约11月30日上午9点去退役军人服务中心办优待证")
    # The day before it is told of it once.
    stage.house.clock.set(stage.house.clock.now().replace(day=28, hour=3))
    await stage.say(person, "谢谢")
    stage.house.clock.set(stage.house.clock.now().replace(day=29, hour=2))
    told = await stage.do(person, "巡查")
    assert "提醒您：11月30日（周一）上午9:00" in told
    # What the code holds is read into the field at the door.
    stage.house.clock.set(stage.house.clock.now().replace(day=30, hour=0, minute=50))
    progress = await page.get_attribute(".screen a", "href")
    assert progress is not None
    await desk.goto(f"{address}?place={PLACE}")
    await expect(desk.locator("main")).to_contain_text(number)
    await desk.fill("#code", f"{stage.house.settings.public_url}/m/cases/{progress.rpartition('/')[2]}")
    await desk.get_by_role("button", name="签到", exact=True).first.click()
    await expect(desk.locator("main")).to_contain_text("已到现场")
    for name in ("叫号", "已办"):
        row = desk.locator("tr", has_text=number)
        await row.get_by_role("button", name=name, exact=True).click()
    await expect(desk.locator("tr", has_text=number)).to_contain_text("已办")
    # Whoever was there is asked once how it was, and answers with a figure.
    assert f"您今天来办的事（{number}）办完了" in await stage.do(person, "巡查")
    assert "谢谢您的评价" in await stage.say(person, "4")
    await shoot(desk, "appointment-day")
    today = local_date(stage.house.clock.now())
    await desk.goto(f"{address}/load?place={PLACE}&first={MONDAY.isoformat()}&last={today.isoformat()}")
    await expect(desk.locator("svg.chart").first).to_be_visible()
    assert "9点已办1个" in await desk.content()
    await shoot(desk, "appointment-load")
    assert "已办" in await stage.say(person, number)


async def test_a_visit_at_home_is_sent_for_in_chat_and_sent_out_at_the_desk(
    stage: Stage,
    page: Page,  # noqa: F811
    desk: Page,
) -> None:
    person = stage.person("甲")
    for words in (
        "我爸90岁了，能上门办居住证吗",
        "石桥镇下坝村3组15号",
        "后天上午",
        "13900001234",
        "1",
    ):
        said = await stage.say(person, words)
    number = re.findall(r"YY\d{12}", said)[-1]
    address = f"{stage.house.settings.public_url}/staff/appointments/home"
    await desk.goto(address)
    await desk.get_by_role("link", name=number).click()
    await expect(desk.locator("main")).to_contain_text("下坝村3组15号")
    await desk.select_option("#assignee", label="于月")
    await desk.fill("#at", "09:30")
    await shoot(desk, "home-visit")
    await desk.set_viewport_size(DESK)  # type: ignore[arg-type]
    await desk.get_by_role("button", name="安排好并告诉本人").click()
    await expect(desk.locator("main")).to_contain_text("已经告诉本人")
    assert "于月上门" in await stage.do(person, "巡查")
    found = [entry.text for entry in stage._phone.world.citizens[person.openid].entries]
    links = [link for text in found for link in re.findall(r'"([^"]+/m/receipts/[^"]+)"', text)]
    await page.goto(links[-1])
    assert number in await page.inner_text(".receipt")
    assert "下坝村" not in await page.content()
    assert await fits(page)
    await shoot(page, "home-receipt")
    await desk.goto(address)
    await shoot(desk, "home-visits")


async def test_from_the_guide_in_chat_to_a_list_of_ones_own(stage: Stage, page: Page) -> None:  # noqa: F811
    person = stage.person("甲")
    said = await stage.say(person, "电动车上牌要带什么材料")
    links = re.findall(r'<a href="([^"]+/m/materials/[^"]+)">按您的情况列要带的材料</a>', said)
    assert links, said
    await page.goto(links[-1])
    assert await page.locator(".checklist").count() == 0
    await shoot(page, "materials-asked")
    await page.check('input[value="委托他人办理"]')
    await page.click("button.primary")
    assert "委托书和代办人居民身份证" in await page.inner_text(".materials")
    assert await fits(page)
    await shoot(page, "materials")
    await page.uncheck('input[value="委托他人办理"]')
    await page.click("button.primary")
    assert "委托书和代办人居民身份证" not in await page.inner_text(".materials")
