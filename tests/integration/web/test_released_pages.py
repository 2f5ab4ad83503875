"""Documents at the desk: put in, covered by fields alone, copied, checked by a colleague, and what is refused is said."""

import io
import re

import aiohttp
import pytest

from handlers.accounts.account import Role
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import Actor, Step
from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround
from handlers.disclosure.decision.outcomes import earlier_questions
from handlers.disclosure.proceeding.step_fields import read_order
from handlers.disclosure.proceeding.working import WorkingAnswer
from tests.factories import found_papers, papers
from tests.factories.proceedings import GRANTED
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import TOKEN, Browser, Enter

pytestmark = pytest.mark.redis
BOX = dict(zip(("left", "top", "right", "bottom"), map(str, found_papers.SECRET_EDGES), strict=True))
ADDRESS = re.compile(r"/staff/documents/([0-9a-f]{32})")
COPY = re.compile(r"/staff/copies/([0-9a-f]{32})\"")


async def clerks(site: Running, enter: Enter) -> tuple[Browser, Browser, str]:
    await site.services.access.accounts.add(
        "zhaoqi", PASSWORD, display_name="赵琪", roles=[Role.STAFF], actor="test"
    )
    return await enter("wangli"), await enter("zhaoqi"), await site.filed()


async def put_in(browser: Browser, number: str, name: str, content: bytes) -> tuple[int, str, str]:
    """Put a file in as the form does; give status, address and page."""
    await browser.get(f"/staff/documents/of/{number}")
    form = aiohttp.FormData()
    form.add_field("csrf", browser.token)
    form.add_field("file", io.BytesIO(content), filename=name)
    async with browser.session.post(f"{browser.url}/staff/documents/of/{number}", data=form) as answer:
        page = await answer.text()
        browser.token = found[1] if (found := TOKEN.search(page)) else browser.token
        return answer.status, answer.url.path, page


async def fetched(browser: Browser, path: str) -> tuple[int, str, bytes]:
    async with browser.session.get(browser.url + path) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_from_the_file_to_the_checked_copy_and_the_draft_without_a_script(
    site: Running, enter: Enter
) -> None:
    first, second, number = await clerks(site, enter)
    _, page = await first.get(f"/staff/requests/{number}")
    assert f'href="/staff/documents/of/{number}"' in page
    status, address, page = await put_in(first, number, "决算.pdf", found_papers.letter(2))
    assert (status, "已放入" in page, "第1页，共2页" in page) == (200, True, True)
    picture = await fetched(first, f"{address}/pages/2")
    assert picture[:2] == (200, "image/png")
    status, page = await first.post(f"{address}/cover", page="1", ground="third_party", note="甲", **BOX)
    assert (status, "已遮盖" in page, page.count("<rect x=")) == (200, True, 1)
    assert "第十五条" in page
    assert "左9%" in page
    status, page = await first.post(f"{address}/copies")
    assert (status, "还没有核对" in page, "请另一位同事逐页核对" in page) == (200, True, True)
    [copy] = set(COPY.findall(page))
    status, kind, content = await fetched(second, f"/staff/copies/{copy}")
    assert (status, kind, content[:5]) == (200, "application/pdf", b"%PDF-")
    assert found_papers.SECRET.encode() not in content
    identifier = address.rsplit("/", 1)[-1]
    status, page = await first.post(f"/staff/copies/{copy}/check", document=identifier)
    assert (status, "制作副本的人不能自己核对" in page) == (409, True)
    await second.get(address)
    status, page = await second.post(f"/staff/copies/{copy}/check", document=identifier)
    assert (status, "已核对，可以提供" in page, "赵琪" in page) == (200, True, True)
    assert found_papers.OPEN_WORDS in page
    assert "339901" not in page
    status, page = await second.post(
        f"/staff/copies/{copy}/propose", document=identifier, title="青岚县2025年决算", text="决算全文"
    )
    assert (status, "已转为公开平台的草稿" in page) == (200, True)
    [listed] = await site.services.disclosure.released.documents(
        number, clerk=Clerk("wangli", frozenset({Actor.STAFF}))
    )
    assert listed.copies[0].proposed


