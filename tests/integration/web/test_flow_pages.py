"""Flow pictures: a guide's steps and the three ways, at the desk with what one document has behind it and before it."""

import pytest

from adapters.county import SAMPLE
from knowledge.documents.document import Disclosure, Document, Kind
from knowledge.documents.draft import Draft
from knowledge.ingest.read import read
from knowledge.publication.lifecycle import CHECKLISTS, Duty, Person, Step
from knowledge.publication.reviews import ReviewVerdict
from knowledge.publication.submission import Submission
from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
GUIDE = "guide-disability-allowance"


async def test_a_guide_has_its_picture_and_what_is_none_has_none(site: Running, enter: Enter) -> None:
    drafts = [one for one in read([SAMPLE / "guides" / "disability-allowance.md"]) if isinstance(one, Draft)]
    await site.services.knowledge.imports.keep(drafts, author="chenming", publish=True)
    identifier = drafts[0].document.id
    phone = await enter("wangli")
    status, page = await phone.get(f"/m/flows/{identifier}")
    assert (status, page.count("<rect"), page.count("<polygon")) == (200, 5, 4)
    assert 'role="img"' in page
    assert "核对残疾等级" in page
    status, page = await phone.get(f"/m/documents/{identifier}")
    assert f"/m/flows/{identifier}" in page
    hostile = Document("evil", "坏指南", Kind.GUIDE)
    text = "# 坏指南\n\n## 办理流程\n\n1. <script>alert(1)</script>：x\n2. </text></svg>好\n"
    await site.services.knowledge.imports.keep(
        [Draft(hostile, text, "a.md")], author="chenming", publish=True
    )
    status, page = await phone.get("/m/flows/evil")
    assert (status, "<script>alert" in page, "&lt;script&gt;" in page) == (200, False, True)
    for name in ("moon", "policy-elderly-allowance", "x" * 300, "..%2f"):
        assert (await phone.get(f"/m/flows/{name}"))[0] == 404


async def test_the_three_ways_stand_on_one_page(site: Running, enter: Enter) -> None:
    phone = await enter("wangli")
    status, page = await phone.get("/m/paths")
    assert (status, page.count('<svg class="flow"')) == (200, 3)
    assert all(words in page for words in ("主动公开", "依申请公开", "不予公开", "初审", "签发", "涉密审核"))
    desk = await enter("chenming")
    status, page = await desk.get("/operators/paths")
    assert (status, page.count('<svg class="flow"')) == (200, 3)


async def test_a_document_shows_what_it_has_behind_it_and_before_it(site: Running, enter: Enter) -> None:
    knowledge = site.services.knowledge
    draft = Draft(Document("a", "征地补偿公告", Kind.NOTICE), "征收土地12亩。", "a.md")
    await knowledge.imports.keep([draft], author="chenming")
    desk = await enter("chenming")
    _, page = await desk.get("/operators/paths?document=a")
    assert (page.count('class="due"'), page.count('class="taken"')) == (1, 0)
    author = Person("chenming", frozenset({Duty.DRAFT}))
    await knowledge.reviews.submit("a", Submission(Disclosure.ACTIVE, kinds=("land",)), actor=author)
    first = Person("sunyi", frozenset({Duty.FIRST}))
    verdict = ReviewVerdict(Step.PASS_FIRST, 1, frozenset(CHECKLISTS[Step.PASS_FIRST]))
    await knowledge.reviews.decide("a", verdict, actor=first)
    _, page = await desk.get("/operators/paths?document=a")
    # 送审 and 初审 are behind it; 复审 and the three checks are before it.
    assert (page.count('class="taken"'), page.count('class="due"'), page.count("<svg")) == (2, 4, 1)
    assert (await desk.get("/operators/documents/a"))[1].count("/operators/paths?document=a") == 1
    assert (await desk.get("/operators/paths?document=moon"))[0] == 404
