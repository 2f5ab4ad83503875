"""The site of `deploy/nginx` in the system's real nginx: who gets through, how much, how long, and with which headers."""

import asyncio
import re
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.operators.imports.pages import IMPORT_BYTES
from adapters.web.access.security import FORM_BYTES, HEADERS, add_headers
from adapters.wechat.push.parser import MAX_BYTES
from tests.integration.deploy.nginx import DOMAIN, Nginx, free_port, program

pytestmark = pytest.mark.asyncio(loop_scope="module")
STRANGER = "203.0.113.7"


@dataclass(slots=True)
class Front:
    """nginx before a program that answers with what reached it; `seen` are the requests that did."""

    nginx: Nginx
    session: aiohttp.ClientSession
    tls: ssl.SSLContext
    seen: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def ask(
        self, path: str, *, method: str = "GET", data: bytes | BytesIO | None = None, **headers: str
    ) -> aiohttp.ClientResponse:
        async with self.session.request(
            method,
            f"https://127.0.0.1:{self.nginx.port}{path}",
            data=data,
            ssl=self.tls,
            server_hostname=DOMAIN,
            allow_redirects=False,
            headers={"Host": DOMAIN, **headers},
        ) as answer:
            await answer.read()
            return answer

    async def status_of(self, line: str, *, length: int) -> int:
        """Send the head of a request alone; give the status of what comes back."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.nginx.port, ssl=self.tls, server_hostname=DOMAIN
        )
        writer.write(f"{line} HTTP/1.1\r\nHost: {DOMAIN}\r\nContent-Length: {length}\r\n\r\n".encode())
        status = (await reader.readline()).split()[1]
        writer.close()
        return int(status)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def front(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Front]:
    nginx = program()
    if nginx is None:
        pytest.skip("no nginx on this machine: install the package nginx-light")
    seen: list[web.Request] = []
    bodies: list[bytes] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request)
        bodies.append(await request.read())
        return web.Response(text="reached", status=int(request.query.get("status", "200")))

    app = web.Application(client_max_size=1 << 30)
    add_headers(app, secure=True)
    app.router.add_route("*", "/{rest:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server:
        folder = tmp_path_factory.mktemp("nginx")
        # The first of the two is away, as while it is started again.
        running = await asyncio.to_thread(Nginx.start, nginx, folder, [free_port(), int(server.port or 0)])
        try:
            tls = ssl.create_default_context(cafile=str(folder / "tls" / "fullchain.pem"))
            async with aiohttp.ClientSession() as session:
                yield Front(running, session, tls, seen, bodies)
        finally:
            await asyncio.to_thread(running.stop)


@pytest.fixture(autouse=True)
def _forgotten(front: Front) -> None:
    front.seen.clear()
    front.bodies.clear()


def doubled(answer: aiohttp.ClientResponse) -> list[str]:
    return [name for name, count in Counter(each.lower() for each in answer.headers).items() if count > 1]


async def test_a_programs_own_headers_come_once_and_unchanged(front: Front) -> None:
    answer = await front.ask("/m/documents/a")
    assert answer.status == 200
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert doubled(answer) == []


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/nothing", "GET", 404),
        ("/m/a", "POST", 403),
        ("/api/v1/messages", "GET", 403),
        ("/m/" + "a" * 9000, "GET", 414),
    ],
)
async def test_what_nginx_answers_itself_is_protected_too(
    front: Front, path: str, method: str, status: int
) -> None:
    answer = await front.ask(path, method=method)
    assert answer.status == status
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    for name in ("Strict-Transport-Security", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert answer.headers[name]
    assert doubled(answer) == []
    assert front.seen == []


async def test_no_version_is_told(front: Front) -> None:
    for path in ("/m/a", "/nothing", "/wechat"):
        answer = await front.ask(path)
        assert answer.headers["Server"] == "nginx"
        assert not re.search(rb"nginx/|Python|aiohttp", answer._body or b"")


async def test_the_platform_gets_no_headers_that_no_browser_reads_of_the_program(front: Front) -> None:
    answer = await front.ask("/wechat?signature=s&openid=oCitizen", method="POST", data=b"<xml/>")
    assert (answer.status, answer._body) == (200, b"reached")
    assert front.bodies == [b"<xml/>"]
    assert front.seen[0].query["openid"] == "oCitizen"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/wechat", MAX_BYTES), ("/operators/import", IMPORT_BYTES), ("/login", FORM_BYTES), ("/m/a", 1024)],
)
async def test_a_longer_body_is_refused_by_its_head_alone(front: Front, path: str, allowed: int) -> None:
    assert await front.status_of(f"POST {path}", length=allowed + 1) in {403, 413}
    assert front.seen == []
    if not path.startswith("/m/"):
        fits = await front.ask(path, method="POST", data=BytesIO(b"x" * allowed))
        assert (fits.status, [len(body) for body in front.bodies]) == (200, [allowed])


@pytest.mark.parametrize(
    "path", ["/health/live", "/health/ready", "/metrics", "/webhook", "/.env", "/operatorsx"]
)
async def test_nothing_else_is_reached(front: Front, path: str) -> None:
    assert (await front.ask(path)).status == 404
    assert front.seen == []


async def test_the_list_lets_this_machine_in(front: Front) -> None:
    assert (await front.ask("/staff")).status == 200


async def test_what_a_caller_writes_of_itself_is_not_handed_on(front: Front) -> None:
    await front.ask(
        "/m/a", **{"X-Forwarded-For": STRANGER, "Forwarded": f"for={STRANGER}", "X-Forwarded-Proto": "http"}
    )
    [request] = front.seen
    assert request.headers.getall("X-Forwarded-For") == ["127.0.0.1"]
    assert "Forwarded" not in request.headers
    assert request.headers["X-Forwarded-Proto"] == "https"
    assert request.host == DOMAIN


async def test_plain_connections_are_sent_to_the_protected_address(front: Front) -> None:
    async with front.session.get(
        f"http://127.0.0.1:{front.nginx.plain}/m/a?b=1", headers={"Host": DOMAIN}, allow_redirects=False
    ) as answer:
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{DOMAIN}/m/a?b=1")
    assert front.seen == []


async def test_another_host_gets_no_answer_and_no_certificate(front: Front) -> None:
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await front.session.get(f"http://127.0.0.1:{front.nginx.plain}/", headers={"Host": "203.0.113.9"})
    with pytest.raises(aiohttp.ClientConnectorError):
        await front.session.get(
            f"https://127.0.0.1:{front.nginx.port}/", ssl=front.tls, server_hostname="other.example"
        )


async def test_logs_hold_no_openid_no_search_and_no_key_of_a_page(front: Front) -> None:
    await front.ask("/wechat?signature=s&openid=oSecretCitizen", method="POST", data=b"<xml/>")
    await front.ask("/m/cases/secret-key-of-a-page")
    await front.ask("/m/cases/secret-key-of-a-page", method="POST")
    await front.ask("/m/receipts/secret-key-of-a-page/code.png")
    await front.ask("/staff?q=secret-name")
    await front.ask("/wechat?openid=oSecretCitizen", method="POST", data=b"x" * (MAX_BYTES + 1))
    kept = front.nginx.access_log + front.nginx.error_log
    assert "ecret" not in kept
    assert "/wechat 200" in kept
    assert "/m/cases/* 200" in kept
    assert "/m/receipts/* 200" in kept


async def test_half_a_body_never_reaches_the_program(front: Front) -> None:
    _, writer = await asyncio.open_connection(
        "127.0.0.1", front.nginx.port, ssl=front.tls, server_hostname=DOMAIN
    )
    writer.write(f"POST /wechat HTTP/1.1\r\nHost: {DOMAIN}\r\nContent-Length: 100\r\n\r\n<xml>".encode())
    await writer.drain()
    await asyncio.sleep(0.3)
    assert front.seen == []
    writer.close()
    await writer.wait_closed()
    assert front.seen == []


async def test_a_crowd_from_one_address_is_slowed_but_never_the_platform(front: Front) -> None:
    found = Counter([(await front.ask("/wechat")).status for _ in range(150)])
    assert found == {200: 150}
    answers = [await front.ask("/m/a") for _ in range(150)]
    slowed = [each for each in answers if each.status == 429]
    assert len(slowed) > 10
    assert slowed[0].headers["Strict-Transport-Security"]


async def test_old_protocols_are_refused(front: Front) -> None:
    old = ssl.create_default_context(cafile=str(front.nginx.folder / "tls" / "fullchain.pem"))
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(aiohttp.ClientConnectorError):
        await front.session.get(f"https://127.0.0.1:{front.nginx.port}/", ssl=old, server_hostname=DOMAIN)
