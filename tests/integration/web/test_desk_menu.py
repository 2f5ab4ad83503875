"""Every entrance of the operators' desk opens for whoever is shown it, and the first page says what waits for whom."""

import html
import re

import pytest

from adapters.web.access.visitor import CONSOLES
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import Duty, Person, Step
from knowledge.publication.reviews import ReviewVerdict
from tests.factories.publication import AS_IT_IS
from tests.factories.site import LOGINS, Running
from tests.integration.web.conftest import Enter

# A narrowed list is the same page: what stands behind a question mark is not followed.
LINK = re.compile(r'<a [^>]*href="(/operators[^"#?]*)["?#]')


@pytest.mark.redis
async def test_every_link_of_every_entrance_opens_for_whoever_is_shown_it(enter: Enter) -> None:
    shut = []
    for login in (name for name, (_, role) in LOGINS.items() if role in CONSOLES["operators"]):
        browser = await enter(login)
        _, first = await browser.get("/operators")
        groups = LINK.findall(first[: first.index("<main")])
        # An account of the desk sees most of it, and every group leads somewhere.
        assert len(groups) >= 5
        followed = set(groups)
        for address in groups:
            _, page = await browser.get(address)
            followed.update(LINK.findall(page))
        for address in followed:
            async with browser.session.get(browser.url + html.unescape(address)) as answer:
                if answer.status != 200:
                    shut.append((login, address, answer.status))
    assert shut == []


@pytest.mark.redis
async def test_whoever_wrote_it_sees_on_the_first_page_why_it_came_back(site: Running, enter: Enter) -> None:
    reviews, author = site.services.knowledge.reviews, Person("chenming", frozenset({Duty.DRAFT}))
    document = Document("notice-bus", "夜班公交公告", kind=Kind.NOTICE)
    await site.services.knowledge.imports.keep([Draft(document, "票价2元。", "a.md")], author="chenming")
    await reviews.submit("notice-bus", AS_IT_IS, actor=author)
    _, page = await (await enter("sunyi")).get("/operators")
    assert re.search(r"等您审核 <b class=\"number\">1</b>", page)
    back = ReviewVerdict(Step.SEND_BACK, 1, reason="票价<与>原件不一致")
    await reviews.decide("notice-bus", back, actor=Person("sunyi", frozenset({Duty.FIRST})))
    author_browser = await enter("chenming")
    _, page = await author_browser.get("/operators")
    assert "退回的理由：票价&lt;与&gt;原件不一致" in page
    assert "孙一" in page
    assert 'href="/operators/editor/notice-bus"' in page
    _, narrowed = await author_browser.get("/operators?text=公交")
    assert "退回的理由" not in narrowed
    _, other = await (await enter("sunyi")).get("/operators")
    assert "退回的理由" not in other
