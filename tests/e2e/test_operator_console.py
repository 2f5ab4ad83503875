"""The operator console in a real browser: import, three reviews, read, try, withdraw."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from knowledge.ingest.read import read
from tests.e2e.conftest import PHONE, Open, fits
from tests.factories import papers
from tests.factories.site import Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]

NOTICE = """---
id: notice-test-bus
kind: notice
title: 青岚县夜班公交试运行公告
issuer: 青岚县交通运输局
unit: 青岚县交通运输局
theme: 交通出行
published_on: 2026-11-10
validity: 有效
disclosure: 主动公开
sample: true
---

# 青岚县夜班公交试运行公告

## 一、线路和时间

夜班公交7路每天22:00至23:30运行，每30分钟一班，票价2元，65周岁以上老年人免费。

## 二、咨询

咨询电话：青岚县交通运输局0599-6612393。
"""
BROKEN = '{"id": "x", "title": "只有标题"}\n不是JSON\n'


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    good, bad = tmp_path / "夜班公交.md", tmp_path / "坏行.jsonl"
    good.write_text(NOTICE, encoding="utf-8")
    bad.write_text(BROKEN, encoding="utf-8")
    return good, bad


async def imported(page: Page, site: Running, *paths: Path) -> None:
    await page.goto(f"{site.url}/operators/import")
    await page.get_by_label("选择文件").set_input_files([str(path) for path in paths])
    await page.get_by_role("button", name="检查").click()
    await expect(page.get_by_role("heading", name="检查结果")).to_be_visible()


async def test_a_check_names_faults_and_writes_nothing(
    site: Running, open_desk: Open, files: tuple[Path, Path], tmp_path: Path
) -> None:
    await site.services.knowledge.imports.keep(read([files[0]]), author="test")
    new = tmp_path / "新公告.md"
    new.write_text(NOTICE.replace("notice-test-bus", "notice-new"), encoding="utf-8")
    page = await open_desk("chenming")
    await imported(page, site, *files, new)
    await expect(page.locator(".tally .created")).to_contain_text("1")
    await expect(page.locator(".tally .unchanged")).to_contain_text("1")
    await expect(page.locator(".tally .faulty")).to_contain_text("2")
    faulty = page.locator("tbody tr", has_text="坏行.jsonl")
    await expect(faulty).to_have_count(2)
    await expect(faulty.nth(1)).to_contain_text("2")
    assert (await site.services.knowledge.shelf.page()).total == 4


async def pass_review(page: Page, site: Running, identifier: str) -> None:
    """Tick every point and pass, as whoever is logged in."""
    await page.goto(f"{site.url}/operators/reviews/{identifier}")
    for point in await page.locator("[data-point]").all():
        await point.check()
    page.once("dialog", lambda dialog: dialog.accept())
    await page.locator("[data-pass]").click()
    await expect(page.get_by_role("status")).to_be_visible()


async def submit(page: Page, site: Running, identifier: str) -> None:
    await page.goto(f"{site.url}/operators/submissions/{identifier}")
    await page.get_by_label("主动公开").check()
    await page.get_by_role("button", name="送审").click()


async def test_import_review_read_and_withdraw(
    site: Running, open_desk: Open, files: tuple[Path, Path]
) -> None:
    page = await open_desk("chenming")
    await imported(page, site, files[0])
    await page.get_by_role("button", name="确认导入1份").click()
    await expect(page.get_by_role("heading", name="导入结果")).to_be_visible()
    await page.goto(f"{site.url}/operators?state=draft")
    await page.get_by_role("link", name="青岚县夜班公交试运行公告").click()
    await expect(page.locator(".bubble")).to_contain_text("夜班公交7路每天22:00至23:30运行")
    await expect(page.locator(".bubble")).to_contain_text("《青岚县夜班公交试运行公告》")
    await expect(page.locator(".phone")).to_contain_text("票价2元")
    public = f"{site.url}/m/documents/notice-test-bus"
    assert (await page.request.get(public)).status == 404
    await page.get_by_role("link", name="校对、送审").click()
    await page.get_by_role("button", name="送审").click()
    await expect(page.get_by_role("alert")).to_contain_text("公开属性")
    await page.get_by_label("主动公开").check()
    await page.get_by_role("button", name="送审").click()
    await expect(page.get_by_role("status")).to_contain_text("已送审")
    for login in ("sunyi", "zhouer", "wusan"):
        await pass_review(await open_desk(login), site, "notice-test-bus")
    await page.goto(f"{site.url}/operators/documents/notice-test-bus")
    await expect(page.locator(".history")).to_contain_text("周二")
    await page.get_by_role("link", name="打开公众网页").click()
    await expect(page.locator("article")).to_contain_text("65周岁以上老年人免费")
    await page.go_back()
    await page.get_by_label("撤下的理由").fill("试运行结束")
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="紧急撤下").click()
    await expect(page.get_by_role("status")).to_contain_text("已撤下")
    assert (await page.request.get(public)).status == 404


async def test_a_file_of_another_kind_is_named(site: Running, open_desk: Open, tmp_path: Path) -> None:
    page = await open_desk("chenming")
    other = tmp_path / "旧表格.xlsb"
    other.write_bytes(b"x")
    await page.goto(f"{site.url}/operators/import")
    await page.get_by_label("选择文件").set_input_files(str(other))
    await page.get_by_role("button", name="检查").click()
    await expect(page.get_by_role("alert")).to_contain_text("旧表格.xlsb")
    await expect(page.get_by_role("alert")).to_contain_text("另存为 .xlsx")


async def test_a_word_file_is_checked_by_a_person_before_it_is_public(
    site: Running, open_desk: Open, tmp_path: Path
) -> None:
    page = await open_desk("chenming")
    paper, copy = tmp_path / "通知.docx", tmp_path / "抄件.docx"
    paper.write_bytes(allowance_notice("12"))
    copy.write_bytes(allowance_notice("13"))
    await imported(page, site, paper, copy)
    row = page.locator("tbody tr", has_text="抄件.docx")
    await expect(row).to_contain_text("正文")
    await expect(row).to_contain_text("相同")
    await row.locator("summary").click()
    await expect(row.locator(".facts")).to_contain_text("青民〔2026〕13号")
    await expect(row.locator(".facts")).to_contain_text("《青岚县旧补贴规定》")
    await picture(page, "import-check")
    await page.get_by_role("button", name="确认导入2份").click()
    await expect(page.locator(".notice", has_text="2份文件的登记信息")).to_be_visible()
    await page.goto(f"{site.url}/operators?state=draft")
    await page.get_by_role("link", name="青岚县民政局关于发放高龄津贴的通知").first.click()
    await expect(page.get_by_role("link", name="校对、送审")).to_have_count(0)
    await page.get_by_role("link", name="去核对").click()
    await expect(page.get_by_label("成文日期")).to_have_value("2026-01-15")
    await page.get_by_label("主题").fill("养老服务")
    await picture(page, "proposal")
    assert await fits(page)
    await page.get_by_label("标题").fill(" ")
    await page.get_by_role("button", name="已核对，确认").click()
    await expect(page.get_by_role("alert")).to_contain_text("标题")
    await page.get_by_label("标题").fill("青岚县民政局关于发放高龄津贴的通知")
    await page.get_by_role("button", name="已核对，确认").click()
    await expect(page.get_by_role("status")).to_contain_text("已确认")
    await expect(page.get_by_role("link", name="校对、送审")).to_be_visible()


def allowance_notice(number: str) -> bytes:
    return papers.word(
        papers.centred("青岚县民政局关于发放高龄津贴的通知"),
        papers.paragraph(f"青民〔2026〕{number}号"),
        papers.paragraph(
            "八十周岁以上老人每人每月60元，按月发放到社会保障卡，由乡镇人民政府受理申请，县民政局审核。"
        ),
        papers.table(["年龄", "标准", "备注"], ["80岁", "60元", "按月"], ["90岁", "150元", "按月"]),
        papers.paragraph(
            "本通知自2026年2月1日起施行，有效期5年。《青岚县旧补贴规定》（青民〔2019〕8号）同时废止。"
        ),
        papers.paragraph("青岚县民政局"),
        papers.paragraph("2026年1月15日"),
    )


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody asked for pictures."""
    if folder := os.environ.get("PICTURES"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


async def test_a_tried_question_shows_passages_and_the_threshold(site: Running, open_desk: Open) -> None:
    page = await open_desk("chenming")
    await page.get_by_role("link", name="群众提问", exact=True).click()
    await page.get_by_role("link", name="试问", exact=True).click()
    await page.get_by_label("问题").fill("80岁老人高龄津贴每月多少钱")
    await page.keyboard.press("Enter")
    await expect(page.locator(".passage").first).to_contain_text("高龄津贴")
    await expect(page.locator(".passage", has_text="每人每月60元").first).to_be_visible()
    await expect(page.locator(".meter")).to_contain_text("门槛0.")
    await page.get_by_label("问题").fill("火星上怎么买房子")
    await page.keyboard.press("Enter")
    await expect(page.locator(".notice.warn")).to_contain_text("不作回答")


async def test_the_list_is_narrowed_at_a_choice(site: Running, open_desk: Open) -> None:
    page = await open_desk("chenming")
    await page.locator(".facets").get_by_role("link", name="废止").click()
    await expect(page.locator("tbody tr")).to_have_count(1)
    await expect(page.locator("tbody tr")).to_contain_text("已废止")
    await page.get_by_role("link", name="去掉“废止”").click()
    await page.locator(".facets").get_by_role("link", name="政策解读").first.click()
    await expect(page.locator("tbody tr")).to_have_count(1)
    await page.get_by_label("标题或文号").fill("没有这样的文件")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("没有符合条件的文件")).to_be_visible()
    assert site.url in page.url


