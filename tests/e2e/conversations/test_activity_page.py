"""An activity with two places and four people, from the desk that makes it to the desk that checks them in, in Chromium."""

import re
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.clock import SHANGHAI
from handlers.accounts.account import Role
from tests.e2e.conftest import DESK
from tests.e2e.conversations.stage import House, Person, Stage
from tests.e2e.conversations.test_form_page import link_of, page, shoot, slots  # noqa: F401 - a fixture

LOGIN, PASSWORD = "huodong", "a-desk-for-activities-1"
PLAN = {
    "title": "云岭村坝坝会",
    "about": "村民和单位坐在一起说事。",
    "day": "2026-12-03",
    "starts": "14:00",
    "ends": "16:00",
    "until": "2026-12-02T17:30",
    "capacity": "2",
    "place": "云岭村院坝",
    "address": "云台镇云岭村",
    "unit": "青岚县云台镇人民政府",
    "phone": "0599-6613055",
    "topics": "路灯不亮",
    "conditions": "住在云岭村",
}


@pytest.fixture
def stage(house: House) -> Stage:
    return Stage(house)


async def logged_in(desk: Page) -> None:
    await desk.get_by_label("账号").fill(LOGIN)
    await desk.get_by_label("密码").fill(PASSWORD)
    await desk.get_by_role("button", name="登录").click()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, house: House) -> AsyncIterator[Page]:
    accounts = house.ready.services.access.accounts
    if await accounts.find(LOGIN) is None:
        await accounts.add(LOGIN, PASSWORD, display_name="活动经办", roles=(Role.STAFF,), actor="test")
    context = await browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    opened = await context.new_page()
    opened.on("dialog", lambda dialog: dialog.accept())
    await opened.goto(f"{house.settings.public_url}/staff/activities")
    await logged_in(opened)
    await opened.goto(f"{house.settings.public_url}/staff/activities")
    yield opened
    await context.close()


async def number_in(stage: Stage, person: Person, words: str) -> str:
    said = await stage.say(person, words)
    found = re.search(r"HD\d{12}", said)
    assert found, said
    return found[0]


async def made(desk: Page) -> str:
    """Make and publish the activity; give the address of its page at the desk."""
    await shoot(desk, "staff-activities")
    await desk.get_by_role("link", name="新办一个活动").click()
    await desk.select_option("#kind", "yard_meeting")
    for name, words in PLAN.items():
        await desk.fill(f"#{name}", words)
    await desk.check('input[name="asks_contact"]')
    await shoot(desk, "staff-activity-plan")
    await desk.get_by_role("button", name="保存").click()
    await desk.get_by_role("button", name="公布").click()
    await expect(desk.get_by_role("status")).to_contain_text("已公布")
    return desk.url.partition("?")[0]


async def signed_up_on_the_page(stage: Stage, person: Person, page: Page) -> str:  # noqa: F811
    await stage.say(person, "报名云岭村坝坝会")
    await page.goto(link_of(stage, person))
    await page.fill("#activity_name", "王小雨")
    await page.fill("#activity_phone", "123")
    await page.click('button[value="file"]')
    assert "电话好像不对" in await page.inner_text(".fault")
    assert (await slots(stage, person))["activity_name"] == "王小雨"
    await page.fill("#activity_phone", "13900001234")
    await page.select_option("#activity_conditions", label="都符合")
    await shoot(page, "activity-form")
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url
    await shoot(page, "activity-receipt")
    return await page.inner_text(".number")


async def signed_up_in_the_chat(stage: Stage, person: Person, name: str) -> str:
    for words in ("报名云岭村坝坝会", name, "13911112222", "符合"):
        said = await stage.say(person, words)
    return said + await stage.say(person, "1")


async def checked_in(desk: Page, number: str) -> None:
    await desk.get_by_label("编号，或者扫报名单上的二维码").fill(number)
    await desk.get_by_role("button", name="签到").click()


