"""The gate on Redis: one script to come in, one to go out, whatever the number of processes."""

import logging
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from adapters.redis.bundle import Argument, Bundle
from adapters.redis.scripts import STEPS
from bot.drafts import DRAFT_KEPT, Draft, remind_at
from bot.errors import ServiceError
from bot.gate import Entry, Standing
from bot.message import Inbound
from bot.privacy import Vault

log = logging.getLogger(__name__)
LEASE_MS = 15_000
ANSWER_SECONDS = 600
CONVERSATION_SECONDS = int(DRAFT_KEPT.total_seconds())
PREFIX = "mingbai"
KEPT_TURNS = 20


@asynccontextmanager
async def reachable() -> AsyncIterator[None]:
    """Turn any failure of Redis into `ServiceError`: whoever needs it fails closed."""
    try:
        yield
    except (RedisConnectionError, RedisTimeoutError, OSError) as error:
        raise ServiceError(retry_after=1.0) from error
    except RedisError as error:
        raise ServiceError(retry_after=5.0) from error


class RedisGate:
    """Implements `bot.gate.Gate`; conversations and messages in hand lie sealed in Redis."""

    def __init__(self, redis: Redis, *, vault: Vault, rate_limit: int) -> None:
        self._redis = redis
        self._vault = vault
        self._limit = rate_limit
        self._steps = Bundle(redis, STEPS)
        self._owner = uuid.uuid4().hex

    async def enter(self, inbound: Inbound) -> Entry:
        """Try to begin a message; raises `ServiceError` when Redis is away."""
        person = f"{inbound.channel}:{inbound.citizen}"
        keys = [
            _key("answer", inbound.key),
            _key("claim", inbound.key),
            _key("lock", person),
            _key("conversation", person),
            _key("rate", person),
            _key("waiting", inbound.citizen),
            _key("inflight"),
        ]
        token = self._token(inbound)
        async with reachable():
            found = await self._steps.take(
                "enter", keys, [token, LEASE_MS, self._limit, self._pack(inbound), inbound.key]
            )
        standing = Standing(found[0].decode())
        if standing is Standing.REPEAT:
            return Entry(standing, answer=found[1])
        if standing is not Standing.FRESH:
            return Entry(standing)
        return Entry(standing, state=self._open(found[1]), waiting=bool(found[2]))

    async def leave(self, inbound: Inbound, *, state: Mapping[str, Any], answer: bytes) -> None:
        """Keep conversation and answer and give the lock back; raises `ServiceError` when Redis is away."""
        person = f"{inbound.channel}:{inbound.citizen}"
        keys = [
            _key("answer", inbound.key),
            _key("claim", inbound.key),
            _key("lock", person),
            _key("conversation", person),
            _key("inflight"),
            _key("drafts"),
            _key("talk", person),
        ]
        sealed = self._vault.seal(orjson.dumps(state), purpose="conversation")
        arguments: list[Argument] = [
            self._token(inbound),
            answer,
            ANSWER_SECONDS,
            sealed,
            CONVERSATION_SECONDS,
            inbound.key,
            person,
            int(remind_at(inbound.sent_at).timestamp()) if state.get("form") else "",
            self._said(state),
            "1" if state.get("forgotten") else "",
            KEPT_TURNS,
        ]
        async with reachable():
            await self._steps.take("leave", keys, arguments)

    async def talk(self, channel: str, citizen: str) -> list[Mapping[str, Any]]:
        """Give what was said in the last turns; raises `ServiceError` when Redis is away."""
        async with reachable():
            turns: Any = await self._redis.lrange(_key("talk", f"{channel}:{citizen}"), 0, -1)
        opened = (orjson.loads(self._vault.open_bytes(turn, purpose="talk")) for turn in turns)
        return [event for turn in opened for event in turn]

    async def abandon(self, inbound: Inbound) -> None:
        """Give claim and lock back; raises `ServiceError` when Redis is away (the lease then frees them)."""
        keys = [
            _key("claim", inbound.key),
            _key("lock", f"{inbound.channel}:{inbound.citizen}"),
            _key("inflight"),
        ]
        async with reachable():
            await self._steps.take("abandon", keys, [self._token(inbound), inbound.key])

    async def stranded(self) -> list[Inbound]:
        """Give messages whose lease ran out before they were answered.

        One that was sealed under another secret can never be read again; it is said in the log and let go, so that it
        does not stand in the way of the others.
        """
        async with reachable():
            packed: Any = await self._redis.hgetall(_key("inflight"))
            begun = [read for key, each in packed.items() if (read := await self._read(key, each))]
            held = await self._redis.mget([_key("claim", each.key) for each in begun]) if begun else []
        return [each for each, holder in zip(begun, held, strict=True) if not holder]

    async def _read(self, key: bytes, packed: bytes) -> Inbound | None:
        try:
            return self._unpack(packed)
        except ServiceError:
            log.error("a message in hand cannot be read", extra={"key": key.decode()})  # noqa: TRY400 - no trace helps
            await self._redis.hdel(_key("inflight"), key)
            return None

    async def drafts(self, *, now: datetime, limit: int) -> list[Draft]:
        """Give forms whose citizen is to be reminded; those that have lapsed meanwhile leave the list."""
        async with reachable():
            listed: Any = await self._redis.zrange(
                _key("drafts"), "-inf", now.timestamp(), byscore=True, offset=0, num=limit, withscores=True
            )
            found = [await self._draft(person.decode(), mark, now=now) for person, mark in listed]
        return [draft for draft in found if draft]

    async def _draft(self, person: str, mark: float, *, now: datetime) -> Draft | None:
        sealed: Any = await self._redis.get(_key("conversation", person))
        left = await self._redis.pttl(_key("conversation", person))
        state = self._open(sealed) if sealed and left > 0 else None
        channel, _, citizen = person.partition(":")
        if state is None or not state.get("form"):
            await self.reminded(Draft(channel, citizen, {}, now, mark))
            return None
        return Draft(channel, citizen, state, now + timedelta(milliseconds=left), mark)

    async def reminded(self, draft: Draft) -> None:
        """Take a draft off the list, unless its citizen wrote again meanwhile."""
        async with reachable():
            await self._steps.take(
                "reminded", [_key("drafts")], [f"{draft.channel}:{draft.citizen}", draft.mark]
            )

    async def hold(self, citizen: str) -> None:
        """Note that parcels wait for the citizen's next message."""
        async with reachable():
            await self._redis.set(_key("waiting", citizen), b"1", ex=CONVERSATION_SECONDS)

    def _said(self, state: Mapping[str, Any]) -> bytes:
        """Give what was said in the turn, sealed; nothing when nothing was."""
        fresh = int(state.get("fresh") or 0)
        if not fresh:
            return b""
        return self._vault.seal(orjson.dumps(state["events"][-fresh:]), purpose="talk")

    def _token(self, inbound: Inbound) -> str:
        return f"{self._owner}:{inbound.key}"

    def _open(self, sealed: bytes) -> dict[str, Any] | None:
        if not sealed:
            return None
        state: dict[str, Any] = orjson.loads(self._vault.open_bytes(sealed, purpose="conversation"))
        return state

    def _pack(self, inbound: Inbound) -> bytes:
        plain = {
            "channel": inbound.channel,
            "citizen": inbound.citizen,
            "key": inbound.key,
            "kind": inbound.kind,
            "sent_at": inbound.sent_at.timestamp(),
            "text": inbound.text,
            "choice_id": inbound.choice_id,
            "fields": dict(inbound.fields),
        }
        return self._vault.seal(orjson.dumps(plain), purpose="inflight")

    def _unpack(self, packed: bytes) -> Inbound:
        plain = orjson.loads(self._vault.open_bytes(packed, purpose="inflight"))
        return Inbound(**plain | {"sent_at": datetime.fromtimestamp(plain["sent_at"], UTC)})


def _key(kind: str, name: str = "") -> str:
    return f"{PREFIX}:{kind}:{name}" if name else f"{PREFIX}:{kind}"
