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
            await self._redis.set(_key(identity), packed, ex=IDLE_SECONDS)
        self.save_cookie(response, identity)


def _key(identity: str) -> str:
    # A cookie may hold bytes that are no text; they open nothing, as any other unknown cookie.
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    return f"mingbai:session:{digest}"
