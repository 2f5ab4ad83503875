"""The list of what one person brings, on the phone: a few questions, then only what holds, and nothing kept."""

import re

import pytest

from bot.clock import SHANGHAI
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.ingest.read import read
from tests.factories.site import QINGLAN, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
GUIDE = "/m/materials/guide-e-bike"
TEXT = """# 电动自行车登记上牌

## 申报材料

- 产品合格证
- 强制性产品认证信息（无需提供，部门数据共享）
- 委托书和代办人居民身份证（仅委托他人办理的）

## 咨询电话

0599-6612330
"""


@pytest.fixture
async def published(site: Running) -> None:
    guide = Document("guide-e-bike", "电动自行车登记上牌", Kind.GUIDE, unit="青岚县公安局")
    notice = Document("policy-e-bike", "电动自行车公告", Kind.NOTICE, unit="青岚县公安局")
    drafts = [Draft(guide, TEXT, "rows.jsonl", 1), Draft(notice, TEXT, "rows.jsonl", 2)]
    await site.services.knowledge.imports.keep(drafts, author="chenming", publish=True)


@pytest.mark.usefixtures("published")
async def test_what_is_ticked_is_listed_and_what_is_not_is_left_out(site: Running, enter: Enter) -> None:
    phone = await enter("wangli")
    status, page = await phone.get(GUIDE)
    assert (status, "委托他人办理" in page, "产品合格证" in page) == (200, True, False)
    status, page = await phone.get(f"{GUIDE}?made=yes")
    assert (status, "产品合格证" in page, "委托书和代办人居民身份证" in page) == (200, True, False)
    assert "不用带的" in page
    status, page = await phone.get(f"{GUIDE}?made=yes&only=委托他人办理&only=<script>&situation=moon")
    assert (status, "委托书和代办人居民身份证" in page, "<script>" in page) == (200, True, False)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", ["moon", "policy-e-bike", "guide-e-bike/..", "%00", "x" * 300])
async def test_what_is_no_guide_has_no_list(site: Running, enter: Enter, name: str) -> None:
    phone = await enter("wangli")
    status, page = await phone.get(f"/m/materials/{name}")
    assert status in {400, 404}
    assert "Traceback" not in page


NEW_BABY = ("guide-birth-registration", "guide-resident-medical-insurance", "guide-childcare-subsidy")


async def test_several_matters_have_one_list(site: Running, enter: Enter) -> None:
    drafts = [
        item
        for name in NEW_BABY
        for item in read([QINGLAN / "guides" / f"{name.removeprefix('guide-')}.md"])
        if isinstance(item, Draft)
    ]
    await site.services.knowledge.imports.keep(drafts, author="chenming", publish=True)
    await site.services.knowledge.upkeep.rebuild(site.services.answering.index)
    site.services.answering.index.reload()
    phone = await enter("wangli")
    _, column = await phone.get("/m/columns/list?rubric=政务服务/一件事一次办")
    assert re.findall(r'href="/m/bundles/([\w-]+)"', column) == ["new-baby"]
    status, page = await phone.get("/m/bundles/new-baby")
    assert status == 200
    for words in (
        "新生儿出生一件事",
        "新生儿出生登记落户",
        "最长时限",
        "15个工作日",
        "一个窗口",
        "相同的只交一份",
    ):
        assert words in page
    status, page = await phone.get("/m/bundles/new-baby?made=yes")
    assert (status, page.count("身份证")) == (200, 1)
    for name in ("moon", "new-baby%2f..", "after-death"):
        status, page = await phone.get(f"/m/bundles/{name}")
        assert (status, "Traceback" in page) == (404, False)


@pytest.mark.usefixtures("published")
async def test_a_guides_page_shows_old_and_new_with_the_day(site: Running, enter: Enter) -> None:
    phone = await enter("wangli")
    _, page = await phone.get("/m/documents/guide-e-bike")
    assert "改过什么" not in page
    guide = Document("guide-e-bike", "电动自行车登记上牌", Kind.GUIDE, unit="青岚县公安局")
    changed = TEXT.replace("0599-6612330", "0599-6612331 <b>")
    await site.services.knowledge.imports.keep(
        [Draft(guide, changed, "rows.jsonl", 1)], author="chenming", publish=True
    )
    _, page = await phone.get("/m/documents/guide-e-bike")
    assert "改过什么" in page
    assert "<del>0599-6612330</del>" in page
    told = page.partition("改过什么")[2].partition("</section>")[0]
    today = site.clock.now().astimezone(SHANGHAI).date()
    assert f"{today.year}年{today.month}月{today.day}日</time>" in told
    assert "0599-6612331" in told.partition("</del>")[2]
    assert "<b>" not in page.partition("改过什么")[2].partition("0599-6612331")[2][:20]
