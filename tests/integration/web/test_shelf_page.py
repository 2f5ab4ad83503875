"""The list of documents on a serving site: facets in addresses, steps for several documents with a result for each."""

from datetime import date

import pytest

from knowledge.documents.document import Document, DocumentState, Kind
from knowledge.documents.draft import Draft
from knowledge.library.filters import Filters
from tests.factories.site import Running
from tests.integration.web.batching import LOOKED, go_on, plan
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis

RULE, OLD, EXPLAINED = (
    "policy-elderly-allowance",
    "policy-elderly-allowance-2019",
    "interpretation-elderly-allowance",
)


async def take(browser: Browser, *ids: str, **fields: str) -> tuple[int, str]:
    """Plan a batch and, unless that is refused, carry it out having looked at every document of it."""
    status, page, url = await plan(browser, *ids, **fields)
    if status != 200:
        return status, page
    return await go_on(browser, url, *LOOKED.findall(page), leave_out="1")


async def test_facets_lead_to_lists_and_back(enter: Enter, site: Running) -> None:
    operator = await enter("chenming")
    _, page = await operator.get("/operators")
    assert "共3份" in page
    assert "/operators?kind=interpretation" in page
    _, page = await operator.get("/operators?kind=policy&validity=废止")
    assert "共1份" in page
    assert "青岚县" in page
    assert 'href="/operators?kind=policy"' in page
    assert 'aria-label="去掉“政策文件”"' in page
    _, page = await operator.get("/operators?unexplained=1")
    assert "共0份" in page
    await site.services.knowledge.particulars.change(OLD, {"explanation": "一般文件"}, actor="test")
    _, page = await operator.get("/operators?unexplained=1")
    assert "共1份" in page


@pytest.mark.parametrize(
    "query",
    [
        "kind=x&state=y&year=20x6&order=z&page=-1",
        "year=२०२६",
        "theme=<script>alert(1)</script>",
        "text=%25%00",
    ],
)
async def test_what_is_no_filter_narrows_nothing_and_breaks_nothing(enter: Enter, query: str) -> None:
    operator = await enter("chenming")
    status, page = await operator.get(f"/operators?{query}")
    assert status == 200
    assert "<script>alert" not in page


async def test_a_step_for_several_names_what_became_of_each(enter: Enter, site: Running) -> None:
    operator = await enter("chenming")
    _, page = await take(operator, RULE, OLD, "没有这份", action="withdraw", reason="清理")
    assert "办好2份，没有办1份" in page
    assert "没有这份" in page.partition("<tbody>")[2].partition("</tr>")[0]
    assert (await site.services.knowledge.documents.read(RULE)).listed.state is DocumentState.WITHDRAWN
    assert site.services.answering.index.reader is not None
    assert RULE not in site.services.answering.index.reader.identifiers
    _, page = await take(operator, RULE, EXPLAINED, action="withdraw", reason="清理")
    assert "办好1份，没有办1份" in page


async def test_a_theme_is_set_on_all_that_fit_and_only_on_them(enter: Enter, site: Running) -> None:
    operator = await enter("chenming")
    _, page = await take(operator, action="theme", set_theme="养老服务", all="1", total="2", kind="policy")
    assert "办好2份" in page
    shelf = site.services.knowledge.shelf
    assert set(await shelf.ids(Filters(theme="养老服务", kind=Kind.POLICY))) == {RULE, OLD}
    assert (await site.services.knowledge.documents.read(EXPLAINED)).version.number == 1


async def test_a_list_that_changed_meanwhile_refuses_a_step_for_all(enter: Enter, site: Running) -> None:
    operator = await enter("chenming")
    status, page = await take(operator, action="theme", set_theme="新", all="1", total="7")
    assert (status, "现在符合条件的有3份" in page) == (422, True)
    assert await site.services.knowledge.shelf.ids(Filters(theme="新")) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"action": ""},
        {"action": "drop"},
        {"action": "withdraw", "reason": " "},
        {"action": "theme"},
        {"action": "review_on", "day": "2026-13-01"},
    ],
)
async def test_a_step_that_lacks_something_is_not_begun(
    enter: Enter, site: Running, fields: dict[str, str]
) -> None:
    operator = await enter("chenming")
    status, _ = await take(operator, RULE, **fields)
    assert status == 422
    assert (await site.services.knowledge.documents.read(RULE)).version.number == 1
    status, _ = await take(operator, action="check")
    assert status == 422


