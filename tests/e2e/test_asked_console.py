"""What citizens asked, in a real browser: from a question in the log to a question that publications have to stand."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from knowledge.questions.note import QuestionOutcome
from tests.e2e.conftest import PHONE, Open, fits
from tests.factories.questions import line
from tests.factories.site import NOW, Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]
QUESTION = "80—89周岁的老年人高龄津贴每人每月多少元"


async def asked(site: Running) -> None:
    await site.services.asked.questions.take(
        [
            line(QUESTION, QuestionOutcome.ANSWERED, theme="养老服务", at=NOW),
            line("无人机飞行要报备吗", theme="公共安全", unit="青岚县公安局", at=NOW - timedelta(days=8)),
            line("县里的共享单车押金一直不退，打了三次电话都没有人接，到底该找哪个部门投诉", at=NOW),
        ]
    )


async def test_a_question_of_the_log_is_tried_and_kept(site: Running, open_desk: Open) -> None:
    await asked(site)
    page = await open_desk("chenming")
    await page.get_by_role("link", name="群众提问").click()
    await expect(page.locator("tbody tr[data-row]")).to_have_count(3)
    await page.get_by_label("结果", exact=True).select_option("answered")
    await expect(page.locator("tbody tr[data-row]")).to_have_count(1)
    await page.get_by_text("看数字").click()
    await expect(page.locator(".figures")).to_contain_text("2026-11-16")
    await page.get_by_role("link", name=QUESTION).click()
    await expect(page.locator(".passage.used")).to_contain_text("每人每月60元")
    await page.get_by_label("引文里要有的词").fill("60元")
    await page.get_by_role("button", name="存下").click()
    await expect(page.get_by_role("status")).to_contain_text("已存为必试问题")
    await site.services.asked.gaps.settle(site.services.answering.index.reader)
    await page.get_by_role("link", name="必试问题").click()
    await expect(page.locator("tbody tr[data-row]")).to_contain_text("答得上")
    await page.get_by_role("link", name=QUESTION).click()
    await page.get_by_role("button", name="这是对的段落").first.click()
    await expect(page.get_by_role("status")).to_contain_text("这是对的段落")


async def test_a_gap_is_given_to_a_unit(site: Running, open_desk: Open) -> None:
    await asked(site)
    page = await open_desk("chenming")
    await page.get_by_role("link", name="群众提问", exact=True).click()
    await page.get_by_role("navigation", name="群众提问").get_by_role("link", name="缺口").click()
    await page.get_by_role("link", name="无人机飞行要报备吗").click()
    await page.get_by_label("负责单位").select_option("青岚县公安局")
    await page.get_by_label("几个工作日内补上").fill("3")
    await page.get_by_role("button", name="交办").click()
    await expect(page.get_by_role("status")).to_contain_text("已交办")
    await expect(page.locator(".facts")).to_contain_text("2026年11月25日")


async def test_the_pages_fit_a_phone(site: Running, open_desk: Open) -> None:
    await asked(site)
    page = await open_desk("chenming")
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in (
        "/operators/questions",
        "/operators/gaps",
        "/operators/gaps/1",
        "/operators/withheld",
        "/operators/withheld/new",
        "/operators/report",
        "/operators/regression",
        "/operators/rehearsals/policy-elderly-allowance",
        f"/operators/try?question={QUESTION}&with=policy-elderly-allowance",
    ):
        await page.goto(site.url + path)
        assert await fits(page), path
    # Side by side becomes one below the other, both answers before what they were found in.
    tops = [await page.locator(f".sides .{part}").all() for part in ("told", "found")]
    places = [[box["y"] for one in row if (box := await one.bounding_box())] for row in tops]
    assert max(places[0]) < min(places[1])
    await page.goto(f"{site.url}/operators/questions")
    await page.get_by_text("看数字").click()
    assert await fits(page)


async def test_a_document_is_found_while_typing_and_chosen_by_keys(site: Running, open_desk: Open) -> None:
    await asked(site)
    page = await open_desk("chenming")
    await page.goto(f"{site.url}/operators/gaps")
    await page.get_by_role("link", name="无人机飞行要报备吗").click()
    field = page.get_by_role("combobox", name="文件", exact=True)
    await field.press_sequentially("没有这样")
    await expect(page.locator(".offers")).to_contain_text("没有找到")
    await field.fill("")
    await field.press_sequentially("高龄津贴")
    options = page.locator(".offers [role=option]")
    await expect(options).to_have_count(2)
    await field.press("ArrowDown")
    chosen = await page.locator(".offers [aria-selected=true] b").inner_text()
    await field.press("Enter")
    await expect(options.first).not_to_be_visible()
    await expect(field).to_have_value(chosen)
    await page.get_by_role("button", name="指定").click()
    await expect(page.get_by_role("status")).to_contain_text("已指定")
    await expect(page.locator(".facts")).to_contain_text(chosen)


async def test_a_document_picked_with_the_mouse_is_saved_with_its_question(
    site: Running, open_desk: Open
) -> None:
    page = await open_desk("chenming")
    await page.goto(f"{site.url}/operators/regression")
    await page.get_by_text("添加必试问题").click()
    await page.get_by_label("问题", exact=True).fill("九十岁老人每月多少钱")
    await page.get_by_role("combobox", name="应由它来答").press_sequentially("青政发〔2026〕3号")
    await page.locator(".offers [role=option]").first.click()
    await page.get_by_role("button", name="存下").click()
    await expect(page.get_by_role("status")).to_contain_text("已存为必试问题")
    [saved], _ = await site.services.asked.saved.page()
    assert saved.document_id == "policy-elderly-allowance"
