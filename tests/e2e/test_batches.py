"""Batches in a real browser: counted, looked at, confirmed by a second person, undone; on a desk and on a phone."""

import os

import pytest
from playwright.async_api import Page, expect

from knowledge.documents.document import Document, DocumentState, Kind
from knowledge.documents.draft import Draft, Proposal, Proposed
from tests.e2e.conftest import PHONE, Open, fits
from tests.factories.site import Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]
COUNT = 22


async def shot(page: Page, name: str) -> None:
    """Keep a picture of the page on both widths where a folder for them is named; the page has to fit both."""
    before = page.viewport_size
    for width, size in (("desk", {"width": 1440, "height": 900}), ("phone", PHONE)):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        assert await fits(page), (name, width)
        if folder := os.environ.get("TEST_PICTURES"):
            await page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    if before:
        await page.set_viewport_size(before)


async def bring(site: Running, count: int, *, publish: bool) -> list[str]:
    drafts = [
        Draft(
            Document(f"notice-{at:03}", f"青岚县便民公告第{at}号", Kind.NOTICE, unit="青岚县民政局"),
            f"夜班公交{at}路每天22:00发车，票价2元。",
            "rows.jsonl",
            at,
        )
        for at in range(count)
    ]
    await site.services.knowledge.imports.keep(drafts, author="chenming", publish=publish)
    return [one.document.id for one in drafts]


async def choose(page: Page, action: str, **fields: str) -> None:
    await page.get_by_label("办理", exact=True).select_option(label=action)
    for label, value in fields.items():
        await page.get_by_label(label).fill(value)
    await page.get_by_role("button", name="下一步：看清楚再办").click()


async def test_withdrawing_many_takes_two_persons_and_is_undone(site: Running, open_desk: Open) -> None:
    names = await bring(site, COUNT, publish=True)
    desk = await open_desk("chenming")
    await desk.goto(f"{site.url}/operators?kind=notice")
    await desk.get_by_label(f"符合条件的全部{COUNT}份").check()
    await choose(desk, "撤下", 撤下的原因="机构撤并")
    await shot(desk, "planned")
    await desk.get_by_label("请写明一共办几份").fill(str(COUNT))
    await desk.get_by_role("button", name="提出撤下").click()
    await expect(desk.get_by_role("heading", name="等另一个人确认", exact=True)).to_be_visible()
    await shot(desk, "proposed")
    chief = await open_desk("wusan")
    await chief.goto(f"{site.url}/operators")
    await expect(chief.get_by_role("status")).to_contain_text(f"提出一次撤下{COUNT}份文件")
    await shot(chief, "first-page")
    await chief.get_by_role("link", name="去看看").click()
    await shot(chief, "to-confirm")
    await chief.get_by_label("请写明一共办几份").fill(str(COUNT))
    chief.once("dialog", lambda dialog: dialog.accept())
    await chief.get_by_role("button", name="确认撤下").click()
    await expect(chief.get_by_text(f"办好{COUNT}份")).to_be_visible(timeout=30_000)
    assert (await site.services.knowledge.documents.read(names[0])).listed.state is DocumentState.WITHDRAWN
    await shot(chief, "done")
    await chief.get_by_label("请写明一共办几份").fill(str(COUNT))
    chief.once("dialog", lambda dialog: dialog.accept())
    await chief.get_by_role("button", name="撤销这一批").click()
    await expect(chief.get_by_text(f"撤销{COUNT}份")).to_be_visible(timeout=30_000)
    assert (await site.services.knowledge.documents.read(names[0])).listed.state is DocumentState.PUBLISHED
    await shot(chief, "undone")
    await chief.locator("#main").get_by_role("link", name="批量办理记录").click()
    await shot(chief, "list")


async def test_a_submission_is_looked_at_document_by_document(site: Running, open_desk: Open) -> None:
    await bring(site, 2, publish=False)
    told = (Proposed("title", "青岚县便民公告第7号", "便民公告", "text"),)
    document = Document("notice-007", "青岚县便民公告第7号", Kind.NOTICE)
    draft = Draft(document, "夜班公交7路。", "rows.jsonl", 7, Proposal(told))
    await site.services.knowledge.imports.keep([draft], author="chenming")
    desk = await open_desk("chenming")
    await desk.goto(f"{site.url}/operators?kind=notice")
    for at in (0, 1, 7):
        await desk.get_by_label(f"选择《青岚县便民公告第{at}号》").check()
    await choose(desk, "送审")
    await expect(desk.get_by_text("有1份现在还不能办")).to_be_visible()
    await shot(desk, "submission")
    await desk.get_by_label("我看过《青岚县便民公告第0号》").check()
    await desk.get_by_label("我看过《青岚县便民公告第1号》").check()
    await desk.get_by_label("主动公开", exact=True).check()
    await desk.get_by_label("这样认定的理由").fill("办事公告，应当主动公开")
    await desk.get_by_label("没有打勾的，这次不办").check()
    await desk.get_by_role("button", name="办理").click()
    await expect(desk.get_by_text("办好2份，没有办0份")).to_be_visible()
    await shot(desk, "submitted")
    await desk.goto(f"{site.url}/operators?kind=notice")
    await desk.get_by_label("选择《青岚县便民公告第7号》").check()
    await choose(desk, "确认登记信息")
    await expect(desk.get_by_text("出处（正文）")).to_be_visible()
    await shot(desk, "particulars")
    await desk.get_by_label("我看过《青岚县便民公告第7号》").check()
    await desk.get_by_role("button", name="办理").click()
    await expect(desk.get_by_text("办好1份，没有办0份")).to_be_visible()


async def test_who_lacks_the_duty_reads_a_calm_page(site: Running, open_desk: Open) -> None:
    page = await open_desk("linetou")
    await page.goto(f"{site.url}/operators")
    await expect(page.get_by_role("link", name="导入")).to_have_count(0)
    await page.goto(f"{site.url}/operators/import")
    await expect(page.get_by_role("heading", name="不能这样操作")).to_be_visible()
    await shot(page, "refused")
