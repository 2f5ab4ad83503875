"""A document's whole life as people lead it: uploaded, reviewed by three, cited to a citizen, taken back at once.

With TEST_PICTURES set to a folder the pictures of the README are written there (`make pictures`).
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.town.test_first_minute_in_a_browser import PHONE, enter, picture, say
from tests.e2e.town.town import Town

pytestmark = pytest.mark.browser
ID = "notice-night-bus"
TITLE = "青岚县夜班公交试运行公告"
QUESTION = "夜班公交7路几点到几点运行，票价多少"
PAPER = f"""---
id: {ID}
kind: notice
title: {TITLE}
issuer: 青岚县交通运输局
unit: 青岚县交通运输局
unit_phone: 0599-6612393
theme: 交通出行
written_on: 2026-11-10
published_on: 2026-11-12
validity: 有效
disclosure: 主动公开
sample: true
---

# {TITLE}

## 一、线路和时间

夜班公交7路每天22:00至23:30运行，每30分钟一班，票价2元，65周岁以上老年人免费。请带申清表办理月票。

## 二、咨询

咨询电话：青岚县交通运输局0599-6612393。
"""


async def uploaded(desk: Page, town: Town, paper: Path) -> None:
    await desk.goto(f"{town.url}/operators/import")
    await desk.get_by_label("选择文件").set_input_files(str(paper))
    await desk.get_by_role("button", name="检查").click()
    await desk.get_by_role("button", name="确认导入1份").click()
    await expect(desk.get_by_role("heading", name="导入结果")).to_be_visible()


async def reviewed(browser: Browser, town: Town, login: str, *, words: str) -> Page:
    """Open the queue, take what waits, tick all and pass; give the page as it is then."""
    desk = await enter(browser, town, login=login, password=f"qinglan-{login}", area="operators/reviews")
    await desk.get_by_role("link", name=TITLE).click()
    await expect(desk.locator(".verdict h2")).to_contain_text("我来办")
    await desk.wait_for_load_state("load")
    for number in range(1, await desk.locator("[data-point]").count() + 1):
        await desk.keyboard.press(str(number))
    await expect(desk.locator("[data-point]:not(:checked)")).to_have_count(0)
    if login == "reviewer2":
        await picture(desk, "review.png")
    desk.once("dialog", lambda dialog: dialog.accept())
    # Both ways of the keyboard: to the button, or straight from the last point.
    for key in ["Control+Enter"] if login == "reviewer2" else ["a", "Enter"]:
        await desk.keyboard.press(key)
    await expect(desk.get_by_role("status")).to_contain_text(words)
    return desk


async def test_from_upload_to_a_cited_answer_and_back(
    town: Town, browser: Browser, newcomer: Callable[[], str], tmp_path: Path
) -> None:
    paper = tmp_path / "夜班公交.md"
    paper.write_text(PAPER, encoding="utf-8")
    town.say(person := newcomer(), "谢谢")
    assert TITLE not in town.say(person, QUESTION)
    desk = await enter(browser, town, login="operator", password="qinglan-operator", area="operators")
    await uploaded(desk, town, paper)
    await desk.goto(f"{town.url}/operators/submissions/{ID}")
    await expect(desk.locator(".findings")).to_contain_text("申请")
    await desk.get_by_role("button", name="送审").click()
    await expect(desk.get_by_role("alert")).to_contain_text("还没有认定公开属性")
    await desk.goto(f"{town.url}/operators/editor/{ID}")
    wording = desk.get_by_label("正文")
    await wording.fill((await wording.input_value()).replace("申清表", "申请表"))
    await expect(desk.locator("#preview .bubble")).to_contain_text("请带申请表办理月票")
    await picture(desk, "editor.png")
    await desk.get_by_role("button", name="保存为新版本").click()
    await expect(desk.get_by_role("status")).to_contain_text("已保存")
    await desk.get_by_role("link", name="校对、送审").click()
    await expect(desk.get_by_text("没有发现问题")).to_be_visible()
    await desk.get_by_label("主动公开").check()
    await desk.get_by_role("button", name="送审").click()
    await expect(desk.get_by_role("status")).to_contain_text("已送审")

    first = await reviewed(browser, town, "reviewer1", words="已通过")
    await the_same_person_is_refused(first, town)
    await first.close()
    await (await reviewed(browser, town, "reviewer2", words="已通过")).close()
    assert TITLE not in town.say(person, QUESTION)
    await (await reviewed(browser, town, "chief", words="已通过终审并发布")).close()

    phone = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    await phone.goto(town.phone)
    await phone.get_by_label("选择市民").select_option(person)
    await say(phone, QUESTION, expected=f"票价2元[\\s\\S]*《{TITLE}》")
    await withdrawn(desk, town)
    assert TITLE not in town.say(person, QUESTION)
    assert (await desk.request.get(f"{town.url}/m/documents/{ID}")).status == 404
    await desk.goto(f"{town.url}/operators/documents/{ID}")
    await expect(desk.locator(".history li")).to_have_count(5)
    await expect(desk.locator(".history")).to_contain_text("试运行提前结束")
    await phone.close()
    await desk.close()


async def the_same_person_is_refused(desk: Page, town: Town) -> None:
    """Neither the page offers the second review, nor does a form made by hand take it."""
    await expect(desk.locator(".verdict")).to_contain_text("在这一轮已经办过“初审”，不能再办“复审”")
    token = await desk.locator("input[name=csrf]").first.input_value()
    points = {f"point.{name}": "1" for name in ("accurate", "basis", "figures", "validity")}
    forged = await desk.request.post(
        f"{town.url}/operators/reviews/{ID}",
        form={"csrf": token, "version": "2", "step": "pass_second", **points},
    )
    assert forged.status == 409
    assert "审核：初审（示例）在这一轮已经办过“初审”，不能再办“复审”" in await forged.text()


async def withdrawn(desk: Page, town: Town) -> None:
    await desk.goto(f"{town.url}/operators/documents/{ID}")
    await desk.get_by_label("撤下的理由").fill("试运行提前结束")
    await picture(desk, "withdraw.png")
    desk.once("dialog", lambda dialog: dialog.accept())
    await desk.get_by_role("button", name="紧急撤下").click()
    await expect(desk.get_by_role("status")).to_contain_text("已撤下")
