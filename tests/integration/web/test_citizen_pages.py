"""Pages for citizens: only what is published, links that open one case until their day, and nobody's data."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.qr_code import png
from adapters.web.links import LinkPurpose
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from tests.factories.publication import withdraw
from tests.factories.site import APPLICANT, NOW, PHONE, Running
from tests.integration.web.conftest import Browser

pytestmark = pytest.mark.redis
Visit = Callable[[], Awaitable[Browser]]
# The number by which staff find an error in the log; it differs each time.
TRACE = re.compile(r"[0-9a-f]{8,}")


async def test_a_document_shows_its_worth_its_articles_and_its_neighbours(visit: Visit) -> None:
    status, page = await (await visit()).get("/m/documents/policy-elderly-allowance")
    assert status == 200
    for words in ("青政发〔2026〕3号", "2026年1月15日", ">有效<", ">示例<", 'id="第五条"', "0599-6612345"):
        assert words in page
    assert 'href="/m/documents/interpretation-elderly-allowance"' in page


async def test_an_abolished_document_points_to_its_successor(visit: Visit) -> None:
    _, page = await (await visit()).get("/m/documents/policy-elderly-allowance-2019")
    assert "已废止" in page
    assert 'href="/m/documents/policy-elderly-allowance"' in page


async def test_a_draft_and_a_withdrawn_document_read_like_an_unknown_one(site: Running, visit: Visit) -> None:
    draft = Draft(Document(id="draft-1", title="未公开的草稿"), "第一条 未公开的内容。", file="a.md")
    await site.services.knowledge.imports.keep([draft], author="test")
    await withdraw(site.services.knowledge, "policy-elderly-allowance")
    browser = await visit()
    pages = [
        await browser.get(f"/m/documents/{name}")
        for name in ("draft-1", "policy-elderly-allowance", "nothing")
    ]
    assert [status for status, _ in pages] == [404, 404, 404]
    assert all("未公开" not in page and "高龄" not in page for _, page in pages)


async def test_readers_keep_the_public_wording_while_a_change_waits(site: Running, visit: Visit) -> None:
    for text in ("第一条 公开的内容。", "第一条 还没有公开的改动。"):
        draft = Draft(Document(id="a/b?c#d", title="分段的标识"), text, file="a.md")
        await site.services.knowledge.imports.keep([draft], author="test", publish="公开的内容" in text)
    _, page = await (await visit()).get("/m/documents/a%2Fb%3Fc%23d")
    assert "公开的内容" in page
    assert "还没有公开的改动" not in page


async def test_a_link_shows_progress_and_nobody(site: Running, visit: Visit) -> None:
    number = await site.filed("关于张三丰低保档案的信息")
    await site.services.disclosure.service.confirm_receipt(number, actor="wangli")
    token = site.links.sign(number, expires_at=NOW + timedelta(days=30))
    status, page = await (await visit()).get(f"/m/cases/{token}")
    assert status == 200
    for words in (number, "已收到", "2026年12月18日", "双方确认"):
        assert words in page
    for private in (APPLICANT, "张*", PHONE, "低保", "wangli", "王丽", "citizen-1"):
        assert private not in page


async def test_a_link_to_a_question_shows_its_progress_and_not_the_talk(site: Running, visit: Visit) -> None:
    number = await site.ticket("我家的低保停了")
    await site.services.tickets.service.answer(number, "请到民政局咨询。", actor="wangli")
    token = site.links.sign(number, expires_at=NOW + timedelta(days=1))
    status, page = await (await visit()).get(f"/m/cases/{token}")
    assert (status, number in page, "工作人员已回复" in page) == (200, True, True)
    for private in ("低保", "民政局", "wangli", "citizen-1"):
        assert private not in page


async def test_a_link_ends_on_its_day_and_an_invented_one_opens_nothing(site: Running, visit: Visit) -> None:
    number = await site.filed()
    token = site.links.sign(number, expires_at=NOW + timedelta(days=30))
    unknown = site.links.sign("GK209901010001", expires_at=NOW + timedelta(days=30))
    site.clock.advance(timedelta(days=30))
    browser = await visit()
    for path in (token, unknown, token[:-1], "x", "..%2f..", "%00"):
        status, page = await browser.get(f"/m/cases/{path}")
        assert (status, number in page, "链接已经过期" in page) == (404, False, True)


async def test_a_receipt_is_shown_with_a_code_that_leads_to_the_progress(site: Running, visit: Visit) -> None:
    number = await site.filed("关于张三丰低保档案的信息")
    token = site.links.receipt(number, now=NOW).rpartition("/")[2]
    browser = await visit()
    status, page = await browser.get(f"/m/receipts/{token}")
    assert (status, number in page, "不是答复" in page) == (200, True, True)
    for private in (APPLICANT, "张*", PHONE, "低保", "citizen-1"):
        assert private not in page
    progress = page.partition('href="http://127.0.0.1')[2].partition('"')[0]
    assert progress.startswith("/m/cases/")
    assert (await browser.get(progress))[0] == 200
    async with browser.session.get(f"{browser.url}/m/receipts/{token}/code.png") as picture:
        assert (picture.status, picture.content_type) == (200, "image/png")
        assert await picture.read() == png(f"http://127.0.0.1{progress}")


async def test_every_link_that_opens_nothing_shows_the_same_page(site: Running, visit: Visit) -> None:
    number = await site.filed()
    case = site.links.sign(number, expires_at=NOW + timedelta(days=30))
    receipt = site.links.sign(number, expires_at=NOW + timedelta(days=30), purpose=LinkPurpose.RECEIPT)
    ended = site.links.sign(number, expires_at=NOW, purpose=LinkPurpose.RECEIPT)
    ticket = site.links.sign(
        await site.ticket("问"), expires_at=NOW + timedelta(days=1), purpose=LinkPurpose.RECEIPT
    )
    altered = case[:-1] + ("A" if case[-1] != "A" else "B")
    browser = await visit()
    paths = (f"cases/{receipt}", f"receipts/{case}", f"receipts/{case}/code.png", f"cases/{altered}",
             f"receipts/{ended}", f"receipts/{ticket}", "receipts/x", "cases/x")  # fmt: skip
    shown = [await browser.get(f"/m/{path}") for path in paths]
    assert {status for status, _ in shown} == {404}
    assert len({TRACE.sub("", page) for _, page in shown}) == 1
    assert "链接已经过期" in shown[0][1]


async def test_health_tells_which_part_is_away(site: Running, visit: Visit) -> None:
    browser = await visit()
    assert (await browser.get("/health/live"))[0] == 200
    assert await browser.get("/health/ready") == (
        200,
        '{"ready": true, "checks": {"database": true, "redis": true}, "undelivered": [], "quarantined": 0, "alarms": 0}',
    )
    await site.server.stop()
    assert await browser.get("/health/ready") == (
        503,
        '{"ready": false, "checks": {"database": true, "redis": false}, "undelivered": [], "quarantined": null, "alarms": null}',
    )
    await site.server.start()


async def test_metrics_are_prometheus_text(visit: Visit) -> None:
    browser = await visit()
    async with browser.session.get(f"{browser.url}/metrics") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
