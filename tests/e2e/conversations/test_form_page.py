"""The form's page and the talk fill one draft: begun in the chat, gone on with on the page, and back."""

import os
import re
from collections.abc import AsyncIterator
from html import unescape

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.conversations.stage import House, Person, Stage
from tests.factories.snapshots import jpeg

LINK = re.compile(r'<a href="([^"]+/m/forms/[^"]+)">也可以打开网页填</a>')
NAME, IDENTITY, PHONE_NUMBER = "王小雨", "339901198503142016", "13900001234"


@pytest.fixture
def stage(house: House) -> Stage:
    return Stage(house)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    # Whoever has no scripts fills it in all the same.
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    yield await context.new_page()
    await context.close()


def link_of(stage: Stage, person: Person) -> str:
    texts = [entry.text for entry in stage._phone.world.citizens[person.openid].entries]
    return unescape([found[1] for text in texts if (found := LINK.search(text))][-1])


async def shoot(page: Page, name: str) -> None:
    """Keep what the page looks like on a phone and on a desk, for whoever asks with `SHOTS=folder`."""
    folder = os.environ.get("SHOTS")
    for width in (DESK, PHONE) if folder else ():
        await page.set_viewport_size(width)  # type: ignore[arg-type]
        await page.screenshot(path=f"{folder}/{name}-{width['width']}.png", full_page=True)


async def slots(stage: Stage, person: Person) -> dict[str, object]:
    return dict((await stage.kept(person))["slots"])


async def begun(stage: Stage, until: str = "applicant_name") -> tuple[Person, str]:
    person = stage.person("甲")
    await stage.do(person, f"填到 {until}")
    return person, link_of(stage, person)


async def test_begun_in_the_chat_finished_on_the_page(stage: Stage, page: Page) -> None:
    person, link = await begun(stage)
    wanted = (await slots(stage, person))["information"]
    await page.goto(link)
    # What was told in the chat stands there, and is not typed again.
    assert await page.input_value("#information") == wanted
    assert await page.is_checked('input[value="个人"]')
    assert await page.locator('input[name="notice_accepted"]').count() == 0
    await page.fill("#applicant_name", NAME)
    await page.fill("#identity_number", "339901198503142017")
    await page.click('button[value="save"]')
    # The same check in the same words as in the talk; what was right is kept.
    assert "身份证" in await page.inner_text(".fault")
    assert (await slots(stage, person))["applicant_name"] == NAME
    await page.fill("#identity_number", IDENTITY)
    await page.fill("#contact_phone", PHONE_NUMBER)
    await page.check('input[value="到窗口领取"]')
    await page.click('button[value="save"]')
    assert "都填好了" in await page.inner_text('[role="status"]')
    # Nothing secret stands on the page in full.
    assert IDENTITY not in await page.content()
    kept = await slots(stage, person)
    assert (kept["identity_number"], kept["contact_phone"]) == (IDENTITY, PHONE_NUMBER)
    await shoot(page, "form")
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url
    await shoot(page, "receipt")
    number = await page.inner_text(".number")
    assert re.fullmatch(r"GK\d{12}", number)
    assert await page.locator(".code img").get_attribute("src")
    assert number in await stage.say(person, "我的")
    # The form is filed: its link opens nothing any more.
    answer = await page.goto(link)
    assert answer is not None
    assert answer.status == 404


async def test_gone_on_with_in_the_chat_after_the_page(stage: Stage, page: Page) -> None:
    person, link = await begun(stage)
    await page.goto(link)
    await page.fill("#applicant_name", NAME)
    await page.fill("#identity_number", IDENTITY)
    await page.click('button[value="save"]')
    assert "已保存" in await page.inner_text('[role="status"]')
    assert (await slots(stage, person))["requested_slot"] == "contact_phone"
    # A wrong correction is said, and what stood there stays.
    await page.fill("#applicant_name", "1")
    await page.click('button[value="save"]')
    assert await page.inner_text(".fault")
    assert (await slots(stage, person))["applicant_name"] == NAME
    await stage.say(person, PHONE_NUMBER)
    kept = await slots(stage, person)
    assert (kept["contact_phone"], kept["requested_slot"]) == (PHONE_NUMBER, "delivery")
    await page.reload()
    assert "已填" in await page.inner_text("#contact_phone-hint")


async def test_a_number_in_the_chat_does_not_file_what_only_the_page_showed(stage: Stage, page: Page) -> None:
    person, link = await begun(stage, "delivery")
    await page.goto(link)
    await page.check('input[value="到窗口领取"]')
    await page.click('button[value="save"]')
    assert (await slots(stage, person))["requested_slot"] == "request_confirmed"
    said = await stage.say(person, "1")
    assert "请核对" in said
    assert (await stage.kept(person))["form"] is not None
    assert re.search(r"GK\d{12}", await stage.say(person, "1"))


async def test_pressing_file_too_early_files_nothing_and_says_what_is_missing(
    stage: Stage, page: Page
) -> None:
    person, link = await begun(stage)
    await page.goto(link)
    await page.click('button[value="file"]')
    assert "还没有填完" in await page.inner_text('[role="status"]')
    kept = await stage.kept(person)
    assert kept["form"] is not None
    assert kept["slots"].get("request_confirmed") is None


