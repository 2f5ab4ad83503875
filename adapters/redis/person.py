"""What lies in Redis of one citizen: found by the names it lies under, read with the keys, and erased on request.

Whoever writes at the same moment is not disturbed: the citizen's own lock is taken first, as a turn takes it.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from redis.asyncio import Redis

from adapters.redis import questions
from adapters.redis.keys import key_of
from adapters.redis.packing import unpressed
from adapters.redis.quarantine import messages_key
from adapters.redis.question_traces import QuestionTraces
from adapters.redis.reach import reachable
from adapters.redis.retention import keys_like
from adapters.redis.sealed_message import PURPOSE as MESSAGE
from bot.errors import ServiceError
from bot.privacy import Vault

LOCK_MS = 15_000
LOCK_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.1
# Gives the lock back only to whom it belongs. KEYS: lock. ARGV: owner.
UNLOCK = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


class Naming(StrEnum):
    """How what lies under a kind tells whose it is."""

    PERSON = "person"
    MESSAGE = "message"
    CITIZEN = "citizen"
    FIELD = "field"
    MEMBER = "member"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class CitizenAccount:
    """A citizen as a channel knows one."""

    channel: str
    citizen: str

    @property
    def person(self) -> str:
        """The name most things lie under."""
        return f"{self.channel}:{self.citizen}"


@dataclass(frozen=True, slots=True)
class PersonalKind:
    """A kind of things in Redis that belong to citizens; `purpose` is what its values are sealed for, if they are."""

    kind: str
    naming: Naming
    purpose: str = ""


PERSONAL = (
    PersonalKind("inflight", Naming.FIELD, MESSAGE),
    PersonalKind("tries", Naming.MESSAGE),
    PersonalKind("begun", Naming.PERSON),
    PersonalKind("unheard", Naming.PERSON),
    PersonalKind("told", Naming.MESSAGE),
    PersonalKind("conversation", Naming.PERSON, "conversation"),
    PersonalKind("talk", Naming.PERSON, "talk"),
    PersonalKind("drafts", Naming.MEMBER),
    PersonalKind("waiting", Naming.CITIZEN),
    PersonalKind("window", Naming.CITIZEN),
    PersonalKind("quarantine", Naming.MESSAGE, MESSAGE),
    PersonalKind("questions", Naming.LINE, questions.SEALED_FOR),
    PersonalKind("answer", Naming.MESSAGE),
    PersonalKind("rate", Naming.PERSON),
)


class RedisTraces:
    """Finds and erases what lies in Redis of a citizen; every method raises `ServiceError` when Redis is away."""

    def __init__(self, redis: Redis, *, vault: Vault) -> None:
        self._redis = redis
        self._vault = vault
        self._asked = QuestionTraces(redis, vault=vault)

    async def held(self, account: CitizenAccount) -> dict[str, list[Any]]:
        """Give everything by kind, opened; a value that no key opens is an empty one."""
        found: dict[str, list[Any]] = {}
        for kind in PERSONAL:
            found[kind.kind] = [value async for value in self._values(kind, account)]
        return found

    async def talk(self, account: CitizenAccount) -> list[Any]:
        """Give the turns of the talk alone, opened; raises `ServiceError` when Redis is away."""
        kind = next(kind for kind in PERSONAL if kind.kind == "talk")
        return [value async for value in self._values(kind, account)]

    async def erase(self, account: CitizenAccount) -> dict[str, int]:
        """Erase everything; give how many of each kind. Waits for a turn of this citizen that is under way."""
        erased: dict[str, int] = {}
        async with self._alone(account):
            for kind in PERSONAL:
                erased[kind.kind] = await self._erase(kind, account)
        return erased

    async def erase_known(self, account: CitizenAccount, messages: Collection[str]) -> None:
        """Erase what lies of somebody all of whose messages are named, without looking through every name.

        Waits for a turn that is under way. What was asked is left to the log, which knows nobody.
        """
        async with self._alone(account), reachable(), self._redis.pipeline(transaction=False) as steps:
            for kind in PERSONAL:
                if kind.naming is Naming.MEMBER:
                    steps.zrem(key_of(kind.kind), account.person)
                elif kind.naming is Naming.FIELD and messages:
                    steps.hdel(key_of(kind.kind), *messages)
                elif kind.naming is Naming.PERSON:
                    steps.delete(key_of(kind.kind, account.person))
                elif kind.naming is Naming.CITIZEN:
                    steps.delete(key_of(kind.kind, account.citizen))
                elif kind.naming is Naming.MESSAGE:
                    for identity in messages:
                        steps.delete(key_of(kind.kind, identity))
            for identity in messages:
                steps.zrem(messages_key(), key_of("quarantine", identity))
            await steps.execute()

    @asynccontextmanager
    async def _alone(self, account: CitizenAccount) -> AsyncIterator[None]:
        lock, owner = key_of("lock", account.person), f"rights:{uuid.uuid4().hex}"
        try:
            async with asyncio.timeout(LOCK_SECONDS):
                while not await self._take(lock, owner):  # noqa: ASYNC110 - another process holds it
                    await asyncio.sleep(LOOK_AGAIN_SECONDS)
        except TimeoutError as error:
            raise ServiceError(retry_after=LOCK_SECONDS) from error
        try:
            yield
        finally:
            async with reachable():
                await self._redis.register_script(UNLOCK)(keys=[lock], args=[owner])

    async def _take(self, lock: str, owner: str) -> bool:
        async with reachable():
            return bool(await self._redis.set(lock, owner, nx=True, px=LOCK_MS))

    async def _keys(self, kind: PersonalKind, account: CitizenAccount) -> list[bytes]:
        if kind.naming is Naming.CITIZEN:
            names = [key_of(kind.kind, account.citizen).encode()]
        elif kind.naming is Naming.PERSON:
            names = [key_of(kind.kind, account.person).encode()]
        elif kind.naming is Naming.MESSAGE:
            pattern = f"{key_of(kind.kind)}:{_literal(account.person)}:*"
            return [key async for key in keys_like(self._redis, pattern)]
        elif kind.naming is Naming.LINE:
            names = [questions.stream_key().encode(), questions.unfit_key().encode()]
        else:
            names = [key_of(kind.kind).encode()]
        async with reachable():
            return [name for name in names if await self._redis.exists(name)]

    async def _values(self, kind: PersonalKind, account: CitizenAccount) -> AsyncIterator[Any]:
        for key in await self._keys(kind, account):
            if kind.naming is Naming.LINE:
                async for line in self._asked.of(key, account.person):
                    yield line
                continue
            for value in await self._read(kind, key, account):
                yield self._opened(value, kind.purpose)

    async def _read(self, kind: PersonalKind, key: bytes, account: CitizenAccount) -> list[Any]:
        if kind.naming is Naming.FIELD:
            return [sealed async for _, sealed in self._fields(key, account)]
        async with reachable():
            if kind.naming is Naming.MEMBER:
                mark: Any = await self._redis.zscore(key, account.person)
                return [] if mark is None else [str(mark).encode()]
            form = await self._redis.type(key)
            if form == b"list":
                return list(await self._redis.lrange(key, 0, -1))
            if form == b"hash":
                kept: Any = await self._redis.hgetall(key)
                return [b" ".join(name + b"=" + value for name, value in kept.items())]
            value: Any = await self._redis.get(key)
        return [] if value is None else [value]

    async def _erase(self, kind: PersonalKind, account: CitizenAccount) -> int:
        count = 0
        for key in await self._keys(kind, account):
            if kind.naming is Naming.FIELD:
                names = [name async for name, _ in self._fields(key, account)]
                async with reachable():
                    count += int(await self._redis.hdel(key, *map(bytes.decode, names))) if names else 0
            elif kind.naming is Naming.MEMBER:
                async with reachable():
                    count += int(await self._redis.zrem(key, account.person))
            elif kind.naming is Naming.LINE:
                count += await self._asked.erase(key, account.person)
            else:
                async with reachable():
                    count += int(await self._redis.delete(key))
                    if kind.kind == "quarantine":
                        await self._redis.zrem(messages_key(), key)
        return count

    async def _fields(self, key: bytes, account: CitizenAccount) -> AsyncIterator[tuple[bytes, bytes]]:
        cursor = 0
        own = f"{account.person}:"
        while True:
            async with reachable():
                answer: Any = await self._redis.hscan(key, cursor, match=f"{_literal(own)}*")
            cursor, found = answer
            for name, sealed in found.items():
                yield name, sealed
            if not cursor:
                return

    def _opened(self, value: bytes, purpose: str) -> Any:
        if not purpose:
            return value.decode("utf-8", "replace")
        try:
            return unpressed(self._vault.open_bytes(value, purpose=purpose))
        except (ServiceError, ValueError):
            return None


def _literal(name: str) -> str:
    """Give a name as Redis looks for it letter by letter."""
    return "".join(f"\\{letter}" if letter in "*?[]^\\" else letter for letter in name)
