"""A passage struck out of answering: at once, in a new version that says the same, with who and why, until it is taken back."""

import re

import pytest

from handlers.published.library import Library
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from tests.factories.site import NOW, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
HERE = "/operators/passages/kites"
FEE = "第二条 放飞大型风筝每只收取场地费35元，在风筝广场服务台缴纳，凭缴费票据进场，当天有效，过期作废，不找零，不退款，学生和老人凭证件同样收取，遇到大风天气停止收取，已经收取的第二天可以凭票再次进场，票据遗失不补。"  # fmt: skip
REPORT = "第一条 在青岚县放飞大型风筝，应当在放飞前3日向县文化和旅游局报备，报备的时候说明风筝的长度、放飞的地点和时间，由谁负责安全，参加的人有多少，附上场地的同意书和保险单，县文化和旅游局当天给出回执，没有回执的不得放飞大型风筝。"  # fmt: skip
TEXT = f"# 青岚县大型风筝放飞规定\n\n{REPORT}\n\n{FEE}\n"
ASKED = "放飞大型风筝场地费收多少钱"


async def published(site: Running, text: str) -> None:
    document = Document(
        "kites", "青岚县大型风筝放飞规定", issuer="青岚县文化和旅游局", published_on=NOW.date()
    )
    await site.services.knowledge.imports.keep(
        [Draft(document, text, "kites.md", 1)], author="chenming", publish=True
    )


def weighed(site: Running) -> list[str]:
    """Give the passages of the document that are weighed for the question, and what is said to it."""
    extracts, _ = site.services.answering.answerer.candidates(ASKED, today=NOW.date(), limit=8)
    answer = site.services.answering.open_answerer.answer(ASKED, today=NOW.date())
    said = repr(answer)
    return [one.text for one in extracts if one.citation.document.id == "kites"] + [said]


async def test_a_passage_is_struck_out_and_taken_back(site: Running, enter: Enter) -> None:
    await published(site, TEXT)
    assert any("35元" in words for words in weighed(site))
    desk = await enter("chenming")
    _, page = await desk.get("/operators/documents/kites")
    assert HERE in page
    status, page = await desk.get(f"{HERE}?find=场地费35元")
    assert status == 200
    [fee] = re.findall(r'passage used" id="p(\w+)"', page)
    for why, told in (("", "请写明为什么"), ("打13812345678", "手机号"), ("长" * 201, "太长了")):
        status, page = await desk.post(HERE, passage=fee, why=why)
        assert status == 422, why
        assert told in page
    assert (await desk.post(HERE, passage="0" * 16, why="标准正在调整"))[0] == 422
    status, page = await desk.post(HERE, passage=fee, why="标准正在调整")
    assert status == 200
    assert "标准正在调整" in page
    assert "陈明" in page
    assert not any("35元" in words for words in weighed(site))
    assert any("3日" in words for words in weighed(site))
    # The page for everybody shows the whole text, and so does a search at the desk.
    assert "35元" in Library(site.services.answering.index).text("kites")
    # A new version that says the same there is not answered from either, nor in a trial before it is public.
    later = TEXT.replace("放飞前3日", "放飞前5日")
    await published(site, later)
    assert not any("35元" in words for words in weighed(site))
    assert any("5日" in words for words in weighed(site))
    await site.services.knowledge.imports.keep(
        [Draft(Document("kites", "青岚县大型风筝放飞规定", published_on=NOW.date()), f"{later}\n第三条 其他。", "k.md", 1)],
        author="chenming",
    )  # fmt: skip
    heard = await site.services.asked.rehearsal.ask(ASKED, "kites", limit=8)
    assert heard is not None
    assert not any("35元" in one.text for one in heard[1])
    # Other words there are another passage.
    await published(site, later.replace("35元", "20元"))
    assert any("20元" in words for words in weighed(site))
    status, page = await desk.get(HERE)
    assert "已经没有这一段" in page
    await published(site, later)
    [number] = set(re.findall(rf"{HERE}/(\d+)/lift", (await desk.get(HERE))[1]))
    status, page = await desk.post(f"{HERE}/{number}/lift")
    assert status == 200
    assert "恢复" in page
    assert any("35元" in words for words in weighed(site))
    assert (await desk.post(f"{HERE}/{number}/lift"))[0] == 200
    assert (await desk.get("/operators/passages/nothing"))[0] in {404, 422}


async def test_a_document_struck_out_whole_and_an_approved_answer(site: Running, enter: Enter) -> None:
    await published(site, TEXT)
    desk = await enter("chenming")
    _, page = await desk.get(HERE)
    for key in re.findall(r' id="p(\w+)"', page):
        assert (await desk.post(HERE, passage=key, why="核对"))[0] == 200
    assert not any("35元" in words or "3日" in words for words in weighed(site))
    service = site.services.knowledge.answering_passages
    faq = "faq-kites"
    approved = Document(faq, "放风筝要报备吗", kind=Kind.FAQ, basis=("kites",), published_on=NOW.date())
    rows = [Draft(approved, "问：放风筝要报备吗\n答：大型的要。", "faq.md", 1)]
    await site.services.knowledge.imports.keep(rows, author="chenming", publish=True)
    view = await service.of(faq)
    status, page = await desk.get(f"/operators/passages/{faq}")
    status, page = await desk.post(f"/operators/passages/{faq}", passage=view.passages[0].key, why="核对")
    assert status == 422
    assert "停答与提示" in page