async def test_the_same_page_sent_twice_files_once(stage: Stage, page: Page) -> None:
    person, link = await begun(stage, "request_confirmed")
    await page.goto(link)
    key = await page.get_attribute('input[name="key"]', "value")
    first, second = [
        await page.request.post(link, form={"key": key or "", "act": "file"}, max_redirects=0)
        for _ in range(2)
    ]
    assert (first.status, "/m/receipts/" in first.headers["location"]) == (303, True)
    assert second.status == 404
    listed = await stage.say(person, "我的")
    assert len(set(re.findall(r"GK\d{12}", listed))) == 1


async def test_the_agency_is_chosen_on_the_page_and_in_the_chat_alike(stage: Stage, page: Page) -> None:
    person, link = await begun(stage, "delivery")
    await page.goto(link)
    assert await page.input_value("#addressee") == "青岚县人民政府"
    await page.select_option("#addressee", "青岚县教育局")
    await page.check('input[value="到窗口领取"]')
    await page.click('button[value="save"]')
    assert (await slots(stage, person))["addressee"] == "jiaoyu"
    assert await page.input_value("#addressee") == "青岚县教育局"
    await shoot(page, "form-addressee")
    # What the page changed stands in the chat, and the other way round.
    assert "寄给：青岚县教育局" in await stage.say(person, "继续")
    assert "青岚县民政局" in await stage.say(person, "寄给民政局")
    await page.reload()
    assert await page.input_value("#addressee") == "青岚县民政局"
    # An agency that is on no list is refused where it stands, and nothing is filed.
    key = await page.get_attribute('input[name="key"]', "value")
    odd = await page.request.post(link, form={"key": key or "", "addressee": "火星局", "act": "file"})
    assert "名录里没有这个机关" in await odd.text()
    kept = await slots(stage, person)
    assert (kept["addressee"], kept.get("request_confirmed")) == ("minzheng", None)
    await page.reload()
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url


async def test_a_question_is_asked_about_once_and_filed_on_insisting(stage: Stage, page: Page) -> None:
    person, link = await begun(stage, "information")
    await page.goto(link)
    await page.fill("#information", "你们为什么还不给我们修路")
    await page.click('button[value="save"]')
    assert "像是在问事情" in await page.inner_text(".fault")
    await page.click('button[value="save"]')
    assert (await slots(stage, person))["information"] == "你们为什么还不给我们修路"


async def test_another_forms_key_and_an_altered_link_are_refused(stage: Stage, page: Page) -> None:
    person, link = await begun(stage)
    other = stage.person("乙")
    await stage.do(other, "填到 applicant_name")
    await page.goto(link_of(stage, other))
    key = await page.get_attribute('input[name="key"]', "value")
    for sent in (key or "", "", "x"):
        answer = await page.request.post(link, form={"key": sent, "applicant_name": "李四"})
        assert answer.status == 403
    assert (await slots(stage, person)).get("applicant_name") is None
    altered = link[:-1] + ("A" if link[-1] != "A" else "B")
    answer = await page.request.get(altered)
    assert (answer.status, "链接已经过期" in await answer.text()) == (404, True)
    # Nobody reads in the address whose form it is.
    assert person.openid not in link


async def test_filed_for_somebody_else_with_the_authority_on_a_photo(stage: Stage, page: Page) -> None:
    person, link = await begun(stage)
    await page.goto(link)
    # Who files himself is not shown what only a representative fills in.
    assert not await page.is_visible("#agent_name")
    await page.check('input[value="由代理人申请"]')
    assert await page.is_visible("#agent_name")
    assert not await page.is_visible('input[name="organisation_kind"] >> nth=0')
    await page.fill("#applicant_name", NAME)
    await page.select_option("#identity_paper", "台湾居民来往大陆通行证")
    await page.fill("#identity_number", "T12345")
    await page.fill("#contact_phone", PHONE_NUMBER)
    await page.check('input[value="到窗口领取"]')
    await page.fill("#agent_name", "李一鸣")
    await page.fill("#agent_identity", IDENTITY)
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    await page.set_input_files("#photos", [photo])  # type: ignore[list-item]
    await page.click('button[value="save"]')
    # A number that only looks unusual is doubted once; the same once more is taken, and a person decides.
    assert "不太像" in await page.inner_text(".fault")
    assert "已经收到1张" in await page.inner_text("#photos-hint")
    await shoot(page, "form-represented")
    await page.click('button[value="save"]')
    assert "都填好了" in await page.inner_text('[role="status"]')
    kept = await slots(stage, person)
    assert (kept["identity_paper"], kept["identity_number"]) == ("taiwan", "T12345")
    assert (kept["agent_name"], kept["agent_authority"]) == ("李一鸣", "picture")
    assert IDENTITY not in await page.content()
    await page.click('button[value="file"]')
    assert "/m/receipts/" in page.url
