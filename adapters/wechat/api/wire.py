"""One HTTP exchange with the platform: JSON out, JSON back, and no secret in whatever goes wrong."""

import asyncio
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp

from adapters.wechat.api.errcodes import Answered, PlatformError
from adapters.wechat.replies.customer_service import encoded
from bot.clock import Clock
from bot.errors import ServiceError

TIMEOUT_SECONDS = 8.0
MAX_ANSWER_BYTES = 1024 * 1024
_AWAY_SECONDS = 30.0
_RID = re.compile(r"rid: ([0-9a-f-]{1,64})")


class Wire:
    """Talks to one base address; every exchange ends within eight seconds."""

    def __init__(self, session: aiohttp.ClientSession, base: str, *, clock: Clock) -> None:
        self._session = session
        self._base = base.rstrip("/")
        self._clock = clock

    async def exchange(
        self, path: str, *, query: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the platform's JSON object; a body makes it a POST.

        Raises PlatformError when the platform refuses and ServiceError when it is away or answers no JSON. The
        cause is left out of both on purpose: a client error prints the address, and the address holds the token.
        """
        try:
            status, octets = await self._send(path, query=query or {}, body=body)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise _away(type(error).__name__) from None
        if status != HTTPStatus.OK:
            raise _away(f"HTTP {status}")
        return self._read(octets)

    async def _send(
        self, path: str, *, query: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> tuple[int, bytes]:
        async with (
            asyncio.timeout(TIMEOUT_SECONDS),
            self._session.request(
                "GET" if body is None else "POST",
                self._base + path,
                params=query,
                data=None if body is None else encoded(body),
                headers={} if body is None else {"Content-Type": "application/json; charset=utf-8"},
                allow_redirects=False,
            ) as response,
        ):
            octets = await response.content.read(MAX_ANSWER_BYTES)
            while chunk := await response.content.read(MAX_ANSWER_BYTES):
                octets += chunk
                if len(octets) > MAX_ANSWER_BYTES:
                    raise _away("answer too long")
            return response.status, octets

    def _read(self, octets: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(octets)
            code = int(answer.get("errcode", 0))
        except (ValueError, AttributeError, TypeError):
            raise _away("answer is no JSON object") from None
        if code:
            found = _RID.search(str(answer.get("errmsg", "")))
            raise PlatformError(Answered(code, found[1] if found else ""), now=self._clock.now())
        return dict(answer)


def _away(what: str) -> ServiceError:
    return ServiceError(retry_after=_AWAY_SECONDS, peer="wechat", reason=what)