async def test_several_are_chosen_by_keyboard_and_set_at_once(site: Running, open_desk: Open) -> None:
    page = await open_desk("chenming")
    for key in ("j", "x", "j", "x"):
        await page.keyboard.press(key)
    await expect(page.locator("[data-ticked]")).to_have_text("2")
    await expect(page.locator("#set_theme")).to_be_hidden()
    await page.keyboard.press("b")
    await page.locator("#action").select_option("theme")
    await page.locator("#set_theme").fill("养老")
    await page.get_by_role("button", name="下一步：看清楚再办").click()
    await page.get_by_role("button", name="办理", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("办好2份，没有办0份")
    await page.get_by_role("link", name="返回列表").click()
    # Whoever types before the page is there types into the one that goes.
    await page.wait_for_selector("[data-ticked]")
    await page.wait_for_load_state("load")
    await page.keyboard.press("a")
    await expect(page.locator("[data-ticked]")).to_have_text("3")
    await page.keyboard.press("a")
    await expect(page.locator("[data-ticked]")).to_have_text("0")
    assert await fits(page)


async def test_the_preview_warns_of_an_abolished_document(site: Running, open_desk: Open) -> None:
    page = await open_desk("chenming")
    await page.goto(f"{site.url}/operators/documents/policy-elderly-allowance-2019")
    bubble = page.locator(".bubble")
    await expect(bubble).to_contain_text("现在按《青岚县高龄津贴发放办法》办")
    await expect(bubble).to_contain_text("【智能回复】")
    await expect(bubble).to_contain_text("已废止")


async def test_every_page_fits_a_phone(site: Running, open_desk: Open) -> None:
    page = await open_desk("chenming")
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in (
        "/operators",
        "/operators/documents/policy-elderly-allowance",
        "/operators/due",
        "/operators/import",
        "/operators/try?question=高龄津贴",
        "/m/documents/policy-elderly-allowance",
        "/m/documents/policy-elderly-allowance-2019",
    ):
        await page.goto(site.url + path)
        assert await fits(page), path
        await expect(page.locator(".sample-strip")).to_contain_text("示例")
