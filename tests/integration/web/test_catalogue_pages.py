"""The catalogue on the phone: narrowed, searched, one item with its elements and what changed, and nothing that is not public."""

import re
from dataclasses import replace

import pytest

from adapters.county import SAMPLE
from bot.clock import SHANGHAI
from knowledge.documents.draft import Draft
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.read import read
from knowledge.ingest.readers.delimited import read_delimited
from knowledge.ingest.readers.spreadsheet import read_workbook
from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
ITEM = "catalogue-enterprise-investment"


@pytest.fixture
async def published(site: Running) -> list[Draft]:
    drafts = [one for one in read([SAMPLE / "catalogue"]) if isinstance(one, Draft)]
    await site.services.knowledge.imports.keep(drafts, author="chenming", publish=True)
    return drafts


async def test_the_catalogue_is_narrowed_and_searched(
    site: Running, enter: Enter, published: list[Draft]
) -> None:
    phone = await enter("wangli")
    status, page = await phone.get("/m/catalogue")
    assert (status, f"共{len(published)}项" in page, "养老服务" in page) == (200, True, True)
    status, page = await phone.get("/m/catalogue?unit=青岚县民政局&openness=结果公开")
    assert (status, "共3项" in page, "最低生活保障对象名单公示" in page) == (200, True, True)
    status, page = await phone.get("/m/catalogue?text=公租房分配")
    assert (status, page.index("公租房分配结果") > 0) == (200, True)
    status, page = await phone.get("/m/catalogue?level=乡镇级&page=2")
    assert status == 200
    status, page = await phone.get("/m/catalogue?unit=<script>&page=99999999&area=%00")
    assert (status, "没有符合的事项" in page, "<script>" in page) == (200, True, False)


async def test_an_item_shows_its_elements_and_what_changed(
    site: Running, enter: Enter, published: list[Draft]
) -> None:
    phone = await enter("wangli")
    draft = next(one for one in published if one.document.id == ITEM)
    elements = draft.document.elements
    assert elements is not None
    document = replace(draft.document, elements=replace(elements, time="每季度一次"))
    assert document.elements is not None
    changed = replace(draft, document=document, text=document.elements.text(document.title))
    await site.services.knowledge.imports.keep([changed], author="chenming", publish=True)
    status, page = await phone.get(f"/m/catalogue/items/{ITEM}")
    assert status == 200
    assert all(f"公开{name}" in page for name in ("内容", "依据", "主体", "时限", "方式"))
    newest, _, first = (
        page[page.index('class="edition"') :].partition('class="edition"')[2].partition('class="edition"')
    )
    today = site.clock.now().astimezone(SHANGHAI).date()
    day = f"{today.year}年{today.month}月{today.day}日</time>"
    # The newest edition stands first: its day, and the one element that reads otherwise, old beside new.
    assert day in newest
    assert re.search(rf"<del>.*原来.*{re.escape(elements.time)}</del>", newest)
    assert re.search("<ins>.*现在.*每季度一次</ins>", newest)
    assert newest.count("<dt>") == 1
    assert (day in first, "第一次公布" in first, "<del>" in first) == (True, True, False)


async def test_the_catalogue_is_taken_away_as_a_file_and_comes_in_again(
    site: Running, enter: Enter, published: list[Draft]
) -> None:
    desk = await enter("chenming")
    for ending, reading in (("xlsx", read_workbook), ("csv", read_delimited)):
        async with desk.session.get(f"{desk.url}/operators/catalogue.{ending}") as answer:
            assert answer.status == 200
            content = await answer.read()
        found = {to_draft(one, file="a").document.id for one in reading(content, f"a.{ending}")}
        assert found == {one.document.id for one in published}


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", ["moon", "policy-elderly-allowance", "..%2f", "x" * 300])
async def test_what_is_no_public_item_has_no_page(site: Running, enter: Enter, name: str) -> None:
    phone = await enter("wangli")
    assert (await phone.get(f"/m/catalogue/items/{name}"))[0] == 404
