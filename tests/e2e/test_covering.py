"""Covering what may not be shown, in a real Chromium: drawn with the mouse, copied, checked by a colleague.

With TEST_PICTURES set to a folder, pictures of the pages are written there.
"""

import os
from contextlib import closing
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from playwright.async_api import Page, expect

from handlers.accounts.account import Role
from tests.e2e.conftest import DESK, PHONE, Open, fits
from tests.factories import found_papers
from tests.factories.site import PASSWORD, Running

pytestmark = [pytest.mark.browser, pytest.mark.redis]
PICTURES = os.environ.get("TEST_PICTURES")


async def pictured(page: Page, name: str) -> None:
    """See that a page fits both widths, and keep a picture of it where somebody asked for pictures."""
    for form, size in (("phone", PHONE), ("desk", DESK)):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.evaluate("Promise.all(Array.from(document.images, (one) => one.decode()))")
        assert await fits(page), (name, form)
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / f"{name}-{form}.png", full_page=True)


async def drawn(page: Page) -> None:
    """Draw a box over the secret line with the mouse."""
    paper = page.locator("[data-paper].drawing")
    await paper.scroll_into_view_if_needed()
    area = await paper.bounding_box()
    assert area
    left, top, right, bottom = (edge / 100 for edge in found_papers.SECRET_EDGES)
    await page.mouse.move(area["x"] + left * area["width"], area["y"] + top * area["height"])
    await page.mouse.down()
    await page.mouse.move(area["x"] + right * area["width"], area["y"] + bottom * area["height"], steps=4)
    await page.mouse.up()


async def test_a_clerk_covers_a_line_with_the_mouse_and_a_colleague_checks_the_copy(
    site: Running, open_desk: Open
) -> None:
    await site.services.access.accounts.add(
        "zhaoqi", PASSWORD, display_name="赵琪", roles=[Role.STAFF], actor="test"
    )
    number = await site.filed()
    page, colleague = await open_desk("wangli"), await open_desk("zhaoqi")
    await page.goto(f"{site.url}/staff/requests/{number}")
    await page.get_by_role("link", name="检索到的文件").click()
    await pictured(page, "documents")
    file = {"name": "2025年决算.pdf", "mimeType": "application/pdf", "buffer": found_papers.letter(2)}
    await page.get_by_label("文件").set_input_files(file)  # type: ignore[arg-type]
    await page.get_by_role("button", name="放入文件").click()
    await expect(page.get_by_role("status")).to_contain_text("请逐页查看")
    await drawn(page)
    assert abs(float(await page.get_by_label("左（%）").input_value()) - 9) < 1
    assert abs(float(await page.get_by_label("下（%）").input_value()) - 19.5) < 1
    await page.get_by_label("理由").select_option("third_party")
    await page.get_by_role("button", name="遮盖", exact=True).click()
    await expect(page.locator(".paper rect:not(.band)")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="制作副本").click()
    await expect(page.get_by_text("请另一位同事逐页核对。")).to_be_visible()
    await pictured(page, "document")
    await colleague.goto(page.url.split("?")[0])
    async with colleague.expect_download() as awaited:
        await colleague.get_by_role("link", name="打开").click()
    with closing(pypdfium2.PdfDocument(await (await awaited.value).path())) as copy:
        picture = copy[0].render(scale=1).to_numpy()[..., :3]
        high, wide = picture.shape[:2]
        covered = picture[round(0.165 * high) : round(0.185 * high), round(0.11 * wide) : round(0.68 * wide)]
        assert int(np.max(covered)) == 0
        assert copy[0].get_textpage().get_text_range() == ""
    colleague.once("dialog", lambda dialog: dialog.accept())
    await colleague.get_by_role("button", name="已逐页核对").click()
    await expect(colleague.get_by_role("status")).to_contain_text("已核对，可以提供")
    await pictured(colleague, "released")
