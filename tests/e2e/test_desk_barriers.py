"""The pages of the operators' desk keep nobody out, at 1440 and at 390 px.

Seen is whatever the menu and one link further lead to, and what an import, a scan and a batch under way show.

With TEST_PICTURES set, a picture of each is kept there.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from adapters.web.access.permissions import ROUTES
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import Duty, Person
from knowledge.questions.note import QuestionOutcome
from tests.e2e.barriers import barriers
from tests.e2e.conftest import PHONE, Open, fits
from tests.factories.publication import AS_IT_IS
from tests.factories.questions import line
from tests.factories.site import NOW, Running
from tests.integration.web.test_scan_pages import scanned

pytestmark = [pytest.mark.browser, pytest.mark.redis, pytest.mark.long]
PICTURES = os.environ.get("TEST_PICTURES")
WIDE = {"width": 1440, "height": 900}
LINKS = "all => all.map(one => new URL(one.href)).map(one => one.pathname)"
# What is opened of these is a file or a part of a page; what needs something the sample has not is proved where it is made.
FILES = re.compile(r"\.\w+$|/(templates|source-files|scan-pictures|document-photos)/|/operators/pick$")
KINDS = {
    key.removeprefix("GET "): re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(key.removeprefix("GET "))))
    for key in ROUTES
    if key.startswith("GET /operators") and not FILES.search(key)
}


def kind_of(path: str) -> str:
    """Give the route that a path belongs to: the plainest that fits."""
    fitting = [route for route, pattern in KINDS.items() if pattern.fullmatch(path)]
    return min(fitting, key=lambda one: (one.count("{"), -len(one)), default="")


async def filled(site: Running) -> None:
    """Bring a draft, one under review, a thrown away one and a question without an answer."""
    services = site.services
    for name in ("bus", "taxi", "ferry"):
        document = Document(f"notice-{name}", f"青岚县{name}公告", kind=Kind.NOTICE, unit="青岚县交通运输局")
        await services.knowledge.imports.keep(
            [Draft(document, "票价2元，咨询电话0599-6612393。", f"{name}.md")], author="chenming"
        )
    await services.knowledge.reviews.submit(
        "notice-bus", AS_IT_IS, actor=Person("chenming", frozenset({Duty.DRAFT}))
    )
    await services.knowledge.discards.discard("notice-ferry", actor="chenming")
    await services.asked.questions.take(
        [line("飞行无人机要提前几天报备", QuestionOutcome.DECLINED, at=NOW, unit="青岚县公安局")]
    )


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


async def checked(page: Page, site: Running, file: Path) -> str:
    """Upload a file; give where its check is shown."""
    await page.goto(f"{site.url}/operators/import")
    await page.get_by_label("选择文件").set_input_files(str(file))
    await page.get_by_role("button", name="检查").click()
    await expect(page.get_by_role("heading", name="检查结果")).to_be_visible()
    return path_of(page)


async def under_way(page: Page, site: Running, folder: Path) -> list[str]:
    """Check one import, finish another, read a scan and begin a batch; give where each is seen."""
    file, other = folder / "通知.txt", folder / "坏行.jsonl"
    file.write_text("关于夜班公交的公告\n票价2元。\n青岚县交通运输局\n2026年6月1日\n", "utf-8")
    other.write_text('{"id": "a", "title": "夜班公交7路公告", "text": "票价2元。"}\n不是JSON\n', "utf-8")
    places = [await checked(page, site, file)]
    await checked(page, site, other)
    await page.get_by_role("button", name="确认导入").click()
    await expect(page.get_by_role("heading", name="导入结果")).to_be_visible()
    places.append(path_of(page))
    places.append(f"/operators/scans/{await scanned(site, folder)}")
    await page.goto(f"{site.url}/operators?state=draft")
    await page.locator("[data-tick-all]").check()
    await page.get_by_label("办理", exact=True).select_option("submit")
    await page.get_by_role("button", name="下一步：看清楚再办").click()
    await page.wait_for_url("**/batches/*")
    return [*places, path_of(page)]


async def look(page: Page, url: str, route: str) -> list[str]:
    """Give what keeps somebody from a page at both widths."""
    found = []
    answer = await page.goto(url)
    if answer is None or answer.status != 200:
        return [f"{route}: {answer and answer.status}"]
    for size in (WIDE, PHONE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        width = size["width"]
        if PICTURES:
            name = re.sub(r"\W+", "-", route.removeprefix("/operators")).strip("-") or "first"
            await page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        if not await fits(page):
            found.append(f"{route} at {width}: has to be scrolled sideways")
        found += [f"{route} at {width}: {one}" for one in await barriers(page)]
    return found


@pytest.mark.parametrize(("login", "least"), [("chenming", 36), ("guanli", 2)])
async def test_the_pages_that_the_menu_leads_to_are_without_barriers(
    site: Running, open_desk: Open, tmp_path: Path, login: str, least: int
) -> None:
    await filled(site)
    page = await open_desk(login)
    begun = await under_way(page, site, tmp_path) if login == "chenming" else []
    waiting, looked, found = ["/operators", "/operators/effects/notice-bus", *begun], set[str](), list[str]()
    while waiting:
        path = waiting.pop(0)
        route = kind_of(path)
        if (
            not route
            or route in looked
            or (login == "guanli" and len(looked) > 1 and "accounts" not in route)
        ):
            continue
        looked.add(route)
        found += await look(page, f"{site.url}{path}", route)
        waiting += await page.eval_on_selector_all("a[href^='/operators']", LINKS)
    assert found == []
    assert len(looked) >= least, sorted(set(KINDS) - looked)
