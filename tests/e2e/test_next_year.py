"""December without next year's notice: filed in chat, provisional everywhere, entered and signed at the desk, dated everywhere.

Two programs share one data folder, as `serve` and `worker` do; none of them is started again.
With MINGBAI_PICTURES set to a folder, pictures of the pages are written there.
"""

import asyncio
import json
import os
import re
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from adapters.cli.examination.premises import Premises, occupied
from adapters.cli.examination.stage import BETWEEN_MESSAGES, Performance, opened_stage, told
from adapters.cli.health import calendar_health
from adapters.jobs import Jobs
from adapters.main import RECOGNIZER, opened
from adapters.serving import background, calendar_looks
from adapters.web.links import Links
from bot.clock import SHANGHAI
from handlers.accounts.account import Role
from tests.e2e.conftest import DESK, PHONE, fits
from tests.e2e.town.town import ANSWERS
from tests.factories.holidays import MAKEUP, NUMBER, ROWS

pytestmark = [pytest.mark.browser, pytest.mark.redis]
PASSWORD = "correct-horse-9"
AT = datetime(2026, 12, 10, 10, 0, tzinfo=SHANGHAI)
DUE = "2027年1月7日"
PICTURES = os.environ.get("MINGBAI_PICTURES")
PAPER = {
    "docid": "ditch",
    "title": "灌溉渠管护办法",
    "text": "灌溉渠管护办法\n第一条 灌溉渠由村委会管护，每公里每年补助300元。",
}


@asynccontextmanager
async def county(folder: Path, trained: Path) -> AsyncIterator[tuple[Premises, Performance]]:
    """Run two programs on one folder, with two clerks and a simulated platform."""
    paper, kept = folder / "papers.jsonl", folder / "kept"
    paper.write_text(json.dumps(PAPER, ensure_ascii=False), "utf-8")
    kept.mkdir(mode=0o700)
    shutil.copytree(trained, kept / RECOGNIZER)
    async with occupied([paper], at=AT, kept=kept) as place:
        for login, name in (("wangli", "王丽"), ("zhaoqi", "赵琪")):
            await place.program.services.accounts.add(
                login, PASSWORD, display_name=name, roles=[Role.STAFF], actor="test"
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

    def __init__(self, stage: Performance) -> None:
        self._stage = stage
        self._phone = stage._phone
        self._citizen = self._phone.world.settle("市民", openid="oNextYear000000000001", follows=True)

    def heard(self) -> list[str]:
        return [told([entry]) for entry in self._citizen.entries]

    async def say(self, text: str) -> str:
        seen = len(self._citizen.entries)
        self._stage._clock.advance(BETWEEN_MESSAGES)
        await self._phone.deeds.say(self._citizen, text)
        await self._stage._settle()
        return told(self._citizen.entries[seen:])

    async def file(self) -> str:
        asked = await self.say("我要申请公开2025年灌溉渠补助发放明细")
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


async def typed_in(page: Page) -> None:
    await page.get_by_role("link", name="放假安排").first.click()
    await page.get_by_label("文号").fill(NUMBER)
    for at, (name, first, last) in enumerate(ROWS):
        await page.fill(f"[name=name{at}]", name)
        await page.fill(f"[name=first{at}]", first)
        await page.fill(f"[name=last{at}]", last)
    for at, day in enumerate(MAKEUP):
        await page.fill(f"[name=makeup{at}]", day)


async def test_a_request_of_december_gets_its_date_when_the_notice_is_signed(
    browser: Browser, tmp_path: Path, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The program refuses settings that it does not know, and this one is the tests' own.
    monkeypatch.delenv("MINGBAI_PICTURES", raising=False)
    async with county(tmp_path, trained) as (place, stage):
        settings, now = place.program.settings, place.clock.now()
        talk = Talk(stage)
        number = await talk.file()
        clerk, second = await enter(browser, place, "wangli"), await enter(browser, place, "zhaoqi")
        phone = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
        links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)

        await confirmed(clerk, number)
        await talk.wait_for("届满日期待国务院公布")
        assert "届满日期待国务院公布" in await talk.say(number)
        await phone.goto(links.case(number, now=now))
        await expect(phone.locator("main")).to_contain_text("届满日期待国务院公布")
        await warned(clerk, settings.public_url, number)
        assert await calendar_health.standing(settings, now=now) == (False, doctor_words(1))

        address = await entered(clerk)
        assert place.program.services.holidays.calendar.known_until() == date(2026, 12, 31)
        await signed(second, address)

        await talk.wait_for(DUE)
        await moved(second, address, number)
        assert f"最迟于{DUE}答复" in await talk.say(number)
        await phone.reload()
        await expect(phone.locator("main")).to_contain_text(DUE)
        await phone.get_by_text("这个日期是怎样数出来的").click()
        await picture(phone)
        await dated(clerk, settings.public_url, number)
        good, _ = await calendar_health.standing(settings, now=now)
        assert good
        await asyncio.sleep(2.5)
        assert sum("定下来了" in text for text in talk.heard()) == 1


async def confirmed(clerk: Page, number: str) -> None:
    await expect(clerk.get_by_role("note")).to_contain_text("2027年的放假安排还没有录入")
    await clerk.get_by_role("link", name=number).click()
    await clerk.get_by_role("button", name="确认收到").click()
    await expect(clerk.locator("main")).to_contain_text("届满日期待国务院公布下一年度放假安排后确定")


async def warned(clerk: Page, url: str, number: str) -> None:
    await clerk.goto(f"{url}/staff")
    await expect(clerk.locator("tr", has_text=number)).to_contain_text("待放假安排公布后确定")
    await expect(clerk.get_by_role("note")).to_contain_text("现有1件")
    await picture(clerk)


async def entered(clerk: Page) -> str:
    """Type the notice in; give its address."""
    await typed_in(clerk)
    await picture(clerk, "calendar-form.png")
    await clerk.get_by_role("button", name="录入，去核对").click()
    await expect(clerk.get_by_role("status")).to_contain_text("还要另一位同事签字")
    await expect(clerk.get_by_role("button", name="签字生效")).to_have_count(0)
    return clerk.url.split("?")[0]


async def signed(second: Page, address: str) -> None:
    await second.goto(address)
    await expect(second.locator(".month")).to_have_count(13)
    await picture(second, "calendar-preview.png")
    await second.get_by_role("button", name="核对无误，签字生效").click()
    await expect(second.get_by_role("status")).to_contain_text("已签字")


async def moved(second: Page, address: str, number: str) -> None:
    await second.goto(address)
    await expect(second.locator("tr", has_text=number)).to_contain_text(DUE)
    await expect(second.locator("tr", has_text=number)).to_contain_text("已写信告诉申请人")
    await picture(second)
    await second.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await picture(second)


async def dated(clerk: Page, url: str, number: str) -> None:
    await clerk.goto(f"{url}/staff")
    await expect(clerk.locator("tr", has_text=number)).to_contain_text(DUE)
    await expect(clerk.get_by_text("还没有录入")).to_have_count(0)
    await clerk.get_by_role("link", name=number).click()
    await clerk.get_by_text("逐日的账").click()
    await expect(clerk.locator(".diary .last")).to_contain_text("第20个工作日；最后一天")
    await picture(clerk, "case-clock.png")


def doctor_words(cases: int) -> str:
    return (
        f"没有2027年的放假安排，落在2027年的答复期限只能标为待定，现有{cases}件。"
        "国务院办公厅的通知公布以后，请在工作台“放假安排”里录入，由另一人签字"
    )
