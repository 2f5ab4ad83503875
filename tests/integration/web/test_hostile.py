"""Hostile input is normal input: markup, forged forms, other roles, large and broken bodies."""

import json
import re
from collections.abc import Awaitable, Callable

import aiohttp
import pytest

from adapters.operators.imports.pages import IMPORT_BYTES
from tests.factories.site import APPLICANT, PHONE, Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"
# What tells one edition of a style sheet from the next may hold any digits.
DIGESTS = re.compile(r"\?v=[0-9a-f]+")
Visit = Callable[[], Awaitable[Browser]]


async def test_markup_in_a_question_and_a_request_is_shown_as_text(site: Running, enter: Enter) -> None:
    ticket, request = await site.ticket(EVIL), await site.filed(f"关于{EVIL}的文件")
    browser = await enter("wangli")
    for path in ("/staff", f"/staff/tickets/{ticket}", f"/staff/requests/{request}", f"/staff?q={EVIL}"):
        _, page = await browser.get(path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        shown = DIGESTS.sub("", page.replace(ticket, "").replace(request, ""))
        assert "49" not in shown[: shown.find("</header>")]
    assert "&lt;script&gt;" in (await browser.get(f"/staff/tickets/{ticket}"))[1]


async def test_markup_in_a_document_is_shown_as_text(enter: Enter) -> None:
    row = {"id": "evil/../?#", "title": EVIL, "text": f"第一条 {EVIL}\n\n[看](javascript:alert(1))"}
    browser = await enter("chenming")
    await browser.get("/operators/import")
    status, page = await browser.upload(("e.jsonl", json.dumps(row).encode()))
    assert status == 200
    assert "<script>alert" not in page
    for path in ("/operators", f"/operators?text={EVIL}", f"/operators/try?question={EVIL}"):
        _, page = await browser.get(path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("token", ["", "forged", "x" * 5000, "é"])
async def test_a_form_without_the_sessions_token_changes_nothing(
    site: Running, enter: Enter, token: str
) -> None:
    number = await site.ticket()
    browser = await enter("wangli")
    browser.token = token
    status, page = await browser.post(f"/staff/tickets/{number}/answer", answer="伪造")
    assert (status, "没有生效" in page) == (403, True)
    assert (await site.services.tickets.ledger.story(number)).line.answer == ""


async def test_the_token_of_another_session_is_refused(site: Running, enter: Enter, visit: Visit) -> None:
    number = await site.ticket()
    browser, stranger = await enter("wangli"), await visit()
    await stranger.get("/login")
    browser.token = stranger.token
    assert (await browser.post(f"/staff/tickets/{number}/close"))[0] == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_refused(enter: Enter, method: str) -> None:
    browser = await enter("wangli")
    async with browser.session.request(method, f"{browser.url}/staff") as answer:
        assert answer.status in {403, 405}


async def test_a_log_in_form_needs_a_token_too(visit: Visit) -> None:
    browser = await visit()
    assert (await browser.post("/login", login="wangli", password="x"))[0] == 403


async def test_the_other_role_is_refused(site: Running, enter: Enter) -> None:
    number = await site.filed()
    operator, clerk = await enter("chenming"), await enter("wangli")
    for browser, path in (
        (operator, "/staff"),
        (operator, f"/staff/requests/{number}"),
        (clerk, "/operators"),
        (clerk, "/operators/import"),
    ):
        status, page = await browser.get(path)
        assert (status, "权限" in page) == (403, True)
    assert (await operator.post(f"/staff/requests/{number}/reveal", reason="看看"))[0] == 403


async def test_nobody_sees_a_case_without_logging_in(site: Running, visit: Visit) -> None:
    number = await site.filed()
    browser = await visit()
    _, page = await browser.get(f"/staff/requests/{number}")
    assert "财政决算" not in page
    assert APPLICANT not in page
    _, page = await browser.post(f"/staff/requests/{number}/reveal", reason="看看")
    assert PHONE not in page
    assert 'name="password"' in page


async def test_an_upload_too_large_is_refused_in_words(enter: Enter) -> None:
    browser = await enter("chenming")
    await browser.get("/operators/import")
    status, page = await browser.upload(("big.jsonl", b"x" * (IMPORT_BYTES + 1)))
    assert (status, "分成几个较小的文件" in page) == (413, True)


async def test_an_ordinary_form_too_large_is_refused_in_words(site: Running, enter: Enter) -> None:
    number = await site.ticket()
    browser = await enter("wangli")
    status, page = await browser.post(f"/staff/tickets/{number}/answer", answer="长" * 60_000)
    assert (status, "太大" in page) == (413, True)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("multipart/form-data", b"nothing"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb"),
        ("application/x-www-form-urlencoded", b"csrf=%ff%fe&answer=%00"),
        ("application/x-www-form-urlencoded; charset=none", b"csrf=1"),
        ("application/json", b"{"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % at for at in range(2000))),
    ],
)
async def test_a_broken_body_is_a_calm_page(site: Running, enter: Enter, kind: str, body: bytes) -> None:
    number = await site.ticket()
    browser = await enter("wangli")
    for path in (f"/staff/tickets/{number}/answer", "/login"):
        async with browser.session.post(
            browser.url + path, data=body, headers={"Content-Type": kind}
        ) as answer:
            page = await answer.text()
            assert 400 <= answer.status < 500
            assert "<h1>" in page


@pytest.mark.parametrize(
    "path",
    [
        "/staff/tickets/RG99999999",
        "/staff/tickets/%00",
        "/staff/requests/' OR 1=1 --",
        "/staff/requests/%F0%9F%98%80",
        "/staff/tickets/" + "9" * 3000,
    ],
)
async def test_an_unknown_number_is_not_found(enter: Enter, path: str) -> None:
    status, page = await (await enter("wangli")).get(path)
    assert (status, "<h1>" in page) == (404, True)


async def test_a_cookie_stolen_from_redis_is_of_no_use(site: Running, enter: Enter) -> None:
    await enter("wangli")
    [key] = await site.redis.keys("mingbai:session:*")
    stolen = str(key).rpartition(":")[2].rstrip("'")
    async with (
        aiohttp.ClientSession(cookies={"mingbai_session": stolen}) as thief,
        thief.get(f"{site.url}/staff", allow_redirects=False) as answer,
    ):
        assert answer.status == 303
