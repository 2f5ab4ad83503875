"""The page of a complaint and the talk fill one draft; photos are sent along; it works without scripts."""

import re
from html import unescape

import pytest
from playwright.async_api import FilePayload, Page

from handlers.pictures.service import FORM
from tests.e2e.conversations.stage import House, Person, Stage
from tests.e2e.conversations.test_form_page import page, shoot, slots  # noqa: F401 - a fixture
from tests.factories.snapshots import SECRET, jpeg, png

JPEG, PNG = jpeg(), png()

LINK = re.compile(r'<a href="([^"]+/m/forms/[^"]+)">也可以打开网页填、传照片</a>')


@pytest.fixture
def stage(house: House) -> Stage:
    return Stage(house)


def link_of(stage: Stage, person: Person) -> str:
    texts = [entry.text for entry in stage._phone.world.citizens[person.openid].entries]
    return unescape([found[1] for text in texts if (found := LINK.search(text))][-1])


def photo(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


async def test_begun_in_the_chat_finished_on_the_page_with_photos(stage: Stage, page: Page) -> None:  # noqa: F811
    person = stage.person("甲")
    await stage.say(person, "楼下烧烤油烟熏得睡不着，每天半夜都这样")
    await page.goto(link_of(stage, person))
    # What was told in the chat stands there, and is not typed again.
    assert "油烟" in await page.input_value("#complaint_what")
    assert await page.is_checked('input[value="投诉"]')
    form_id = str((await slots(stage, person))["form_id"])
    await page.fill("#complaint_where", "县医院对面")
    await page.set_input_files(
        "#photos", [photo("a.jpg", JPEG), photo("b.png", PNG), photo("c.gif", b"GIF89a")]
    )
    await page.click('button[value="file"]')
    # A photo that cannot be kept is told before anything is filed without it; the others are kept.
    assert "只能收照片" in await page.inner_text(".fault")
    assert "已收到2张" in await page.inner_text("#photos-hint")
    assert (await slots(stage, person))["complaint_where"] == "县医院对面"
    await shoot(page, "complaint-form")
    # The same photo again is no third one.
    await page.set_input_files("#photos", [photo("again.jpg", JPEG)])
    await page.click('button[value="save"]')
    assert "已收到2张" in await page.inner_text("#photos-hint")
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url
    await shoot(page, "complaint-receipt")
    number = await page.inner_text(".number")
    assert re.fullmatch(r"SQ\d{12}", number)
    assert await page.locator(".code img").get_attribute("src")
    assert number in await stage.say(person, "我的")
    services = stage.house.ready.services
    held = await services.pictures.service.pictures(f"{FORM}{form_id}")
    assert [one.kept for one in held] == [True, True]
    kept = await services.pictures.service.view(
        held[0].id, holder=f"{FORM}{form_id}", subject=number, actor="test"
    )
    assert SECRET in JPEG
    assert SECRET not in kept.content


async def test_begun_on_the_page_finished_in_the_chat(stage: Stage, page: Page) -> None:  # noqa: F811
    person = stage.person("甲")
    await stage.say(person, "我要爆料")
    await page.goto(link_of(stage, person))
    await page.fill("#complaint_what", "昨天晚上有人往河里倒泔水")
    await page.check('input[value="综合执法"]')
    await page.click('button[value="save"]')
    assert "已保存" in await page.inner_text('[role="status"]')
    kept = await slots(stage, person)
    assert (kept["complaint_kind"], kept["complaint_category"]) == ("tip", "enforcement")
    assert kept["requested_slot"] == "complaint_where"
    await stage.say(person, "白水镇大桥下面")
    await page.reload()
    assert await page.input_value("#complaint_where") == "白水镇大桥下面"


async def test_another_door_is_shown_on_the_page_and_may_be_passed(stage: Stage, page: Page) -> None:  # noqa: F811
    person = stage.person("甲")
    await stage.say(person, "我要投诉")
    await page.goto(link_of(stage, person))
    await page.fill("#complaint_what", "我不服交警的行政处罚决定，要申请行政复议")
    await page.fill("#complaint_where", "县交警大队")
    await page.click('button[value="file"]')
    assert "行政复议" in await page.inner_text(".fault")
    assert (await stage.kept(person))["form"] is not None
    await page.check('input[name="insist"]')
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url


async def test_filing_too_early_says_what_is_missing(stage: Stage, page: Page) -> None:  # noqa: F811
    person = stage.person("甲")
    await stage.say(person, "我要投诉")
    await page.goto(link_of(stage, person))
    await page.click('button[value="file"]')
    assert "还没有填完" in await page.inner_text('[role="status"]')
    assert (await slots(stage, person)).get("complaint_confirmed") is None
