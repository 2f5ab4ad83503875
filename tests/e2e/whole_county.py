"""A county put to the test whole: two programs on one folder, a simulated platform, people at the desk in a real browser.

With TEST_PICTURES set to a folder, pictures of the pages are written there.
"""

import asyncio
import json
import os
import re
import shutil
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from adapters.cli.examination.premises import Premises, occupied
from adapters.cli.examination.stage import BETWEEN_MESSAGES, Performance, opened_stage, told
from adapters.jobs import Jobs
from adapters.main import RECOGNIZER, opened
from adapters.serving import background, calendar_looks
from bot.clock import SHANGHAI
from handlers.accounts.account import Role
from tests.e2e.conftest import DESK, fits
from tests.e2e.town.town import ANSWERS

PASSWORD = "correct-horse-9"
PICTURES = os.environ.get("TEST_PICTURES")
PAPER = {
    "docid": "ditch",
    "title": "灌溉渠管护办法",
    "text": "灌溉渠管护办法\n第一条 灌溉渠由村委会管护，每公里每年补助300元。",
}


@asynccontextmanager
async def county(
    folder: Path, trained: Path, *, at: datetime, people: Mapping[str, tuple[str, Role]]
) -> AsyncIterator[tuple[Premises, Performance]]:
    """Run two programs on one folder, with people by their log-in names and a simulated platform."""
    paper, kept = folder / "papers.jsonl", folder / "kept"
    paper.write_text(json.dumps(PAPER, ensure_ascii=False), "utf-8")
    kept.mkdir(mode=0o700)
    shutil.copytree(trained, kept / RECOGNIZER)
    async with occupied([paper], at=at, kept=kept) as place:
        for login, (name, role) in people.items():
            await place.program.services.access.accounts.add(
                login, PASSWORD, display_name=name, roles=[role], actor="test"
            )
        async with (
            opened(place.program.settings, clock=place.clock) as worker,
            Jobs([calendar_looks(place.program)]),
            opened_stage(place) as stage,
            Jobs(background(worker)),
        ):
            yield place, stage


class Talk:
    """A citizen in front of the simulated phone."""

    def __init__(self, stage: Performance, *, openid: str = "oWholeCounty000000001") -> None:
        self._stage = stage
        self._phone = stage._phone
        self._citizen = self._phone.world.settle("市民", openid=openid, follows=True)

    def heard(self) -> list[str]:
        return [told([entry]) for entry in self._citizen.entries]

    async def say(self, text: str) -> str:
        seen = len(self._citizen.entries)
        self._stage._clock.advance(BETWEEN_MESSAGES)
        await self._phone.deeds.say(self._citizen, text)
        await self._stage._settle()
        return told(self._citizen.entries[seen:])

    async def file(self, wish: str = "我要申请公开2025年灌溉渠补助发放明细") -> str:
        asked = await self.say(wish)
        for _ in range(len(ANSWERS) + 1):
            if "确认提交" in asked:
                break
            asked = await self.say(next(words for sign, words in ANSWERS if sign in asked))
        receipt = await self.say("确认提交")
        found = re.search(r"GK\d{12}", receipt)
        assert found, (asked, receipt)
        return found[0]

    async def wait_for(self, words: str) -> None:
        until = time.monotonic() + 20
        while not any(words in text for text in self.heard()):
            assert time.monotonic() < until, self.heard()
            await asyncio.sleep(0.1)


@dataclass
class CaseOffice:
    """The people who handle a case, each before a browser; after every move of the clock they log in anew.

    `below` is the address of the desk's cases of this kind, `number` that of the case once there is one.
    """

    browser: Browser
    place: Premises
    below: str
    number: str = ""

    @property
    def url(self) -> str:
        """Where the program serves."""
        return self.place.program.settings.public_url

    def on(self, month: int, day: int, hour: int = 10) -> None:
        """Move the clock to an hour of a day of 2026."""
        self.place.clock.set(datetime(2026, month, day, hour, tzinfo=SHANGHAI))

    async def at(self, login: str, path: str) -> Page:
        """Open a page as somebody."""
        page = await enter(self.browser, self.place, login)
        await page.goto(f"{self.url}{path}")
        return page

    async def at_case(self, login: str) -> Page:
        """Open the case as somebody."""
        return await self.at(login, f"{self.below}/{self.number}")

    async def take(self, login: str, step: str, **fields: str) -> None:
        """Take a step through its form, as a person does."""
        page = await self.at_case(login)
        form = page.locator(f'form[action$="/steps/{step}"]')
        await expect(form).to_have_count(1)
        await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for name, value in fields.items():
            field = form.locator(f'[name="{name}"]')
            if await field.evaluate("one => one.tagName") == "SELECT":
                await field.select_option(value)
            else:
                await field.fill(value)
        await form.get_by_role("button").click()
        await expect(page.get_by_role("status").first).to_be_visible()
        await page.close()

    async def shown(self, login: str, *words: str, name: str = "") -> None:
        """See words on the case page, and take its picture."""
        page = await self.at_case(login)
        for one in words:
            await expect(page.locator("main")).to_contain_text(one)
        await picture(page, name)
        await page.close()


async def enter(browser: Browser, place: Premises, login: str) -> Page:
    page = await browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    await page.goto(f"{place.program.settings.public_url}/staff")
    await page.get_by_label("账号").fill(login)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("header.top")
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    return page


async def picture(page: Page, name: str = "") -> None:
    """Look whether the page fits; with a name it is one of the documentation's."""
    assert await fits(page)
    if PICTURES and name:
        await page.screenshot(path=Path(PICTURES) / name, full_page=True)
