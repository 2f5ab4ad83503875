"""The ticket for scripts of a page inside the client, and the signature drawn from it (protocol §12)."""

import hashlib
import secrets
from dataclasses import dataclass

from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.wechat.api.caller import Caller
from adapters.wechat.api.lent_key import LentKey, lent
from adapters.wechat.api.operation import Operation

TICKET = Operation("/cgi-bin/ticket/getticket", "GET")


@dataclass(frozen=True, slots=True)
class ScriptConfig:
    """What `wx.config` is given; its own name for `nonce` is `nonceStr`."""

    appid: str
    timestamp: int
    nonce: str
    signature: str


class PageScript:
    """Signs pages; the ticket is shared by all processes and asked for once in two hours."""

    def __init__(self, caller: Caller, redis: Redis) -> None:
        self._caller = caller
        self._ticket = LentKey(redis, key_of("wechat", f"ticket:{caller.account.appid}"))

    async def config(self, address: str) -> ScriptConfig:
        """Give the configuration for the page at an address; what follows `#` is not signed."""
        ticket = await self._ticket.current(self._fetched)
        nonce, now = secrets.token_hex(8), int(self._caller.clock.now().timestamp())
        sign = signature(ticket, nonce=nonce, timestamp=str(now), address=address)
        return ScriptConfig(self._caller.account.appid, now, nonce, sign)

    async def _fetched(self) -> tuple[str, int]:
        return lent(await self._caller.call(TICKET, query={"type": "jsapi"}), "ticket")


def signature(ticket: str, *, nonce: str, timestamp: str, address: str) -> str:
    """Give the lower-case hex of sha1 over the four values, raw and in the order of their names."""
    url = address.partition("#")[0]
    words = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}"
    return hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