async def test_what_is_refused_is_said_and_what_was_typed_stays(site: Running, enter: Enter) -> None:
    first, _, number = await clerks(site, enter)
    for content, words in (
        (b"", "文件是空的"),
        (b"<html>", "不是可以处理的文件"),
        (b"%PDF-1.7 broken", "文件已损坏"),
        (papers.packed({"word/document.xml": "x", "word/vbaProject.bin": "x"}), "带有宏"),
    ):
        status, _, page = await put_in(first, number, "x.pdf", content)
        assert (status, words in page) == (422, True)
    status, page = await first.post(f"/staff/documents/of/{number}")
    assert (status, "请选择一个文件" in page) == (422, True)
    _, address, _ = await put_in(first, number, "<b>x</b>.pdf", found_papers.letter())
    for change, words in (
        ({"left": "a"}, "请写数字"),
        ({"left": "nan"}, "请写数字"),
        ({"right": "1"}, "没有盖住什么"),
        ({"ground": ""}, "请选择遮盖的理由"),
        ({"ground": "provided"}, "请选择遮盖的理由"),
        ({"page": "7"}, "没有第7页"),
    ):
        fields = {"page": "1", "ground": "internal", **BOX, **change}
        status, page = await first.post(f"{address}/cover", **fields)
        assert (status, words in page) == (422, True)
        assert f'value="{fields["top"]}"' in page
    assert "<b>x</b>" not in page


async def test_nothing_of_it_is_there_for_others_and_what_is_missing_is_missing(
    site: Running, enter: Enter
) -> None:
    first, _, number = await clerks(site, enter)
    _, address, _ = await put_in(first, number, "x.pdf", found_papers.letter())
    stranger = await enter("chenming")
    for path in (f"/staff/documents/of/{number}", address, f"{address}/pages/1"):
        assert (await fetched(stranger, path))[0] in {403, 404}
    nothing = "0" * 32
    for path in (
        "/staff/documents/of/GK209901010001",
        f"/staff/documents/{nothing}",
        f"{address}/pages/2",
        f"{address}/pages/x",
        f"/staff/copies/{nothing}",
    ):
        assert (await fetched(first, path))[0] == 404
    status, _ = await first.post(f"/staff/copies/{nothing}/check", document="../../x")
    assert status == 422


async def test_another_agencys_documents_read_like_missing_ones(site: Running, enter: Enter) -> None:
    first, _, number = await clerks(site, enter)
    _, address, _ = await put_in(first, number, "x.pdf", found_papers.letter())
    _, page = await first.post(f"{address}/copies")
    [copy] = set(COPY.findall(page))
    await site.services.access.administration.set_unit("zhaoqi", "青岚县教育局", actor="guanli")
    stranger = await enter("zhaoqi")
    await stranger.get("/staff")
    told = []
    for document, made in ((address.rsplit("/", 1)[-1], copy), ("0" * 32, "1" * 32)):
        at = f"/staff/documents/{document}"
        for status, words in (
            await stranger.get(at),
            await stranger.get(f"{at}/pages/1"),
            await stranger.post(f"{at}/cover", page="1", ground="internal", **BOX),
            await stranger.post(f"{at}/uncover", page="1", box="1"),
            await stranger.post(f"{at}/copies"),
            await stranger.get(f"/staff/copies/{made}"),
            await stranger.post(f"/staff/copies/{made}/check", document=document),
            await stranger.post(f"/staff/copies/{made}/propose", document=document, title="x", text="x"),
        ):
            told.append((status, re.sub(r"[0-9a-f]{12}|name=\"csrf\" value=\"[^\"]+\"", "", words)))
    half = len(told) // 2
    assert {status for status, _ in told} == {404, 422}
    assert told[:half] == told[half:]
    [document] = await site.services.disclosure.released.documents(
        number, clerk=Clerk("wangli", frozenset({Actor.STAFF}))
    )
    assert (document.boxes, document.copies[0].checked_at) == ((), None)


