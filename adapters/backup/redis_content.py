"""What of Redis belongs into a backup, as data: a test compares it with the names the program uses.

Values are copied as what they are, not as the server's own bytes, so that another version of Redis takes them as well.
"""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path
from time import time
from typing import Any, NamedTuple

import orjson
from redis.asyncio import Redis

from adapters.redis.gate import ANSWER_SECONDS
from adapters.redis.keys import as_named_here, key_of
from adapters.redis.reach import reachable

BATCH = 100
# In this order: what comes first is read first. A message that is answered meanwhile is found in hand, and its answer
# is found too, so that it is not handled a second time after all has been put back.
KEPT = (
    "inflight",
    "tries",
    "unheard",
    "conversation",
    "talk",
    "drafts",
    "waiting",
    "quarantine",
    "questions",
    "answer",
)
# What is worth nothing elsewhere or later.
LEFT = {
    "claim": "a lease of seconds",
    "lock": "a lease of seconds",
    "begun": "which of a person's messages was begun last; those in hand are taken up at once when all is put back",
    "told": "what a repeated delivery was told; the platform repeats none so late",
    "rate": "counts of a minute",
    "looking": "who of staff has what open on the screen this minute",
    "login": "counts of log-ins that failed",
    "kiosk-open": "uses of screens under way; none outlasts a restoration",
    "kiosk-said": "what a use of a screen said, erased with it",
    "pace": "counts of calls within a minute",
    "tries-of": "counts of log-ins that failed",
    "pause": "how long a log-in has to wait",
    "known": "where a person has logged in before; the next log-in notes it anew",
    "session": "whoever was logged in logs in again",
    "sessions": "which sessions an account has open, and they end with the machine",
    "window": "how many messages may still follow; whoever does not know finds it out",
    "windows-since": "since when that is known",
    "waiting-known": "the worker writes the notes of what waits anew",
    "waiting-round": "a round in which it does so",
    "alarm": "what the platform refused last; it says so again",
    "wechat": "the platform gives another token",
    "operators": "the progress of what a stopped program did",
    "index": "a bell between running programs",
    "retention": "the day of the last pass; the next worker makes one",
    "withdrawn": "a bell between running programs; the database knows what was taken back",
}


class RedisEntry(NamedTuple):
    """One key with all it holds; `expires_at` is in POSIX milliseconds, 0 for never."""

    key: bytes
    form: str
    expires_at: int
    value: Any

    @property
    def kind(self) -> str:
        """The word after the program's own name."""
        return self.key.decode("utf-8", "replace").split(":")[1]


async def write(redis: Redis, path: Path) -> Counter[str]:
    """Write every kept key to a file, one a line; give how many of each kind. Raises `ServiceError`."""
    counted: Counter[str] = Counter()
    with path.open("wb") as file:
        async for entry in _entries(redis):
            file.write(orjson.dumps(_plain(entry)) + b"\n")
            counted[entry.kind] += 1
    return counted


async def load(redis: Redis, path: Path) -> Counter[str]:
    """Put the keys of a file into an empty Redis; what has expired meanwhile is left out. Raises `ServiceError`."""
    counted: Counter[str] = Counter()
    with path.open("rb") as file:
        batch: list[RedisEntry] = []
        for line in file:
            entry = _entry(orjson.loads(line))
            if not entry.expires_at or entry.expires_at > time() * 1000:
                batch.append(entry)
                counted[entry.kind] += 1
            if len(batch) >= BATCH:
                await _put(redis, batch)
                batch = []
        await _put(redis, batch)
    return counted


async def clear(redis: Redis) -> None:
    """Take everything of the program out of a Redis again. Raises `ServiceError`."""
    async with reachable():
        async for key in redis.scan_iter(match=key_of("*"), count=1000):
            await redis.delete(key)


async def is_empty(redis: Redis) -> bool:
    """Say whether nothing of the program lies in a Redis. Raises `ServiceError`."""
    async with reachable():
        async for _ in redis.scan_iter(match=key_of("*"), count=1000):
            return False
    return True


