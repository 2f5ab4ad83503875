"""Catalogue, projects, contact cards, flow pictures and the list of papers in a real browser: they fit, and keep nobody out.

With TEST_PICTURES set, a picture of each is kept there.
"""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from adapters.cli.sample.drawn_scene import DrawnScenes
from handlers.files.table_file import as_csv
from handlers.guides.waived.waived_material import COLUMNS
from handlers.pictures.published import ChosenPicture
from handlers.pictures.service import PROJECT, BroughtPicture
from handlers.projects.project import read_plan
from knowledge.ingest.read import read
from tests.e2e.barriers import barriers
from tests.e2e.conftest import DESK, PHONE, Open, fits
from tests.factories.site import QINGLAN, Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]
PICTURES = os.environ.get("TEST_PICTURES")
GUIDE = "guide-disability-allowance"
PLAN = {
    "title": "镇村公交候车亭", "unit": "青岚县交通运输局", "phone": "0599-6612393", "place": "8个乡镇", "about": "建50座候车亭。",
    "year": "2026", "stage": "carry_out", "progress": "40",
}  # fmt: skip
CARD = {"leader": "副局长", "clerk": "办公室专员", "office": "办公室", "phone": "0599-6612345"}


async def look(page: Page, url: str, name: str) -> None:
    """Open a page on a phone and at the desk."""
    for size, suffix in ((PHONE, "phone"), (DESK, "desk")):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.goto(url)
        assert await fits(page), (name, suffix)
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / f"{name}-{suffix}.png", full_page=True)
        assert await barriers(page) == [], (name, suffix)


async def filled(site: Running) -> int:
    """Bring what the pages show; give the project's number."""
    services = site.services
    files = [QINGLAN / "catalogue", QINGLAN / "guides" / "disability-allowance.md"]
    await services.knowledge.imports.keep(read(files), author="chenming", publish=True)
    await services.openness.contacts.keep("青岚县民政局", CARD, actor="wangli")
    number = await services.openness.projects.make(read_plan(PLAN), actor="wangli")
    await services.openness.projects.publish(number, actor="wangli")
    holder = f"{PROJECT}{number}"
    await services.pictures.service.keep(
        BroughtPicture(holder, "desk", "", DrawnScenes.of(QINGLAN).picture("shelter"))
    )
    (photo,) = await services.pictures.service.pictures(holder)
    chosen = [ChosenPicture(photo.id, holder)]
    await services.pictures.of_projects.choose(
        chosen, document=str(number), subject=str(number), actor="wangli"
    )
    return number


async def test_what_is_open_to_everybody_is_read_on_a_phone(site: Running, open_desk: Open) -> None:
    number = await filled(site)
    page = await open_desk("wangli")
    for path, name in (
        ("/m/catalogue", "catalogue"),
        ("/m/catalogue/items/catalogue-enterprise-investment", "catalogue-item"),
        (f"/m/projects/{number}", "project"),
        ("/m/columns", "columns"),
        ("/m/contacts", "contacts"),
        ("/m/paths", "paths"),
        (f"/m/flows/{GUIDE}", "flow"),
        (f"/staff/projects/{number}", "project-desk"),
        ("/staff/contacts", "contacts-desk"),
    ):
        await look(page, f"{site.url}{path}", name)
    await page.goto(f"{site.url}/m/flows/{GUIDE}")
    await expect(page.locator("svg.flow rect")).to_have_count(5)
    # The steps are read by whoever sees no picture, with the keyboard alone.
    await page.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("details ol li").nth(2)).to_contain_text("核对残疾等级")
    await page.goto(f"{site.url}/m/contacts")
    await page.locator("summary", has_text="民政局").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("details[open] a[href^='tel:']")).to_be_visible()


async def test_the_operators_see_the_ways_and_bring_the_list_of_papers(
    site: Running, open_desk: Open
) -> None:
    await filled(site)
    page = await open_desk("chenming")
    await look(page, f"{site.url}/operators/paths", "paths-desk")
    await look(page, f"{site.url}/operators/paths?document={GUIDE}", "paths-document")
    await look(page, f"{site.url}/operators/waived", "waived-empty")
    wrong = as_csv([COLUMNS, ["无房证明", "", "随便", "系统核验", "", ""]])
    await page.set_input_files("#table", {"name": "a.csv", "mimeType": "text/csv", "buffer": wrong})
    await page.get_by_role("button", name="导入", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("第2行：免提交方式写的是“随便”")
    right = as_csv([COLUMNS, ["无房证明", "", "数据共享", "系统核验", "", ""]])
    await page.set_input_files("#table", {"name": "a.csv", "mimeType": "text/csv", "buffer": right})
    await page.get_by_role("button", name="导入", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("新增1项")
    await look(page, f"{site.url}/operators/waived", "waived")
