"""The staff console in a real browser: log-in, the queue by keyboard, an answer, a confirmation, a look that is noted."""

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.outbound.outbox import ParcelRecord
from tests.e2e.conftest import PHONE, Open, fits
from tests.factories.site import APPLICANT, PASSWORD, Running
from tests.factories.site import PHONE as NUMBER

pytestmark = [pytest.mark.browser, pytest.mark.redis]


async def test_a_wrong_password_is_refused_in_words_and_a_right_one_opens(
    browser: Browser, site: Running
) -> None:
    page = await browser.new_page()
    await page.goto(f"{site.url}/staff")
    await page.get_by_label("账号").fill("wangli")
    await page.get_by_label("密码").fill("wrong-password")
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_role("alert")).to_contain_text("账号或密码不对")
    await expect(page.get_by_label("账号")).to_have_value("wangli")
    await page.get_by_label("密码").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="待办")).to_be_visible()
    await page.close()


async def test_the_queue_is_worked_by_keyboard(site: Running, open_desk: Open) -> None:
    first = await site.ticket("第一件", citizen="citizen-1")
    second = await site.ticket("第二件", citizen="citizen-2")
    page = await open_desk("wangli")
    for key in ("j", "j", "k", "j"):
        await page.keyboard.press(key)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=f"人工服务 {second}")).to_be_visible()
    await page.go_back()
    await page.keyboard.press("/")
    await page.keyboard.type(first)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=f"人工服务 {first}")).to_be_visible()


async def test_an_answer_reaches_the_outbox_once(site: Running, open_desk: Open) -> None:
    number = await site.ticket("高龄补贴没有发")
    page = await open_desk("wangli")
    await page.get_by_role("link", name=number).click()
    await expect(page.locator(".talk")).to_contain_text("高龄补贴没有发")
    await page.get_by_role("textbox", name="答复").fill("请带身份证到便民服务中心，\n当天办好。")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("status")).to_contain_text("一分钟以后发出")
    await page.get_by_role("button", name="收回，先不发").click()
    await expect(page.get_by_role("status")).to_contain_text("没有发给对方")
    await page.get_by_role("textbox", name="答复").fill("请带身份证到便民服务中心，\n当天办好。")
    await page.get_by_role("button", name="立即发出").click()
    await expect(page.get_by_role("status")).to_contain_text("答复已发出")
    await expect(page.locator(".talk .staff")).to_contain_text("王丽")
    await expect(page.locator(".talk .staff")).to_contain_text("当天办好。")
    async with site.database.transaction() as tx:
        parcels = (await tx.scalars(select(ParcelRecord))).all()
    assert [parcel.citizen for parcel in parcels] == ["citizen-1"]
    assert "便民服务中心，\n当天办好。" in str(parcels[0].body["text"])


async def test_a_ticket_is_closed_only_after_a_question_back(site: Running, open_desk: Open) -> None:
    number = await site.ticket()
    page = await open_desk("wangli")
    await page.goto(f"{site.url}/staff/tickets/{number}")
    page.once("dialog", lambda dialog: dialog.dismiss())
    await page.get_by_role("button", name="办结").click()
    await expect(page.get_by_role("textbox", name="答复")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="办结").click()
    await expect(page.get_by_text("这件人工服务已经办结。")).to_be_visible()


async def test_confirming_receipt_starts_the_clock(site: Running, open_desk: Open) -> None:
    number = await site.filed()
    page = await open_desk("wangli")
    await expect(page.locator("tr", has_text=number)).to_contain_text("双方确认后起算")
    await page.get_by_role("link", name=number).click()
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="确认收到").click()
    await expect(page.get_by_role("status")).to_contain_text("从确认之日起计算")
    await expect(page.locator(".big")).to_contain_text("2026年12月18日")
    await expect(page.locator(".big")).to_contain_text("还有20个工作日")
    await expect(page.locator(".events")).to_contain_text("双方确认")
    await expect(page.get_by_role("button", name="确认收到")).to_have_count(0)


async def test_a_confirmation_that_came_too_late_is_told_with_its_article(
    site: Running, open_desk: Open
) -> None:
    number = await site.filed()
    page = await open_desk("wangli")
    await page.goto(f"{site.url}/staff/requests/{number}")
    await site.services.disclosure.service.confirm_receipt(number, actor="other")
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="确认收到").click()
    await expect(page.get_by_text("已经由other办过一步")).to_be_visible()
    await page.get_by_role("link", name="返回上一页").click()
    await expect(page.get_by_role("heading", name=number)).to_be_visible()


async def test_clear_values_are_shown_once_and_the_look_is_noted(site: Running, open_desk: Open) -> None:
    number = await site.filed()
    page = await open_desk("wangli")
    await page.goto(f"{site.url}/staff/requests/{number}")
    await expect(page.get_by_text(APPLICANT)).to_have_count(0)
    await page.get_by_label("查看原因").fill("电话确认申请内容")
    await page.get_by_role("button", name="查看原文").click()
    await expect(page.get_by_text(APPLICANT)).to_be_visible()
    await expect(page.get_by_text(NUMBER)).to_be_visible()
    await page.goto(f"{site.url}/staff/requests/{number}")
    await expect(page.get_by_text(NUMBER)).to_have_count(0)
    async with site.database.transaction() as tx:
        looked = (
            await tx.scalars(select(AuditRecord).where(AuditRecord.action == "disclosure:reveal"))
        ).all()
    assert [(entry.actor, entry.subject, entry.detail) for entry in looked] == [
        ("wangli", number, {"reason": "电话确认申请内容"})
    ]


async def test_every_page_fits_a_phone_and_shows_the_sample_mark(site: Running, open_desk: Open) -> None:
    ticket, request = await site.ticket("长" * 300), await site.filed("关于" + "A" * 300)
    page: Page = await open_desk("wangli")
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in (
        "/staff",
        f"/staff/tickets/{ticket}",
        f"/staff/requests/{request}",
        "/staff?q=nothing",
        "/x",
    ):
        await page.goto(site.url + path)
        assert await fits(page), path
        await expect(page.locator(".sample-strip")).to_contain_text("示例")


async def test_the_visible_focus_and_the_skip_link(site: Running, open_desk: Open) -> None:
    await site.ticket()
    page = await open_desk("wangli")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()
    await page.keyboard.press("Tab")
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
