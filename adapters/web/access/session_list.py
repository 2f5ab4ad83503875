"""The open sessions of an account, for the person and for an administrator, and the end of one of them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from adapters.redis.reach import reachable
from adapters.web.access.sessions import IDLE_SECONDS, index_of, session_key


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as a list shows it; `id` opens nothing, it only names the session among those of its account."""

    id: str
    since: datetime
    used_at: datetime
    address: str
    device: str
    round: int


class SessionList:
    """Reads and ends sessions in Redis; raises `ServiceError` without it."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def of(self, login: str, *, in_round: int, now: datetime) -> tuple[OpenSession, ...]:
        """Give the open sessions of an account, the last used first; those of an earlier round have ended."""
        index = index_of(login)
        async with reachable():
            ids = sorted(map(_text, await self._redis.smembers(index)))
            if not ids:
                return ()
            async with self._redis.pipeline(transaction=False) as steps:
                for each in ids:
                    steps.get(session_key(each))
                    steps.ttl(session_key(each))
                kept = await steps.execute()
            pairs = list(zip(ids, kept[::2], kept[1::2], strict=True))
            if gone := [each for each, packed, _ in pairs if packed is None]:
                await self._redis.srem(index, *gone)
        found = [_session(each, packed, left, now=now) for each, packed, left in pairs if packed is not None]
        current = [one for one in found if one.round == in_round]
        return tuple(sorted(current, key=lambda one: one.used_at, reverse=True))

    async def end(self, login: str, identifier: str) -> bool:
        """End a session of an account; give whether there was such a one."""
        async with reachable():
            if not await self._redis.srem(index_of(login), identifier):
                return False
            return bool(await self._redis.delete(session_key(identifier)))


def _session(identifier: str, packed: bytes, left: int, *, now: datetime) -> OpenSession:
    data: dict[str, Any] = json.loads(packed)["session"]
    since = datetime.fromisoformat(data["since"])
    return OpenSession(
        identifier,
        since,
        # Redis counts whole seconds.
        max(since, now - timedelta(seconds=IDLE_SECONDS - left)),
        str(data.get("address", "")),
        str(data.get("device", "")),
        int(data.get("round", 0)),
    )


def _text(kept: bytes | str) -> str:
    return kept.decode() if isinstance(kept, bytes) else kept