async def test_two_places_and_four_people(stage: Stage, desk: Page, page: Page) -> None:  # noqa: F811
    one, two, three, four = (stage.person(name) for name in "甲乙丙丁")
    here = await made(desk)
    # The first fills it in on the phone's page, the others in the chat.
    first = await signed_up_on_the_page(stage, one, page)
    for person, name in ((two, "李秀英"), (three, "张桂兰"), (four, "刘洋")):
        said = await signed_up_in_the_chat(stage, person, name)
        assert ("名额已满" in said, "排上了" in said) == (person is not two, person is not two), said
    # The first does not come; the third says nothing for a quarter of an hour; the fourth takes it.
    assert "取消" in await stage.say(one, "不去了")
    assert "取消了" in await stage.say(one, "1")
    assert "有名额了" in await stage.do(three, "巡查")
    await stage.wait("16m")
    assert "有名额了" in await stage.do(four, "巡查")
    last = await number_in(stage, four, "要")
    await desk.goto(here)
    assert await desk.locator("table .badge").all_inner_texts() == ["取消", "报上", "过期", "报上"]
    assert "王小雨" not in await desk.content()
    await desk.get_by_role("button", name="看完整的姓名和电话").click()
    await expect(desk.locator("table")).to_contain_text("刘洋")
    await page.goto(f"{stage.house.settings.public_url}/m/activities")
    await expect(page.locator("main")).to_contain_text("云岭村坝坝会")
    await shoot(page, "activities")
    # On the day the fourth is checked in, and the first is not.
    stage.house.clock.set(datetime(2026, 12, 3, 14, 5, tzinfo=SHANGHAI))
    await desk.goto(here)
    if await desk.get_by_label("密码").count():
        await logged_in(desk)
        await desk.goto(here)
    await checked_in(desk, last)
    await expect(desk.get_by_role("status")).to_contain_text("签到了")
    await checked_in(desk, first)
    await expect(desk.get_by_role("alert")).to_contain_text("已经取消了")
    await asked(stage, desk, page, two)
    await desk.locator("summary", has_text="取消活动").click()
    await desk.fill("#reason", "测试结束")
    await desk.get_by_role("button", name="取消活动").click()
    await expect(desk.get_by_role("status")).to_contain_text("已经通知")


async def asked(stage: Stage, desk: Page, page: Page, person: Person) -> None:  # noqa: F811
    """Enter what was asked at it; whoever came reads in the chat and on the phone who answers by when."""
    await desk.locator("summary", has_text="登记一个问题").click()
    await desk.fill("#words", "村口路灯不亮，晚上看不见路")
    await desk.select_option("#unit", label="青岚县云台镇人民政府")
    await desk.get_by_role("button", name="登记一个问题").click()
    await expect(desk.get_by_role("status")).to_contain_text("登记了")
    await shoot(desk, "staff-activity")
    said = await stage.say(person, "云岭村坝坝会上提的问题解决了没有")
    assert "青岚县云台镇人民政府答复，12月10日（周四）前" in said
    number = desk.url.partition("?")[0].rpartition("/")[2]
    await page.goto(f"{stage.house.settings.public_url}/m/activities/{number}")
    await expect(page.locator("main")).to_contain_text("等答复")
    await shoot(page, "activity")


async def test_the_sample_countys_activities_are_read_on_the_phone(stage: Stage, page: Page) -> None:  # noqa: F811
    base = stage.house.settings.public_url
    await page.goto(f"{base}/m/activities")
    text = await page.inner_text("main")
    for words in (
        "政府开放日",
        "已报满，可排队（2人在排）",
        "报名已截止",
        "正在进行",
        "提了3个问题，办完1个",
    ):
        assert words in text, words
    await page.get_by_role("link", name=re.compile("下坝村坝坝会")).click()
    await shoot(page, "activity-past")
    text = await page.inner_text("main")
    assert "12月17日（周四）前办完" in text
    assert "灯杆已经到货" in text
    answer = await page.goto(f"{base}/m/activities/99999")
    assert answer is not None
    assert answer.status == 404