async def _entries(redis: Redis) -> AsyncIterator[RedisEntry]:
    for kind in KEPT:
        for name in (key_of(kind), f"{key_of(kind)}:*"):
            cursor = 0
            while True:
                async with reachable():
                    answer: Any = await redis.scan(cursor, match=name, count=1000)
                    cursor, keys = answer
                    found = await _read(redis, keys)
                for entry in found:
                    yield entry
                if not cursor:
                    break


async def _read(redis: Redis, keys: Sequence[bytes]) -> list[RedisEntry]:
    async with redis.pipeline(transaction=False) as pipeline:
        for key in keys:
            pipeline.type(key)
        forms: list[bytes] = await pipeline.execute() if keys else []
    known = [(key, form.decode()) for key, form in zip(keys, forms, strict=True) if form != b"none"]
    async with redis.pipeline(transaction=True) as pipeline:
        for key, form in known:
            pipeline.pttl(key)
            _ask(pipeline, key, form)
        answers: list[Any] = await pipeline.execute() if known else []
    now = int(time() * 1000)
    return [
        RedisEntry(key, form, now + left if left > 0 else 0, value)
        for (key, form), left, value in zip(known, answers[::2], answers[1::2], strict=True)
        # A key may have ended between the two looks; an empty answer is an answer.
        if value or value == b""
    ]


def _ask(pipeline: Any, key: bytes, form: str) -> None:
    ask = {
        "string": lambda: pipeline.get(key),
        "list": lambda: pipeline.lrange(key, 0, -1),
        "hash": lambda: pipeline.hgetall(key),
        "zset": lambda: pipeline.zrange(key, 0, -1, withscores=True),
        "stream": lambda: pipeline.xrange(key),
    }
    ask[form]()


async def _put(redis: Redis, batch: Iterable[RedisEntry]) -> None:
    async with reachable(), redis.pipeline(transaction=False) as pipeline:
        for entry in batch:
            _set(pipeline, entry)
            if entry.kind == "answer":
                # Whoever stood in the middle when the copy was made may be asked again once it is put back.
                pipeline.expire(entry.key, ANSWER_SECONDS)
            elif entry.expires_at:
                pipeline.pexpireat(entry.key, entry.expires_at)
        await pipeline.execute()


def _set(pipeline: Any, entry: RedisEntry) -> None:
    key, value = entry.key, entry.value
    if entry.form == "string":
        pipeline.set(key, value)
    elif entry.form == "list":
        pipeline.rpush(key, *value)
    elif entry.form == "hash":
        pipeline.hset(key, mapping=value)
    elif entry.form == "zset":
        pipeline.zadd(key, dict(value))
    else:
        for number, fields in value:
            pipeline.xadd(key, fields, id=number)


def _plain(entry: RedisEntry) -> dict[str, Any]:
    return {
        "key": _text(entry.key),
        "form": entry.form,
        "expires_at": entry.expires_at,
        "value": _packed(entry.form, entry.value),
    }


def _packed(form: str, value: Any) -> Any:
    if form == "string":
        return _text(value)
    if form == "list":
        return [_text(each) for each in value]
    if form == "zset":
        return [[_text(name), score] for name, score in value]
    if form == "hash":
        return [[_text(name), _text(each)] for name, each in value.items()]
    return [[number.decode(), _packed("hash", fields)] for number, fields in value]


def _entry(plain: dict[str, Any]) -> RedisEntry:
    form = plain["form"]
    # A copy may come from a cluster and go to one server, or the other way round.
    key = as_named_here(b64decode(plain["key"]))
    return RedisEntry(key, form, plain["expires_at"], _unpacked(form, plain["value"]))


def _unpacked(form: str, value: Any) -> Any:
    if form == "string":
        return b64decode(value)
    if form == "list":
        return [b64decode(each) for each in value]
    if form == "zset":
        # The list of what lies in quarantine holds full names.
        return [(as_named_here(b64decode(name)), score) for name, score in value]
    if form == "hash":
        return {b64decode(name): b64decode(each) for name, each in value}
    return [(number, _unpacked("hash", fields)) for number, fields in value]


def _text(value: bytes) -> str:
    return b64encode(value).decode()