async def test_nothing_to_confirm_is_said_and_a_review_day_is_kept(enter: Enter, site: Running) -> None:
    operator = await enter("chenming")
    _, page, _ = await plan(operator, RULE, action="confirm")
    assert "没有待核对的登记信息" in page
    _, page = await take(operator, RULE, action="review_on", day="2027-01-31")
    assert "办好1份" in page
    review_on = (await site.services.knowledge.documents.read(RULE)).version.document.review_on
    assert review_on is not None
    assert review_on.isoformat() == "2027-01-31"


async def test_an_unknown_batch_is_not_found(enter: Enter) -> None:
    operator = await enter("chenming")
    for number in ("x", "0" * 32, "x%3a", "7", "-1"):
        status, _ = await operator.get(f"/operators/batches/{number}")
        assert status == 404


async def test_staff_without_the_role_take_no_step(enter: Enter, site: Running) -> None:
    clerk = await enter("wangli")
    status, _ = await clerk.post("/operators/batch", id=RULE, action="withdraw", reason="x")
    assert status == 403
    assert (await site.services.knowledge.documents.read(RULE)).listed.state is DocumentState.PUBLISHED


async def test_what_is_due_stands_on_the_start_page_and_leads_to_its_list(
    enter: Enter, site: Running
) -> None:
    operator = await enter("chenming")
    _, page = await operator.get("/operators")
    assert 'href="/operators/due?list=explain"' in page
    _, page = await operator.get("/operators/due")
    assert "还缺领导、现场" in page
    assert f'href="/operators/documents/{RULE}"' in page
    for name in (
        "unexplained",
        "expiring",
        "review",
        "stale",
        "phone",
        "incomplete",
        "contact",
        "no such list",
    ):
        status, page = await operator.get(f"/operators/due?list={name}&page=9")
        assert status == 200


async def test_an_approved_answer_is_silent_until_somebody_confirms_it(enter: Enter, site: Running) -> None:
    knowledge = site.services.knowledge
    asked = Document("faq-elderly", "高龄津贴从几岁开始领", Kind.FAQ, issuer="青岚县民政局", basis=(RULE,))
    await knowledge.imports.keep([Draft(asked, "从80周岁起。", "a")], author="test", publish=True)
    index = site.services.answering.index
    await knowledge.upkeep.refresh(index)
    rule = (await knowledge.documents.read(RULE)).version
    newer = Draft(rule.document, f"{rule.text}\n本办法由县民政局解释。", "b")
    await knowledge.imports.keep([newer], author="test", publish=True)
    await knowledge.upkeep.refresh(index)
    operator = await enter("chenming")
    _, page = await operator.get("/operators/due?list=confirm")
    assert "高龄津贴从几岁开始领" in page
    assert f"《{rule.document.title}》变了" in page
    index.reload()
    assert index.reader is not None
    assert "faq-elderly" not in index.reader.identifiers
    _, page = await operator.post("/operators/due/faq-elderly/confirmed")
    assert "高龄津贴从几岁开始领" not in page
    assert index.reload() or "faq-elderly" in index.reader.identifiers


async def test_a_guide_found_right_leaves_the_list(enter: Enter, site: Running) -> None:
    aged = Document("old-guide", "旧指南", Kind.GUIDE, issuer="青岚县教育局", published_on=date(2024, 1, 1))
    await site.services.knowledge.imports.keep([Draft(aged, "## 申请条件\n\n有", "a")], author="test")
    operator = await enter("chenming")
    _, page = await operator.get("/operators/due?list=stale")
    assert "旧指南" in page
    _, page = await operator.post("/operators/due/old-guide/checked")
    assert "旧指南" not in page
    _, page = await operator.get("/operators/due?list=incomplete")
    assert "缺材料" in page


async def test_links_stand_at_both_ends(enter: Enter, site: Running) -> None:
    operator = await enter("chenming")
    _, page = await operator.get(f"/operators/documents/{EXPLAINED}")
    assert f'<dt>解读</dt><dd><a href="/operators/documents/{RULE}">' in page
    _, page = await operator.get(f"/operators/documents/{RULE}")
    assert f'<dt>解读它的</dt><dd><a href="/operators/documents/{EXPLAINED}">' in page
    assert f'<dt>被它代替的</dt><dd><a href="/operators/documents/{OLD}">' in page
