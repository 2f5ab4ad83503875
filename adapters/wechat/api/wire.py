"""One HTTP exchange with the platform: JSON or a file out, JSON or a file back, and no secret in whatever goes wrong."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any

import aiohttp

from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.errcodes import Answered, PlatformError
from adapters.wechat.api.operation import Fetched, MediaFile, Operation, PlatformHost
from adapters.wechat.replies.customer_service import encoded
from bot.clock import Clock
from bot.errors import ServiceError

TIMEOUT_SECONDS = 8.0
FILE_SECONDS = 30.0
_CHUNK_BYTES = 256 * 1024
_AWAY_SECONDS = 30.0
_RID = re.compile(r"rid: ([0-9a-f-]{1,64})")
# Errors come as JSON, which some endpoints call plain text.
_WORDS = {"application/json", "text/plain", "text/json"}

Content = Mapping[str, Any] | MediaFile | None


@dataclass(frozen=True, slots=True)
class _Heard:
    status: int
    octets: bytes
    content_type: str
    name: str = ""


class Wire:
    """Talks to the platform's addresses; every exchange ends within eight seconds, one with a file within thirty."""

    def __init__(self, session: aiohttp.ClientSession, account: OfficialAccount, *, clock: Clock) -> None:
        self._session = session
        self._bases = {
            PlatformHost.API: account.api_base.rstrip("/"),
            PlatformHost.PICTURES: account.picture_base.rstrip("/"),
            PlatformHost.LOGIN: account.login_base.rstrip("/"),
        }
        self._clock = clock

    async def exchange(
        self, operation: Operation, *, query: Mapping[str, str] | None = None, content: Content = None
    ) -> dict[str, Any]:
        """Give the platform's JSON object.

        Raises PlatformError when the platform refuses and ServiceError when it is away or answers no JSON. The
        cause is left out of both on purpose: a client error prints the address, and the address holds the token.
        """
        return self._read((await self._heard(operation, query or {}, content)).octets)

    async def fetch(self, operation: Operation, *, query: Mapping[str, str]) -> Fetched:
        """Give a file; the type of the answer decides whether it is one or a refusal (protocol §12).

        Raises as `exchange` does; a JSON answer without an errcode is given as a file too.
        """
        heard = await self._heard(operation, query, None)
        if heard.content_type in _WORDS:
            self._read(heard.octets)
        return Fetched(heard.octets, heard.content_type, heard.name)

    async def _heard(self, operation: Operation, query: Mapping[str, str], content: Content) -> _Heard:
        try:
            heard = await self._send(operation, query, content)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise _away(type(error).__name__) from None
        if heard.status != HTTPStatus.OK:
            raise _away(f"HTTP {heard.status}")
        return heard

    async def _send(self, operation: Operation, query: Mapping[str, str], content: Content) -> _Heard:
        data, headers = _body(content)
        large = isinstance(content, MediaFile) or operation.most_bytes > TIMEOUT_SECONDS * _CHUNK_BYTES
        async with (
            asyncio.timeout(FILE_SECONDS if large else TIMEOUT_SECONDS),
            self._session.request(
                operation.method,
                self._bases[operation.host] + operation.path,
                params=query,
                data=data,
                headers=headers,
                allow_redirects=False,
            ) as response,
        ):
            octets = bytearray()
            async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                octets += chunk
                if len(octets) > operation.most_bytes:
                    raise _away("answer too long")
            disposition = response.content_disposition
            name = (disposition.filename or "") if disposition else ""
            return _Heard(response.status, bytes(octets), response.content_type, name)

    def _read(self, octets: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(octets)
            code = int(answer.get("errcode", 0))
        except (ValueError, AttributeError, TypeError, RecursionError):
            raise _away("answer is no JSON object") from None
        if code:
            found = _RID.search(str(answer.get("errmsg", "")))
            raise PlatformError(Answered(code, found[1] if found else ""), now=self._clock.now())
        return dict(answer)


def _body(content: Content) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if content is None:
        return None, {}
    if isinstance(content, MediaFile):
        form = aiohttp.FormData()
        form.add_field(
            "media", BytesIO(content.octets), filename=content.name, content_type=content.content_type
        )
        return form, {}
    return encoded(content), {"Content-Type": "application/json; charset=utf-8"}


def _away(what: str) -> ServiceError:
    return ServiceError(retry_after=_AWAY_SECONDS, peer="wechat", reason=what)
