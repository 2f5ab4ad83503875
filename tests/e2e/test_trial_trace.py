"""Why a message is answered as it is, read by an operator in a real browser in front of the whole program."""

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from adapters.cli.examination.premises import RECOGNIZER, Premises, occupied
from adapters.serving import listening
from handlers.accounts.account import Role
from tests.e2e.conftest import DESK, PHONE, fits
from tests.factories.once import once, run_folder
from tests.factories.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.redis]
RENT = "租房补贴办法\n第一条 新就业大学生在本县租房，每月补贴500元，最长24个月。\n第二条 申请租房补贴，带毕业证和租房合同，到县住建局窗口办理，电话0599-6612301。"


@pytest_asyncio.fixture(loop_scope="session")
async def place(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, trained: Path
) -> AsyncIterator[Premises]:
    paper = tmp_path / "papers.jsonl"
    row = {"docid": "rent", "title": RENT.split("\n", maxsplit=1)[0], "text": RENT}
    paper.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    kept = once(run_folder(tmp_path_factory) / "explained", lambda _: None)
    once(kept / RECOGNIZER, lambda made: shutil.copytree(trained, made, dirs_exist_ok=True))
    async with occupied([paper], kept=kept) as premises:
        accounts = premises.program.services.access.accounts
        await accounts.add("chenming", PASSWORD, display_name="陈明", roles=[Role.OPERATOR], actor="test")
        async with listening(premises.program):
            yield premises


async def entered(browser: Browser, url: str) -> Page:
    page = await (await browser.new_context(viewport=DESK)).new_page()  # type: ignore[arg-type]
    await page.goto(f"{url}/login")
    await page.fill("#login", "chenming")
    await page.fill("#password", PASSWORD)
    await page.press("#password", "Enter")
    await page.wait_for_selector("header.top")
    return page


async def test_the_trace_is_folded_and_tells_each_step(browser: Browser, place: Premises) -> None:
    url = place.program.settings.public_url
    page = await entered(browser, url)
    await page.goto(f"{url}/operators/try")
    await page.get_by_label("问题", exact=True).fill("要带什么材料")
    await page.get_by_text("先前说过的话").click()
    await page.get_by_role("textbox", name="先前说过的话").fill("租房补贴每月多少钱")
    await page.get_by_role("button", name="试问").click()
    # What citizens read is the reply of the whole program, the talk before it included.
    await expect(page.locator(".bubble")).to_contain_text("毕业证和租房合同")
    trace = page.locator("#trace")
    await expect(trace).to_contain_text("为什么这样答")
    await expect(trace.locator("section").first).to_be_hidden()
    await trace.locator("summary").first.click()
    await expect(trace.locator(".heard")).to_contain_text("可能性")
    await expect(trace.locator(".looked_up")).to_contain_text("接着《租房补贴办法》问")
    await expect(trace.locator(".found")).to_contain_text("为什么选它：")
    await expect(trace.locator(".reply")).to_contain_text("毕业证和租房合同")
    # No measure goes by the name that the program calls it.
    told = await trace.inner_text()
    assert not {letter for letter in told if letter.isascii() and letter.isalpha()}, told
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert await fits(page)
    await page.context.close()
