"""Sessions in a real Redis: fresh ids, ends that hold everywhere, nothing usable for a reader of Redis."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from aiohttp_session import get_session, new_session, session_middleware
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis
from adapters.web.access.session_list import SessionList
from adapters.web.access.sessions import COOKIE, IDLE_SECONDS, RedisSessions, session_id
from bot.errors import ServiceError

pytestmark = pytest.mark.redis
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
LIST = web.AppKey("list", SessionList)
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def redis(server: EmbeddedRedis) -> AsyncIterator[Redis]:
    client = Redis.from_url(server.socket.url)
    yield client
    await client.aclose()


async def read(request: web.Request) -> web.Response:
    return web.json_response(dict(await get_session(request)))


async def write(request: web.Request) -> web.Response:
    session = await get_session(request)
    session["who"] = request.query["who"]
    return web.Response()


async def enter(request: web.Request) -> web.Response:
    session = await new_session(request)
    session["who"] = "entered"
    return web.Response()


async def belong(request: web.Request) -> web.Response:
    session = await new_session(request)
    session.update(login=request.query["login"], round=2, since=NOW.isoformat(), device="Edge · Windows")
    return web.Response()


async def end_and_write(request: web.Request) -> web.Response:
    """Have the session ended while its request is on the way."""
    session = await get_session(request)
    await request.app[LIST].end("wang", session_id(str(session.identity)))
    session["who"] = "late"
    return web.Response()


async def leave(request: web.Request) -> web.Response:
    (await get_session(request)).invalidate()
    return web.Response()


@pytest.fixture
async def client(redis: Redis) -> AsyncIterator[Client]:
    sessions = RedisSessions(redis, secure=False, longest=timedelta(hours=8))
    app = web.Application(middlewares=[session_middleware(sessions)])
    app.router.add_get("/read", read)
    app.router.add_get("/write", write)
    app.router.add_get("/enter", enter)
    app.router.add_get("/leave", leave)
    app.router.add_get("/belong", belong)
    app.router.add_get("/end-and-write", end_and_write)
    app[LIST] = SessionList(redis)
    async with TestClient(TestServer(app)) as opened:
        yield opened


def cookie(client: Client) -> str:
    return client.session.cookie_jar.filter_cookies(client.make_url("/"))[COOKIE].value


async def test_a_session_is_kept_and_reading_alone_sets_no_cookie(client: Client) -> None:
    assert "Set-Cookie" not in (await client.get("/read")).headers
    given = (await client.get("/write", params={"who": "甲"})).headers["Set-Cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Lax" in given
    assert "Secure" not in given
    assert await (await client.get("/read")).json() == {"who": "甲"}


async def test_https_sites_send_the_cookie_by_https_only(redis: Redis) -> None:
    assert RedisSessions(redis, secure=True, longest=timedelta(hours=1)).cookie_params["secure"]


async def test_who_enters_gets_a_fresh_id_and_the_old_one_ends(client: Client, redis: Redis) -> None:
    await client.get("/write", params={"who": "planted"})
    before = cookie(client)
    await client.get("/enter")
    assert cookie(client) != before
    assert len(await redis.keys("mingbai:session:*")) == 1
    answer = await client.get("/read", headers={"Cookie": f"{COOKIE}={before}"}, cookies={COOKIE: before})
    assert await answer.json() == {}


async def test_leaving_ends_the_session_for_every_copy_of_the_cookie(client: Client, redis: Redis) -> None:
    await client.get("/enter")
    kept = cookie(client)
    await client.get("/leave")
    assert await redis.keys("mingbai:session:*") == []
    assert await (await client.get("/read", cookies={COOKIE: kept})).json() == {}


async def test_redis_holds_no_cookie_and_forgets_idle_sessions(client: Client, redis: Redis) -> None:
    await client.get("/enter")
    [key] = await redis.keys("mingbai:session:*")
    assert cookie(client) not in str(key)
    assert 0 < await redis.ttl(key) <= IDLE_SECONDS
    await redis.expire(key, 5)
    await client.get("/read")
    assert await redis.ttl(key) > IDLE_SECONDS - 5


@pytest.mark.parametrize("planted", ["x", "../../etc", "a" * 4000, "mingbai%3Asession"])
async def test_an_invented_cookie_is_no_session(client: Client, planted: str) -> None:
    answer = await client.get("/read", headers={"Cookie": f"{COOKIE}={planted}"})
    assert await answer.json() == {}


async def test_without_redis_nobody_is_known(tmp_path: Path) -> None:
    away = Redis.from_url(f"unix://{tmp_path}/nothing.sock")
    sessions = RedisSessions(away, secure=False, longest=timedelta(hours=1))
    with pytest.raises(ServiceError):
        await sessions.load_session(make_mocked_request("GET", "/", headers={"Cookie": f"{COOKIE}=x"}))
    await away.aclose()


async def test_the_sessions_of_an_account_are_listed_until_they_end(client: Client, redis: Redis) -> None:
    await client.get("/belong", params={"login": "wang"})
    sessions = SessionList(redis)
    [one] = await sessions.of("wang", in_round=2, now=NOW)
    assert (one.device, one.since, one.round) == ("Edge · Windows", NOW, 2)
    assert cookie(client) not in one.id
    assert await sessions.of("wang", in_round=3, now=NOW) == ()
    assert await sessions.of("zhao", in_round=2, now=NOW) == ()
    assert not await sessions.end("zhao", one.id)
    assert await sessions.end("wang", one.id)
    assert await (await client.get("/read")).json() == {}
    await client.get("/belong", params={"login": "wang"})
    await client.get("/leave")
    assert await sessions.of("wang", in_round=2, now=NOW) == ()
    assert not await redis.exists("mingbai:sessions:wang")


async def test_an_ended_session_is_not_written_back_by_its_last_request(client: Client, redis: Redis) -> None:
    await client.get("/belong", params={"login": "wang"})
    await client.get("/end-and-write")
    assert await (await client.get("/read")).json() == {}
    assert await redis.keys("mingbai:session:*") == []
