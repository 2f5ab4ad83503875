"""Failures become calm pages or JSON; exception text never reaches the visitor."""

import errno
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web.access.security import add_headers, limit_body
from adapters.web.errors import RefusedError, translate_errors
from adapters.web.pages import add_pages
from bot import commits
from bot.errors import InputError, ProcedureError, ServiceError
from handlers.county.profile import County, Unit
from handlers.texts import Texts

TEXTS = Texts.load()
COUNTY = County("青岚县", "12345", Unit("办公室", "0599-1"), "工作日", "人民路1号", sample=True)
SECRET = "password=hunter2"

Client = TestClient[web.Request, web.Application]


def raising(error: Exception) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(_: web.Request) -> web.Response:
        raise error

    return handler


def after_a_commit(handler: Callable[[web.Request], Awaitable[web.Response]]) -> Any:
    async def done(request: web.Request) -> web.Response:
        commits.begin()
        return await handler(request)

    return done


async def body_length(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    app = web.Application(middlewares=[translate_errors(TEXTS), limit_body(1000)])
    add_headers(app, secure=True)
    add_pages(app, texts=TEXTS, county=COUNTY)
    failures: dict[str, Exception] = {
        "/crash": RuntimeError(SECRET),
        "/input": InputError("web.errors.csrf"),
        "/unworded": InputError(SECRET),
        "/procedure": ProcedureError("disclosure.refused.step", article="第三十一条"),
        "/away": ServiceError(retry_after=2.4),
        "/refused": RefusedError("web.errors.role", status=403),
        "/library": web.HTTPConflict(text=SECRET, reason=SECRET),
        "/api/v1/crash": ValueError(SECRET),
        "/full": OSError(errno.ENOSPC, "No space left on device"),
        "/moved": web.HTTPSeeOther("/elsewhere"),
    }
    for path, error in failures.items():
        app.router.add_get(path, raising(error))
    app.router.add_post("/body", body_length)
    for path, error in (("/done/away", ServiceError()), ("/done/crash", RuntimeError(SECRET))):
        app.router.add_get(path, after_a_commit(raising(error)))
    async with TestClient(TestServer(app)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/crash", 500),
        ("/input", 422),
        ("/unworded", 422),
        ("/procedure", 409),
        ("/away", 503),
        ("/refused", 403),
        ("/library", 409),
        ("/nowhere", 404),
        ("/<script>", 404),
        ("/%00%ff", 404),
    ],
)
async def test_each_family_has_its_status_and_a_page_in_words(client: Client, path: str, status: int) -> None:
    answer = await client.get(path)
    page = await answer.text()
    assert (answer.status, answer.content_type) == (status, "text/html")
    assert "<h1>" in page
    assert "编号" in page
    assert SECRET not in page
    assert SECRET not in (answer.reason or "")
    assert "Traceback" not in page
    assert "<script>" not in page


async def test_the_article_is_named_and_the_wait_is_told(client: Client) -> None:
    assert "第三十一条" in await (await client.get("/procedure")).text()
    assert (await client.get("/away")).headers["Retry-After"] == "2"


async def test_programs_get_json(client: Client) -> None:
    answer = await client.get("/api/v1/crash")
    told = (await answer.json())["error"]
    assert (answer.status, told["status"]) == (500, 500)
    assert set(told) == {"status", "message", "trace"}
    assert SECRET not in await answer.text()


async def test_the_log_carries_the_trace_of_the_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    page = await (await client.get("/crash")).text()
    [record] = [record for record in caplog.records if record.name == "adapters.web.errors"]
    assert record.__dict__["trace"] in page


async def test_a_redirection_is_no_failure(client: Client) -> None:
    answer = await client.get("/moved", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/elsewhere")


async def test_a_body_too_large_is_refused_in_words_told_or_not(client: Client) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100

    for data in (b"x" * 2000, pieces()):
        answer = await client.post("/body", data=data)
        assert answer.status == 413
        assert "太大" in await answer.text()
    assert await (await client.post("/body", data=b"x" * 900)).text() == "900"


@pytest.mark.parametrize("path", ["/crash", "/nowhere", "/moved", "/static/web/base.css"])
async def test_every_answer_is_protected(client: Client, path: str) -> None:
    headers = (await client.get(path, allow_redirects=False)).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "max-age" in headers["Strict-Transport-Security"]
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


async def test_pages_are_not_kept_but_named_versions_of_files_are(client: Client) -> None:
    assert (await client.get("/crash")).headers["Cache-Control"] == "no-store"
    kept = (await client.get("/static/web/base.css?v=1")).headers["Cache-Control"]
    assert "immutable" in kept


async def test_nobody_climbs_out_of_the_static_folder(client: Client) -> None:
    for path in ("/static/web/../pages.py", "/static/web/%2e%2e/pages.py", "/static/web/..%2fpages.py"):
        assert (await client.get(path)).status in {403, 404}


@pytest.mark.parametrize(("path", "status"), [("/done/away", 503), ("/done/crash", 500)])
async def test_a_failure_after_a_commit_is_not_told_as_one_that_did_nothing(
    client: Client, path: str, status: int
) -> None:
    answer = await client.get(path)
    page = await answer.text()
    assert answer.status == status
    assert TEXTS("web.errors.uncertain.text") in page
    assert "没有生效" not in page
    assert "没有办成，" not in page


async def test_a_full_disk_is_told_as_such(client: Client) -> None:
    answer = await client.get("/full")
    assert answer.status == 503
    assert TEXTS("web.errors.disk.text") in await answer.text()


async def test_a_page_says_in_its_own_words_that_the_world_failed(client: Client) -> None:
    page = await (await client.get("/away")).text()
    assert TEXTS("web.errors.503.text") in page
    assert "12345再发" not in page
