"""In a real browser: a clerk binds an account at the counter, prints a receipt, takes tables in; the phone shows the steps."""

import re

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from bot.clock import local_date
from handlers.matters.binding.binding import BindingAccount, BindingKind, PersonClaim
from handlers.matters.delivery.reading import read_statement
from tests.e2e.conftest import DESK, PHONE, Open, fits
from tests.e2e.conversations.test_form_page import shoot
from tests.factories.matters import FIRM, FUND, HOUSES, STEPS, ZHANG, matter
from tests.factories.site import Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]
ME = BindingAccount("oBrowser0001", "wechat")
TABLE = "业务号,事项名称,承办单位,状态,申请人,证件号码,受理日期\nG-001,公积金提取,公积金中心,在办,张三,{number},2026-11-01\n"
DECIDED = (
    "类别,文书号,企业名称,统一社会信用代码,内容,决定机关,决定日期,公示日期,是否公示\n"
    "行政处罚,青罚〔2026〕1号,{name},{number},标签不合规，罚款2000元,青岚县市场监督管理局,2026-06-01,2026-06-05,是\n"
)


async def delivered(site: Running) -> None:
    """Let two systems deliver matters of one person, one of them with its steps."""
    office, today = site.services.matters, local_date(site.clock.now())
    for source, title, rows in (
        (HOUSES, "不动产登记", [matter("A-001", title="工程建设项目一件事", steps=list(STEPS))]),
        (FUND, "住房公积金", [matter("A-001", title="租房提取公积金")]),
    ):
        await office.sources.open(source, title, actor="console")
        statement = read_statement({"matters": rows}, today=today)
        await office.taking_in.take(source, statement, actor=f"source:{source}")


async def look(page: Page, name: str) -> None:
    """See that nothing has to be scrolled sideways, on a desk and on a phone."""
    await shoot(page, name)
    for width in (PHONE, DESK):
        await page.set_viewport_size(width)  # type: ignore[arg-type]
        assert await fits(page), (name, width)


async def test_binding_at_the_counter_and_the_receipt_on_the_phone(
    browser: Browser, site: Running, open_desk: Open
) -> None:
    await delivered(site)
    claim = PersonClaim(ZHANG, BindingKind.SELF)
    opened = await site.services.matters.bindings.claim(claim, ME)
    assert opened is not None
    page = await open_desk("wangli")
    await page.goto(f"{site.url}/staff/appointments")
    await page.get_by_role("link", name="核对绑定").click()
    await look(page, "binding")
    await page.get_by_label("核验码").fill("1234 5678")
    await page.get_by_role("button", name="查看").first.click()
    await expect(page.get_by_role("alert")).to_contain_text("没有这个核验码")
    await page.get_by_label("核验码").fill(f"{opened.code[:4]} {opened.code[4:]}")
    await page.get_by_role("button", name="查看").first.click()
    await expect(page.get_by_text(ZHANG.identity)).to_be_visible()
    await look(page, "binding-compare")
    await page.get_by_label("证件、授权已经核对").check()
    await page.get_by_role("button", name="确认绑定").click()
    await expect(page.get_by_role("status")).to_contain_text("绑定好了")
    await page.get_by_label("证件号码").fill(ZHANG.identity)
    await page.get_by_role("button", name="查看").last.click()
    await expect(page.get_by_text("工程建设项目一件事")).to_be_visible()
    await look(page, "binding-person")
    receipt = await page.get_by_role("link", name="回执").last.get_attribute("href")
    assert receipt is not None
    phone = await (await browser.new_context(viewport=PHONE)).new_page()  # type: ignore[arg-type]
    await phone.goto(site.url + receipt.partition("127.0.0.1")[2])
    await expect(phone.get_by_role("img")).to_be_visible()
    await look(phone, "matter-receipt")
    progress = await phone.get_by_role("link", name=re.compile("进度")).get_attribute("href")
    assert progress is not None
    await phone.goto(site.url + progress.partition("127.0.0.1")[2])
    await expect(phone.locator('[aria-current="step"]')).to_contain_text("联合审查")
    await look(phone, "matter-progress")
    await phone.context.close()
    await page.get_by_role("button", name="解除").click()
    await expect(page.get_by_role("status")).to_contain_text("解除了")
    assert await site.services.matters.ledger.cases_of(ME.citizen) == []
    await tables(page, site.url)


def csv(rows: str) -> FilePayload:
    """Give a table as a file to be chosen."""
    return {"name": "table.csv", "mimeType": "text/csv", "buffer": rows.encode()}


async def tables(page: Page, url: str) -> None:
    """Look a table of matters and one of decisions through."""
    await page.goto(f"{url}/staff/matters")
    await page.get_by_label("表格").set_input_files(csv(TABLE.format(number=ZHANG.identity)))
    await page.get_by_role("button", name="先看一看").click()
    await expect(page.get_by_role("status")).to_contain_text("1行都能收，还没有收")
    await page.get_by_text("列名和常用的不一样").click()
    await look(page, "matters-import")
    await page.goto(f"{url}/staff/credit")
    await page.get_by_label("来源").fill("信用青岚（示例）")
    await page.get_by_label("表格").set_input_files(csv(DECIDED.format(name=FIRM.name, number=FIRM.identity)))
    await page.get_by_role("button", name="先看一看").click()
    await expect(page.get_by_role("status")).to_contain_text("公示1条")
    await look(page, "credit-import")
