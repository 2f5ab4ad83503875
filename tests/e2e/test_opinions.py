"""In a real browser: an opinion before the deadline and one after it, and a questionnaire from its preview to its chart."""

import re
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from adapters.web.links import LinkPurpose
from adapters.web.personal_door import PersonalDoor
from bot.clock import SHANGHAI
from bot.privacy import Vault
from handlers.accounts.account import Role
from tests.e2e.conftest import PHONE, Open, fits
from tests.factories.opinions import OUTLINE, paper, questionnaire
from tests.factories.site import LINKS, PASSWORD, SECRET, Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]


async def colleague(site: Running) -> None:
    await site.services.access.accounts.add(
        "zhaomin", PASSWORD, display_name="赵敏", roles=[Role.STAFF], actor="test"
    )


async def on_phone(browser: Browser) -> Page:
    context = await browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    return await context.new_page()


async def test_an_opinion_before_the_deadline_and_one_after(
    browser: Browser, site: Running, open_desk: Open
) -> None:
    await colleague(site)
    desk = site.services.opinions.desk
    number = await desk.make(paper(), actor="wangli")
    await desk.publish(number, actor="zhaomin")
    site.clock.set(datetime(2026, 12, 31, 23, 58, tzinfo=SHANGHAI))
    phone = await on_phone(browser)
    await phone.goto(f"{site.url}/m/opinions")
    await phone.get_by_role("link", name=re.compile("共享单车管理办法")).click()
    await expect(phone.get_by_text("今天是最后一天")).to_be_visible()
    assert await fits(phone)
    await phone.get_by_label("对哪一条提").select_option("第三条")
    await phone.get_by_role("textbox", name="意见").fill("30分钟来不及，建议1小时")
    await phone.get_by_label("匿名，不写名字").check()
    await phone.get_by_role("button", name="提交意见").click()
    await phone.wait_for_url("**/m/receipts/**")
    await expect(phone.get_by_text("YJ202612310001")).to_be_visible()
    assert await fits(phone)
    site.clock.set(datetime(2027, 1, 1, 0, 1, tzinfo=SHANGHAI))
    await phone.goto(f"{site.url}/m/opinions/{number}")
    await expect(phone.get_by_role("alert")).to_contain_text("采纳情况2027年1月31日前公布")
    await expect(phone.get_by_role("button", name="提交意见")).to_have_count(0)
    page = await open_desk("wangli")
    await page.goto(f"{site.url}/staff/opinions/{number}")
    await page.get_by_role("button", name="结束征求，开始整理").click()
    await expect(page.get_by_role("status")).to_contain_text("征求结束了")
    await page.get_by_label("YJ202612310001").check()
    await page.get_by_label(re.compile("或者新建一类")).fill("清理时间放宽")
    await page.get_by_role("button", name="新建，勾选的归进去").click()
    await page.get_by_label("部分采纳").check()
    await page.get_by_label(re.compile("理由")).fill("夜间放宽到1小时。")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("收到意见1条，归纳为1类")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="送审").click()
    await expect(page.get_by_role("status")).to_contain_text("送审了")
    await phone.context.close()


async def test_a_questionnaire_is_previewed_answered_on_the_phone_and_charted(
    browser: Browser, site: Running, open_desk: Open
) -> None:
    await colleague(site)
    page = await open_desk("wangli")
    await page.goto(f"{site.url}/staff/questionnaires/new")
    told = questionnaire()
    for label, words in (
        ("标题", told.title),
        ("主办单位", told.unit),
        ("截止日（含当天）", told.closes_on.isoformat()),
    ):
        await page.get_by_label(label).fill(words)
    await page.get_by_label(re.compile("^说明")).fill(told.intro)
    await page.get_by_label("题目").fill(OUTLINE)
    await page.get_by_role("button", name="先预览").click()
    await expect(page.locator(".previewed")).to_contain_text("→ 第3题")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("status")).to_contain_text("请另一位同事")
    number = re.findall(r"WJ\d{12}", page.url)[0]
    second = await open_desk("zhaomin")
    await second.goto(f"{site.url}/staff/questionnaires/{number}")
    second.once("dialog", lambda dialog: dialog.accept())
    await second.get_by_role("button", name="发布").click()
    await expect(second.get_by_role("status")).to_contain_text("市民可以填了")
    door = PersonalDoor(LINKS, Vault(SECRET), site.clock)
    address = door.address(LinkPurpose.QUESTIONNAIRE, number, channel="wechat", citizen="openid-a")
    phone = await on_phone(browser)
    await phone.goto(site.url + urlsplit(address).path)
    await expect(phone.get_by_text("第1题，最多4题")).to_be_visible()
    assert await fits(phone)
    await phone.get_by_label("自己开车").check()
    await phone.get_by_role("button", name="下一题").click()
    await expect(phone.get_by_text("第2题，共3题")).to_be_visible()
    await phone.get_by_role("button", name="上一题").click()
    await expect(phone.get_by_label("自己开车")).to_be_checked()
    await phone.get_by_role("button", name="下一题").click()
    await phone.get_by_label("4").check()
    await phone.get_by_role("button", name="下一题").click()
    await phone.get_by_role("button", name="跳过这一题").click()
    await phone.get_by_role("button", name="交", exact=True).click()
    await expect(phone.get_by_role("status")).to_contain_text("收到了，谢谢您填")
    assert await fits(phone)
    await page.reload()
    await expect(page.get_by_role("heading", name="结果（1份）")).to_be_visible()
    await expect(page.get_by_role("img", name="自己开车 1")).to_be_visible()
    await expect(page.get_by_text("平均4.00分")).to_be_visible()
    async with page.expect_download() as loading:
        await page.get_by_role("link", name="下载 Excel").click()
    assert (await loading.value).suggested_filename.startswith(number)
    await phone.context.close()
