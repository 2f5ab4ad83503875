"""Tells the hotline over HTTP what became of its complaints: one signed JSON object for each state."""

import asyncio
import json
from collections.abc import Mapping

import aiohttp

from bot.clock import Clock
from bot.errors import ServiceError
from handlers.complaints.hotline.signature import headers

SECONDS = 15.0


class HotlineError(ServiceError):
    """The hotline did not take a state; `reason` says why in one word: timeout, unreachable, or the HTTP status."""

    def __init__(self, reason: str) -> None:
        super().__init__("complaints.hotline.trouble", reason=reason)


class HotlineClient:
    """Sends states to the one address of the hotline; neither texts nor the secret are ever logged."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, secret: str, clock: Clock) -> None:
        self._session = session
        self._url = url
        self._secret = secret
        self._clock = clock

    async def tell(self, told: Mapping[str, str]) -> None:
        """Send one state; the hotline knows it by its outer number. Raises `HotlineError` unless it answers 2xx."""
        body = json.dumps(dict(told), ensure_ascii=False).encode()
        head = {**headers(self._secret, body, now=self._clock.now()), "Content-Type": "application/json"}
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._session.post(self._url, data=body, headers=head, allow_redirects=False) as answer,
            ):
                if answer.status // 100 != 2:  # noqa: PLR2004 - the class of those that say it was taken
                    raise HotlineError(str(answer.status))
        except TimeoutError as error:
            raise HotlineError("timeout") from error
        except (aiohttp.ClientError, OSError) as error:
            raise HotlineError("unreachable") from error
