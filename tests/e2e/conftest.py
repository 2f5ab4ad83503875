"""A real Chromium in front of a serving site, with every page watched for complaints.

The browser is started once for a process, so every test here runs in the one loop that it belongs to.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from shutil import which

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.factories.site import PASSWORD, Running, running_site

# A busy machine shows a page late; what is on it is not waited for.
expect.set_options(timeout=30_000)
# The shell is the same browser without its own windows, which are drawn anew for each visitor: a third of the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

Open = Callable[[str], Awaitable[Page]]


LOOP = pytest.mark.asyncio(loop_scope="session")
# To open one of these takes longer than most tests that use it.
SHARED = frozenset({"house", "started_once"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every test of this folder run in the session's loop, and what shares a house or a town in one process."""
    here = str(Path(__file__).parent)
    for item in items:
        if not str(item.path).startswith(here):
            continue
        if pytest_asyncio.is_async_test(item):
            item.add_marker(LOOP, append=False)
        if shared := SHARED.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(min(shared)))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = os.environ.get("CHROMIUM") or next((found for name in BROWSERS if (found := which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine: install the package chromium, or name one in CHROMIUM")
    async with async_playwright() as playwright:
        # There is no screen: drawing by a graphics card played in software costs more than drawing.
        args = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer"]
        opened = await playwright.chromium.launch(executable_path=path, args=args)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path: Path) -> AsyncIterator[Running]:
    async with running_site(tmp_path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def open_desk(browser: Browser, site: Running) -> AsyncIterator[Open]:
    """Log somebody in; at the end no page has run forbidden script or asked anybody else for anything."""
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def enter(login: str) -> Page:
            context: BrowserContext = await browser.new_context(viewport=DESK)  # type: ignore[arg-type]
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: _note(complaints, line.text) if line.type == "error" else None)
            page.on("request", lambda asked: _note_stranger(complaints, asked.url, site.url))
            await page.goto(f"{site.url}/login")
            await page.fill("#login", login)
            await page.fill("#password", PASSWORD)
            await page.press("#password", "Enter")
            await page.wait_for_selector("header.top")
            return page

        yield enter
    assert complaints == []


def _note(complaints: list[str], text: str) -> None:
    """Note a complaint; a refused form answers 4xx on purpose, everything else is ours to mend."""
    if "the server responded with a status of 4" not in text:
        complaints.append(text)


def _note_stranger(complaints: list[str], asked: str, ours: str) -> None:
    if not asked.startswith((ours, "data:")):
        complaints.append(f"asked {asked}")


async def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    wide: bool = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return not wide
