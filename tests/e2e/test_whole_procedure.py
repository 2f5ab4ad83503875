"""One request through the whole lawful procedure, in chat and in a real browser, the clock moved over forty working days.

With TEST_PICTURES set to a folder, pictures of the pages are written there.
"""

import asyncio
import io
import time
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.async_api import Browser, expect

from adapters.web.links import Links
from bot import audit
from bot.clock import SHANGHAI
from handlers.accounts.account import Role
from handlers.disclosure.annual_report.report import report_of
from handlers.disclosure.annual_report.workbook import workbook
from handlers.disclosure.case.reported import reported_cases
from tests.e2e.conftest import PHONE
from tests.e2e.whole_county import CaseOffice, Talk, county, enter, picture

pytestmark = [pytest.mark.browser, pytest.mark.redis, pytest.mark.long]
AT = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
PEOPLE = {
    "wangli": ("王丽", Role.STAFF),
    "zhaoqi": ("赵琪", Role.STAFF),
    "fazhi": ("方正", Role.COUNSEL),
    "zhuren": ("周主任", Role.OFFICE_HEAD),
    "qianfa": ("钱签发", Role.SIGNATORY),
}
ASKED = "2025年灌溉渠补助发放明细"
LONGEST_WAIT_SECONDS = 30


async def test_from_the_first_word_in_chat_to_the_cell_of_the_report(
    browser: Browser, tmp_path: Path, trained: Path
) -> None:
    async with county(tmp_path, trained, at=AT, people=PEOPLE) as (place, stage):
        office, talk = CaseOffice(browser, place, "/staff/requests"), Talk(stage)
        office.number = await talk.file(f"我要申请公开{ASKED}")
        await received_and_mended(office, talk)
        await consulted_and_extended(office, talk)
        await written_and_signed(office)
        await delivered(office, talk)
        await archived(office)
        await in_the_report(office)


async def received_and_mended(office: CaseOffice, talk: Talk) -> None:
    office.on(9, 2)
    await office.take("wangli", "confirm", confirmed_with="电话")
    await talk.wait_for("最迟于2026年9月30日答复")
    office.on(9, 4)
    points = {"points": "哪一个镇\n哪一类渠道", "guidance": "写明镇和渠道", "until": "2026-09-18"}
    await office.take("wangli", "ask_correction", **points)
    office.on(9, 10)
    assert "哪一个镇" in await talk.say("补正")
    assert "哪一类渠道" in await talk.say("补正：石桥镇")
    assert "2026年10月14日" in await talk.say("补正：斗渠")
    await office.shown("wangli", "2026年10月14日")


async def consulted_and_extended(office: CaseOffice, talk: Talk) -> None:
    office.on(9, 11)
    await office.take("wangli", "assign")
    asked = {"consulted": "third_party", "party": "青岚某某合作社", "extract": "明细中的收款账户"}
    await office.take("wangli", "consult", **asked)
    await talk.say("办到哪一步了")
    await talk.wait_for("不计入答复期限")
    office.on(9, 14)
    await office.take("wangli", "record_arrival", ref="1", on="2026-09-14", proof="EMS1234567")
    office.on(9, 22)
    opinion = {"ref": "1", "opinion": "agrees", "opinion_words": "同意公开", "on": "2026-09-22"}
    await office.take("wangli", "record_opinion", **opinion)
    await office.shown("wangli", "2026年10月26日")
    office.on(9, 24)
    await office.take("zhuren", "extend", reason="需要汇总的资料多", workdays="20")
    await office.shown("wangli", "2026年11月23日")


async def written_and_signed(office: CaseOffice) -> None:
    office.on(10, 12)
    await handed_over(office)
    await decided(office)
    await office.take("zhaoqi", "draft_reply")
    office.on(10, 20)
    await office.take("fazhi", "return_draft", reason="附件名称要写全")
    office.on(10, 28)
    await office.take("zhaoqi", "draft_reply")
    await office.take("fazhi", "pass_review")
    office.on(11, 3)
    await office.take("zhuren", "send_back", reason="再核对一次")
    await office.take("zhaoqi", "draft_reply")
    await office.take("fazhi", "pass_review")
    # The last working day but three before it is due: the desk says so by itself.
    office.on(11, 18, 9)
    await reminded(office)
    await office.take("qianfa", "sign")
    await office.shown("wangli", "青政公开答〔2026〕第1号")


