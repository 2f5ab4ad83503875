"""Brings texts to phones over the county's own platform: one signed JSON object a message."""

import asyncio
import json

import aiohttp

from bot.clock import Clock
from bot.errors import ServiceError
from handlers.complaints.hotline.signature import headers

SECONDS = 10.0


class SmsError(ServiceError):
    """The platform did not take a message; `reason` says why in one word: timeout, unreachable, or the HTTP status."""

    def __init__(self, reason: str) -> None:
        super().__init__("general.unavailable", reason=reason)


class SmsClient:
    """Sends messages to the one address of the platform; neither phones nor texts are ever logged."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, secret: str, clock: Clock) -> None:
        self._session = session
        self._url = url
        self._secret = secret
        self._clock = clock

    async def send(self, phone: str, text: str) -> None:
        """Send one message; raises `SmsError` unless the platform answers 2xx."""
        body = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
        head = {**headers(self._secret, body, now=self._clock.now()), "Content-Type": "application/json"}
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._session.post(self._url, data=body, headers=head, allow_redirects=False) as answer,
            ):
                if answer.status // 100 != 2:  # noqa: PLR2004 - the class of those that say it was taken
                    raise SmsError(str(answer.status))
        except TimeoutError as error:
            raise SmsError("timeout") from error
        except (aiohttp.ClientError, OSError) as error:
            raise SmsError("unreachable") from error
