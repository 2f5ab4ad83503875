"""The first minute as a person has it: the phone page, the staff desk, and the answer that comes back.

With TEST_PICTURES set to a folder the pictures of the README are written there (`make pictures`).
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.town.town import IDENTITY, Town

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
PICTURES = os.environ.get("TEST_PICTURES")
LAST = ".row:not(.mine) .bubble >> nth=-1"


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.wait_for_timeout(300)
        await page.screenshot(path=Path(PICTURES) / name)


async def say(page: Page, text: str, *, expected: str) -> None:
    await page.get_by_label("写消息").fill(text)
    await page.keyboard.press("Enter")
    await expect(page.locator(LAST)).to_contain_text(re.compile(expected), timeout=15_000)


async def enter(browser: Browser, town: Town, *, login: str, password: str, area: str) -> Page:
    page = await browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    await page.goto(f"{town.url}/{area}")
    await page.get_by_label("账号").fill(login)
    await page.get_by_label("密码").fill(password)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("header.top")
    return page


async def test_from_a_question_to_a_person_and_back(
    town: Town, browser: Browser, newcomer: Callable[[], str]
) -> None:
    phone = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    town.say(person := newcomer(), "谢谢")
    await phone.goto(town.phone)
    await phone.get_by_label("选择市民").select_option(person)
    await say(phone, "你好", expected="明白")
    await say(phone, "80岁老人每月补贴多少", expected="60元[\\s\\S]*有效")
    await picture(phone, "chat.png")
    await say(phone, "我要申请公开2025年财政决算", expected="继续")
    if "不是，继续申请" in await phone.locator(LAST).inner_text():
        await say(phone, "不是，继续申请", expected="已阅读")
    await say(phone, "我已阅读，继续", expected="自己申请")
    await say(phone, "个人", expected="姓名")
    await say(phone, "王小雨", expected="身份证号码")
    await say(phone, IDENTITY, expected="电话")
    await say(phone, "13900001234", expected="怎么拿到")
    await say(phone, "电子版，在微信里收", expected="确认提交")
    await picture(phone, "form.png")
    await say(phone, "确认提交", expected="GK\\d{12}")
    await say(phone, "我的申请到哪了", expected="等待双方确认")
    await say(phone, "人工", expected="RG\\d{12}")
    ticket = re.search(r"RG\d{12}", await phone.locator(LAST).inner_text())
    assert ticket
    desk = await enter(browser, town, login="staff", password="qinglan-staff", area="staff")
    await expect(desk.get_by_role("link", name=ticket[0])).to_be_visible()
    await picture(desk, "staff.png")
    await desk.get_by_role("link", name=ticket[0]).click()
    await desk.get_by_role("textbox", name="答复").fill("您好，2025年财政决算要等县人大批准后二十日内公开。")
    await picture(desk, "ticket.png")
    # The usual way waits a minute, in which it can be called back: `tests/e2e/test_staff_console.py`.
    await desk.get_by_role("button", name="立即发出").click()
    await expect(desk.get_by_role("status")).to_contain_text("答复已发出")
    await expect(phone.locator(LAST)).to_contain_text("县人大批准", timeout=15_000)
    await phone.close()
    await desk.close()


def code_of(town: Town, scene: str) -> str:
    """Have the platform make a code with a scene, as the county's account; give its ticket."""
    keys = json.loads((town.folder / "data" / "demo.json").read_text("utf-8"))
    asked = {
        "grant_type": "client_credential",
        "appid": keys["wechat_appid"],
        "secret": keys["wechat_secret"],
    }
    token = town.post("/cgi-bin/stable_token", asked)["access_token"]
    wanted = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
    return str(town.post(f"/cgi-bin/qrcode/create?access_token={token}", wanted)["ticket"])


async def test_whoever_follows_by_a_places_code_is_shown_the_place(town: Town, browser: Browser) -> None:
    person = town.post("/api/citizens", {"name": "扫码的人（示例）"})["openid"]
    phone = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    await phone.goto(town.phone)
    await phone.get_by_label("选择市民").select_option(person)
    await expect(phone.locator("#follow-card")).to_be_visible()
    town.post(f"/api/citizens/{person}/scan", {"ticket": code_of(town, "place:zhengwu-center")})
    answer = phone.locator(LAST)
    await expect(answer).to_contain_text("青岚大道66号", timeout=15_000)
    await expect(answer).to_contain_text("智能回复")
    await expect(phone.locator("#follow-card")).to_be_hidden()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await phone.close()


async def test_the_operators_desk_shows_the_sample_county(town: Town, browser: Browser) -> None:
    desk = await enter(browser, town, login="operator", password="qinglan-operator", area="operators")
    await desk.goto(f"{town.url}/operators?text=高龄津贴")
    await expect(desk.get_by_role("link", name="青岚县高龄津贴发放办法", exact=True)).to_be_visible()
    await expect(desk.get_by_text("示例").first).to_be_visible()
    await picture(desk, "operators.png")
    await desk.close()
