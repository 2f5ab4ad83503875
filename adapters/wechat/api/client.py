"""The platform's API as this program uses it: send, show typing, set and read the menu."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from redis.asyncio import Redis

from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.errcodes import BUSY, PlatformError, Remedy
from adapters.wechat.api.token import AccessToken
from adapters.wechat.api.wire import Wire
from bot.clock import Clock, SystemClock

log = logging.getLogger(__name__)
_BUSY_PAUSES = (0.5, 1.0, 2.0)


class Client:
    """Calls the API with the shared token.

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
        self._wire = Wire(session, account.api_base, clock=clock or SystemClock())
        self._token = AccessToken(redis, account, wire=self._wire)
        self._sleep = sleep

    async def token(self) -> str:
        """Give the valid access token (protocol §9)."""
        return await self._token.current()

    async def send(self, body: Mapping[str, Any]) -> None:
        """Send one customer-service message (protocol §8)."""
        await self._call("/cgi-bin/message/custom/send", body)

    async def show_typing(self, citizen: str, *, typing: bool = True) -> None:
        """Show or take away “对方正在输入”; it lasts 15 seconds or until a message."""
        command = "Typing" if typing else "CancelTyping"
        await self._call("/cgi-bin/message/custom/typing", {"touser": citizen, "command": command})

    async def create_menu(self, menu: Mapping[str, Any]) -> None:
        """Set the menu under the chat, `{"button": […]}` (protocol §10)."""
        await self._call("/cgi-bin/menu/create", menu)

    async def menu(self) -> dict[str, Any]:
        """Give the menu as the platform holds it."""
        return await self._call("/cgi-bin/menu/get", None)

    async def _call(self, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        try:
            return await self._with_token(path, body)
        except PlatformError as error:
            level = logging.ERROR if error.alarming else logging.WARNING
            log.log(level, "platform refused", extra={"path": path, "errcode": error.code, "rid": error.rid})
            raise

    async def _with_token(self, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        token = await self._token.current()
        try:
            return await self._patiently(path, token, body=body)
        except PlatformError as error:
            if error.remedy is not Remedy.REFRESH:
                raise
        # Once: a token refused twice is not mended by asking again, and each try costs a day's quota.
        return await self._patiently(path, await self._token.renewed(token), body=body)

    async def _patiently(self, path: str, token: str, *, body: Mapping[str, Any] | None) -> dict[str, Any]:
        """Try again while the platform says it is busy, which also says that it did nothing."""
        for pause in _BUSY_PAUSES:
            try:
                return await self._wire.exchange(path, query={"access_token": token}, body=body)
            except PlatformError as error:
                if error.code != BUSY:
                    raise
            await self._sleep(pause)
        return await self._wire.exchange(path, query={"access_token": token}, body=body)