async def test_the_case_page_says_which_copy_keeps_the_reply(site: Running, enter: Enter) -> None:
    first, _, number = await clerks(site, enter)
    _, address, _ = await put_in(first, number, "x.pdf", found_papers.letter())
    await first.post(f"{address}/copies")
    _, page = await first.get(f"/staff/requests/{number}")
    assert f'href="{address}">“x.pdf”第1份副本还没有核对，答复不能送出；请王丽以外的同事核对' in page


async def test_what_went_with_the_reply_is_fetched_by_the_link_of_the_case_and_no_other(
    site: Running, enter: Enter
) -> None:
    first, second, number = await clerks(site, enter)
    _, address, page = await put_in(first, number, "张三的账户.pdf", found_papers.letter(2))
    status, page = await first.post(f"{address}/stays", stays="yes")
    assert (status, "已改为不随答复提供" in page, "改为随答复提供" in page) == (200, True, True)
    await first.post(f"{address}/stays", stays="no")
    _, page = await first.post(f"{address}/copies")
    [copy] = set(COPY.findall(page))
    await second.get(address)
    await second.post(f"/staff/copies/{copy}/check", document=address.rsplit("/", 1)[-1])
    other = await site.filed("别的申请", form_id="form-2")
    tokens = [site.links.case(one, now=site.clock.now()).rpartition("/")[2] for one in (number, other)]
    visitor = await enter("wangli")
    assert [(await fetched(visitor, f"/m/cases/{token}/files/1"))[0] for token in tokens] == [404, 404]

    await replied(site, number, STEPS)
    _, page = await visitor.get(f"/m/cases/{tokens[0]}")
    assert ("提供的文件" in page, "文件1" in page, "共2页" in page, "张三" in page) == (
        True,
        True,
        False,
        False,
    )
    status, kind, content = await fetched(visitor, f"/m/cases/{tokens[0]}/files/1")
    assert (status, kind, content[:5]) == (200, "application/pdf", b"%PDF-")
    for token, place in ((tokens[0], "2"), (tokens[0], "0"), (tokens[0], "x"), (tokens[1], "1"), ("x", "1")):
        assert (await fetched(visitor, f"/m/cases/{token}/files/{place}"))[0] == 404
    _, page = await first.get(address)
    assert ("已随答复提供" in page, "申请人第一次打开" in page) == (True, True)


PARTS = {
    Step.CONFIRM: Actor.STAFF,
    Step.ASSIGN: Actor.STAFF,
    Step.DRAFT_REPLY: Actor.STAFF,
    Step.PASS_REVIEW: Actor.LEGAL,
    Step.SIGN: Actor.SIGNATORY,
    Step.DISPATCH: Actor.STAFF,
}


STEPS = {step: Clerk(f"p{step}", frozenset({part})) for step, part in PARTS.items()}


async def replied(site: Running, number: str, people: dict[Step, Clerk]) -> None:
    """Bring a request to the reply that was sent in chat, everything granted."""
    procedure = site.services.procedure
    for step, clerk in people.items():
        if step is Step.DRAFT_REPLY:
            passed = earlier_questions(BY_GROUND[AnswerGround.PROVIDED].question)
            answer = WorkingAnswer("决算", AnswerGround.PROVIDED, GRANTED, "", passed)
            await procedure.drafting.add(number, answer, clerk=clerk)
        version = (await procedure.files.read(number, clerk=clerk)).version
        fields = {"confirmed_with": "电话"} if step is Step.CONFIRM else {}
        order = read_order(step, fields, site.texts)
        await procedure.proceedings.take(number, order, clerk=clerk, version=version)
