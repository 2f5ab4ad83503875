"""Keeps sessions in Redis, so that every process knows who is logged in and a log-out holds everywhere at once."""

import hashlib
import json
import secrets
import warnings
from datetime import timedelta
from typing import Any

from aiohttp import web
from aiohttp_session import AbstractStorage, Session
from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable

COOKIE = "mingbai_session"
IDLE_SECONDS = 60 * 60
# aiohttp-session keeps its session in the request under a plain string, which newer aiohttp remarks on every time.
warnings.filterwarnings("ignore", message="It is recommended to use web.RequestKey", module="aiohttp_session")


class RedisSessions(AbstractStorage):
    """Stores a session under the hash of its cookie: whoever reads Redis cannot take a session over.

    A session ends after an hour without a request, and `longest` after the log-in. Fails closed: without Redis nobody
    is logged in, and `ServiceError` is raised.
    """

    def __init__(self, redis: Redis, *, secure: bool, longest: timedelta) -> None:
        super().__init__(
            cookie_name=COOKIE,
            max_age=int(longest.total_seconds()),
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
        self._redis = redis
        self._longest = longest

    async def load_session(self, request: web.Request) -> Session:
        """Give the session of a request; an unknown, ended or malformed cookie starts an empty one."""
        cookie = self.load_cookie(request)
        if not cookie:
            return await self.new_session()
        async with reachable():
            kept = await self._redis.getex(_key(cookie), ex=IDLE_SECONDS)
        if kept is None:
            return await self.new_session()
        data: Any = json.loads(kept)
        return Session(cookie, data=data, new=False, max_age=self.max_age)

    async def save_session(
        self, request: web.Request, response: web.StreamResponse, session: Session
    ) -> None:
        """Write a changed session and its cookie; a new one gets a fresh id, and the one it replaces ends."""
        before = self.load_cookie(request)
        if before and (session.new or session.empty):
            async with reachable():
                await self._redis.delete(_key(before))
        if session.empty:
            self.save_cookie(response, "")
            return
        identity = secrets.token_urlsafe(32) if session.new else str(session.identity)
        packed = json.dumps(self._get_session_data(session))
        async with reachable():
            # One that was ended while its last request was on the way does not come back.
            kept = await self._redis.set(_key(identity), packed, ex=IDLE_SECONDS, xx=not session.new)
        if kept:
            await self._list(session, identity)
            self.save_cookie(response, identity)

    async def _list(self, session: Session, identity: str) -> None:
        """Let the sessions of an account be found by its log-in name."""
        if login := session.get("login"):
            async with reachable(), self._redis.pipeline() as steps:
                steps.sadd(index_of(login), session_id(identity))
                steps.expire(index_of(login), self._longest)
                await steps.execute()


def index_of(login: str) -> str:
    """Give the key of the list of an account's sessions."""
    return key_of("sessions", login)


def session_id(identity: str) -> str:
    """Give the hash by which a session is kept and listed; the cookie cannot be told from it."""
    # A cookie may hold bytes that are no text; they open nothing, as any other unknown cookie.
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


def session_key(identifier: str) -> str:
    """Give the key under which a session is kept, by its hash."""
    return key_of("session", identifier)


def _key(identity: str) -> str:
    return session_key(session_id(identity))