async def handed_over(office: CaseOffice) -> None:
    page = await office.at_case("wangli")
    await page.get_by_text("移交给同事").click()
    await page.get_by_label("交给谁").select_option("zhaoqi")
    await page.get_by_label("原因（只给同事看）").fill("外出培训")
    await page.get_by_role("button", name="移交", exact=True).click()
    await expect(page.get_by_role("status").first).to_contain_text("已移交")
    await page.close()


async def decided(office: CaseOffice) -> None:
    """Answer question after question up to the ground, as the screen asks them."""
    page = await office.at_case("zhaoqi")
    await page.get_by_role("link", name="写决定").click()
    await page.get_by_label("申请的哪一项").fill(ASKED)
    await page.get_by_role("button", name="开始").click()
    granted = page.locator('[name="ground"][value="provided"]')
    while not await granted.count():
        await page.get_by_role("link", name="都不是，下一问").click()
    await picture(page, "decision.png")
    await granted.check()
    await page.get_by_role("button", name="就是这一种").click()
    await page.locator('[name="fact_attachments"]').fill("石桥镇2025年斗渠补助发放明细")
    await page.locator('[name="fact_form"]').fill("电子文件")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator("main")).to_contain_text("决定已经完整")
    await page.close()


async def reminded(office: CaseOffice) -> None:
    told = office.place.program.services.disclosure.reminders
    assert await told.remind() in ({"handler": 1, "head": 0}, {"handler": 0, "head": 0})
    page = await enter(office.browser, office.place, "zhaoqi")
    await expect(page.locator(".reminders")).to_contain_text(office.number)
    await picture(page, "queue.png")
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await picture(page)
    await page.close()
    page = await office.at_case("zhaoqi")
    await picture(page, "case.png")
    await page.evaluate("document.querySelectorAll('.background details').forEach(one => one.open = true)")
    await picture(page)
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await picture(page)
    await page.close()


async def delivered(office: CaseOffice, talk: Talk) -> None:
    office.on(11, 19)
    await talk.say("办到哪一步了")
    await office.take("wangli", "dispatch")
    await talk.wait_for("/m/cases/")
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    ledger = office.place.program.services.disclosure.ledger
    while (await ledger.story(office.number)).dates.replied_on is None:
        assert time.monotonic() < until
        await office.place.program.services.procedure.delivery.settle()
        await asyncio.sleep(0.2)
    settings = office.place.program.settings
    links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)
    phone = await office.browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    await phone.goto(links.case(office.number, now=office.place.clock.now()))
    await expect(phone.locator("main")).to_contain_text("看答复书")
    await expect(phone.locator("main")).not_to_contain_text("外出培训")
    await picture(phone)
    await phone.close()


async def archived(office: CaseOffice) -> None:
    office.on(11, 24)
    await office.take("wangli", "archive")
    story = await office.place.program.services.disclosure.ledger.story(office.number)
    assert story.dates.on_time is True
    kinds = [happening.kind for happening in story.timeline]
    assert kinds[-1] == "archived"
    assert {"draft_returned", "sent_back", "handed_over", "third_party_reply"} <= set(kinds)


async def in_the_report(office: CaseOffice) -> None:
    async with office.place.program.resources.database.reading() as tx:
        cases = await reported_cases(tx, "")
        assert await audit.first_broken(tx) is None
    report = report_of(cases, year=2026)
    assert report.cell("granted", "natural") == report.cell("new_received") == 1
    assert report.broken() == ()
    book = load_workbook(io.BytesIO(workbook(report)))
    assert "表三 申请" in book.sheetnames
