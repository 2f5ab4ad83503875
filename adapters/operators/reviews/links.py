"""Tries the links of a document: those to our own pages by the database, others over the network where that is allowed.

Off by default: the program makes no call out of a government network unless an administrator says so.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import unquote, urljoin, urlsplit

import aiohttp

from adapters.console import LinkCheck
from adapters.outside import PrivateAddressError, is_public, outside_session
from handlers.web_pages.service import UnreachedPageError

LINK_SECONDS = 3.0
LINKS_AT_ONCE = 8
MOST_LINKS = 30
PAGE_SECONDS = 20.0
PAGE_BYTES = 8 * 1024 * 1024
PIECE_BYTES = 64 * 1024
REDIRECTS = 3
GONE = 400
OWN = re.compile(r"^/m/documents/(?P<id>.+)$")
# Whoever refuses a program may still open for a person.
REFUSES_PROGRAMS = frozenset({401, 403, 405, 406, 429})


class LinkTrial:
    """Tries addresses; whatever does not answer in three seconds, or says that nothing is there, is dead.

    `is_public` tells whether a document of ours is published. A document comes from anywhere, so addresses inside
    the machine or its network are not called unless `allow_private` (for tests on one machine).
    """

    def __init__(
        self,
        *,
        is_enabled: bool,
        public_url: str,
        is_public: Callable[[str], Awaitable[bool]],
        allow_private: bool = False,
    ) -> None:
        self._enabled = is_enabled
        self._own = urlsplit(public_url).netloc
        self._is_public = is_public
        self._allow_private = allow_private

    async def check(self, addresses: tuple[str, ...]) -> LinkCheck:
        """Give the addresses that lead nowhere, and whether all could be tried; thirty at most are."""
        gate = asyncio.Semaphore(LINKS_AT_ONCE)

        async def tried(address: str) -> bool | None:
            async with gate:
                return await self._answers(http, address)

        async with outside_session(allow_private=self._allow_private) as http:
            results = await asyncio.gather(*map(tried, addresses[:MOST_LINKS]))
        dead = tuple(one for one, answers in zip(addresses, results, strict=False) if answers is False)
        return LinkCheck(dead, checked=None not in results and len(addresses) <= MOST_LINKS)

    async def fetch(self, address: str) -> bytes:
        """Give what stands at an address; raises `UnreachedPageError` where that may not be or fails."""
        if not self._enabled:
            raise UnreachedPageError("not_allowed")
        async with outside_session(allow_private=self._allow_private) as http:
            for _ in range(REDIRECTS + 1):
                onward, content = await self._step(http, address)
                if not onward:
                    return content
                address = urljoin(address, onward)
        raise UnreachedPageError("unreached")

    async def _step(self, http: aiohttp.ClientSession, address: str) -> tuple[str, bytes]:
        """Give where an address leads on, or what stands there; raises `UnreachedPageError` with the reason."""
        if not self._allow_private and await _is_private(urlsplit(address).hostname or ""):
            raise UnreachedPageError("private")
        if urlsplit(address).scheme not in {"http", "https"}:
            raise UnreachedPageError("unreached")
        try:
            return await self._page(http, address)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise UnreachedPageError("private" if _led_inside(error) else "unreached") from None

    async def _page(self, http: aiohttp.ClientSession, address: str) -> tuple[str, bytes]:
        """Give where an address leads on, or what stands there."""
        limit = aiohttp.ClientTimeout(total=PAGE_SECONDS)
        async with http.get(address, allow_redirects=False, timeout=limit) as response:
            onward = response.headers.get("Location", "")
            if 300 <= response.status < GONE and onward:  # noqa: PLR2004 - statuses of HTTP
                return onward, b""
            if response.status >= GONE:
                raise UnreachedPageError("gone")
            content = b""
            async for piece in response.content.iter_chunked(PIECE_BYTES):
                content += piece
                if len(content) > PAGE_BYTES:
                    raise UnreachedPageError("too_large")
            return "", content

    async def _answers(self, http: aiohttp.ClientSession, address: str) -> bool | None:
        """Whether somebody answers at an address; None when that was not tried."""
        if address.startswith("#"):
            return True
        parts = urlsplit(address)
        if not parts.scheme or parts.netloc == self._own:
            own = OWN.match(parts.path)
            return await self._is_public(unquote(own["id"])) if own else None
        if parts.scheme not in {"http", "https"}:
            return parts.scheme in {"mailto", "tel"}
        if not self._enabled:
            return None
        return await self._called(http, address)

    async def _called(self, http: aiohttp.ClientSession, address: str) -> bool | None:
        """Follow an address, each step of it looked at before it is called."""
        for _ in range(REDIRECTS + 1):
            host = urlsplit(address).hostname or ""
            if not self._allow_private and await _is_private(host):
                return None
            try:
                async with http.get(
                    address, allow_redirects=False, timeout=aiohttp.ClientTimeout(total=LINK_SECONDS)
                ) as response:
                    onward = response.headers.get("Location", "")
                    if not (300 <= response.status < GONE and onward):  # noqa: PLR2004 - statuses of HTTP
                        return response.status < GONE or response.status in REFUSES_PROGRAMS
                    address = urljoin(address, onward)
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                return None if _led_inside(error) else False
        return False


async def _is_private(host: str) -> bool:
    """Whether a name leads into this machine or a private network; one that leads nowhere does not."""
    loop = asyncio.get_running_loop()
    try:
        found = await asyncio.wait_for(
            loop.getaddrinfo(host, None, type=socket.SOCK_STREAM), timeout=LINK_SECONDS
        )
    except (OSError, TimeoutError, UnicodeError):
        return False
    return not all(is_public(str(entry[4][0])) for entry in found)


def _led_inside(error: Exception) -> bool:
    """Whether a call ended since its address turned out to lie inside when the connection began."""
    return isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, PrivateAddressError)
