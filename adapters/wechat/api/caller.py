"""Makes calls of the platform's API: with the shared token, patiently while it is busy, and never against a stop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp
from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.alarms import AlarmBook
from adapters.wechat.api.errcodes import BUSY, KIND_NOT_ALLOWED, Answered, PlatformError, Remedy, StoppedError
from adapters.wechat.api.lent_key import LentKey, lent
from adapters.wechat.api.operation import Fetched, Operation
from adapters.wechat.api.wire import Content, Wire
from bot.clock import Clock, SystemClock

log = logging.getLogger(__name__)
_BUSY_PAUSES = (0.5, 1.0, 2.0)
TOKEN = Operation("/cgi-bin/stable_token", with_token=False)

Query = Mapping[str, str]
Got = TypeVar("Got")


class Caller:
    """Calls one operation at a time, and keeps the alarms of what is refused lastingly.

    Every method raises PlatformError (with the errcode and its remedy) when the platform refuses, and ServiceError
    when it or Redis is away. Neither carries token or secret.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        redis: Redis,
        *,
        account: OfficialAccount,
        clock: Clock | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.account = account
        self.clock = clock or SystemClock()
        self._wire = Wire(session, account, clock=self.clock)
        self._alarms = AlarmBook(redis)
        self._token = LentKey(redis, key_of("wechat", f"token:{account.appid}"))
        self._sleep = sleep

    async def token(self) -> str:
        """Give the valid access token (protocol §9)."""
        return await self._token.current(lambda: self._fetched_token(TOKEN))

    async def call(
        self, operation: Operation, content: Content = None, *, query: Query | None = None
    ) -> dict[str, Any]:
        """Give the platform's JSON answer."""

        async def exchange(full: Query) -> dict[str, Any]:
            return await self._wire.exchange(operation, query=full, content=content)

        return await self._made(operation, query or {}, exchange)

    async def fetch(self, operation: Operation, query: Query) -> Fetched:
        """Give a file of the platform."""

        async def exchange(full: Query) -> Fetched:
            return await self._wire.fetch(operation, query=full)

        return await self._made(operation, query, exchange)

    async def lift_quotas(self) -> None:
        """Let every call be made again that was stopped until midnight: the counters were set to nought."""
        await self._alarms.lift(Remedy.MIDNIGHT)

    async def _made(
        self, operation: Operation, query: Query, exchange: Callable[[Query], Awaitable[Got]]
    ) -> Got:
        async with self._guarded(operation, by_itself=operation.by_itself):
            if not operation.with_token:
                return await self._patiently(exchange, query)
            return await self._with_token(operation, query, exchange)

    @asynccontextmanager
    async def _guarded(self, operation: Operation, *, by_itself: bool) -> AsyncIterator[None]:
        """Keep a call from being made against a stop, and note what became of it."""
        now = self.clock.now()
        alarms = [
            alarm for name in {operation.path, operation.name} if (alarm := await self._alarms.of(name))
        ]
        for alarm in alarms:
            if alarm.stops(now, by_hand=not by_itself):
                raise StoppedError(Answered(alarm.code, alarm.rid), now=now, again_at=alarm.again_at)
        try:
            yield
        except PlatformError as error:
            # A refused token is an alarm of the token, not of the call that wanted it.
            if not error.call:
                error.call = operation.name if error.code == KIND_NOT_ALLOWED else operation.path
                await self._refused(error.call, error)
            raise
        for alarm in alarms:
            await self._alarms.end(alarm.call)

    async def _refused(self, path: str, error: PlatformError) -> None:
        level = logging.ERROR if error.alarming else logging.WARNING
        log.log(level, "platform refused", extra={"path": path, "errcode": error.code, "rid": error.rid})
        if error.alarming:
            await self._alarms.sound(path, error, now=self.clock.now())

    async def _with_token(
        self, operation: Operation, query: Query, exchange: Callable[[Query], Awaitable[Got]]
    ) -> Got:
        async def fetched() -> tuple[str, int]:
            return await self._fetched_token(operation)

        token = await self._token.current(fetched)
        try:
            return await self._patiently(exchange, {"access_token": token, **query})
        except PlatformError as error:
            if error.remedy is not Remedy.REFRESH:
                raise
        # Once: a token refused twice is not mended by asking again, and each try costs a day's quota.
        fresh = await self._token.renewed(token, fetched)
        return await self._patiently(exchange, {"access_token": fresh, **query})

    async def _fetched_token(self, wanted_by: Operation) -> tuple[str, int]:
        body = {
            "grant_type": "client_credential",
            "appid": self.account.appid,
            "secret": self.account.secret,
            # Forcing would end the token of every other worker and is allowed twenty times a day only.
            "force_refresh": False,
        }
        async with self._guarded(TOKEN, by_itself=wanted_by.by_itself):
            return lent(await self._wire.exchange(TOKEN, content=body), "access_token")

    async def _patiently(self, exchange: Callable[[Query], Awaitable[Got]], query: Query) -> Got:
        """Try again while the platform says it is busy, which also says that it did nothing."""
        for pause in _BUSY_PAUSES:
            try:
                return await exchange(query)
            except PlatformError as error:
                if error.code != BUSY:
                    raise
            await self._sleep(pause)
        return await exchange(query)
