"""Walks over everything that is sealed, a bounded batch at a time, and puts another sealed value in a value's place."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import func, select, update

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from adapters.sealing.places import COLUMNS, KINDS, RedisForm, SealedColumn, SealedKind
from bot.database import Database, touched

BATCH = 100
SEALED_FIELD = b"sealed"
# Puts a value in another's place only while that one is still there, and leaves its time to live. What was written
# meanwhile was sealed with the newest key. An entry of a stream cannot be changed: it comes again at the end, and what
# was read twice of it is kept once. KEYS: the key. ARGV: form, field (of a stream the entry's number), value, new value.
REPLACE = """
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if ARGV[1] == 'string' then
  if redis.call('GET', KEYS[1]) ~= ARGV[3] then return 0 end
  redis.call('SET', KEYS[1], ARGV[4], 'KEEPTTL')
elseif ARGV[1] == 'hash' then
  if redis.call('HGET', KEYS[1], ARGV[2]) ~= ARGV[3] then return 0 end
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
elseif ARGV[1] == 'stream' then
  local found = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])[1]
  if not found or found[2][2] ~= ARGV[3] then return 0 end
  redis.call('XADD', KEYS[1], '*', found[2][1], ARGV[4])
  redis.call('XDEL', KEYS[1], ARGV[2])
else
  local place = redis.call('LPOS', KEYS[1], ARGV[3])
  if not place then return 0 end
  redis.call('LSET', KEYS[1], place, ARGV[4])
end
return 1
"""


@dataclass(frozen=True, slots=True)
class SealedValue:
    """A sealed value and where it lies: a row's primary key, or a Redis key and the field in it."""

    place: SealedColumn | SealedKind
    sealed: bytes
    purpose: str
    key: Any
    field: bytes = b""


class SealedValues:
    """Everything sealed in one database and one Redis."""

    def __init__(self, database: Database, redis: Redis, *, kinds: Sequence[SealedKind] = KINDS) -> None:
        self._database = database
        self._redis = redis
        self._kinds = kinds
        self._replace = redis.register_script(REPLACE)

    async def batches(self) -> AsyncIterator[list[SealedValue]]:
        """Give all values, some hundred at a time; raises `ServiceError` when a store is away.

        What is sealed while the walk goes on may or may not be among them.
        """
        for column in COLUMNS:
            async for values in self._column(column):
                yield values
        for kind in self._kinds:
            async for values in self._kind(kind):
                yield values

    async def count(self) -> int:
        """Give how many values there are in the database, for a bar; those in Redis are not counted."""
        async with self._database.reading() as tx:
            return sum(
                [await tx.scalar(select(func.count()).select_from(column.table)) or 0 for column in COLUMNS]
            )

    async def replace(self, pairs: Sequence[tuple[SealedValue, bytes]]) -> int:
        """Put sealed values in the place of others, unless somebody else changed them; give how many were put there."""
        rows = [pair for pair in pairs if isinstance(pair[0].place, SealedColumn)]
        put = await self._replace_rows(rows) if rows else 0
        async with reachable():
            for value, sealed in pairs:
                if isinstance(value.place, SealedKind):
                    words = [value.place.form.value, value.field, value.sealed, sealed]
                    put += int(await self._replace(keys=[value.key], args=words))
        return put

    async def _replace_rows(self, pairs: Sequence[tuple[SealedValue, bytes]]) -> int:
        put = 0
        async with self._database.transaction() as tx:
            for value, sealed in pairs:
                place = value.place
                assert isinstance(place, SealedColumn), "only rows come here"
                there = (place.place == value.key) & (place.column == value.sealed)
                changed = update(place.table).where(there).values({place.column.key: sealed})
                put += touched(await tx.execute(changed))
        return put

    async def _column(self, column: SealedColumn) -> AsyncIterator[list[SealedValue]]:
        last: Any = None
        while True:
            page = select(column.table).order_by(column.place).limit(BATCH)
            async with self._database.reading() as tx:
                rows = (await tx.execute(page if last is None else page.where(column.place > last))).all()
            if not rows:
                return
            last = getattr(rows[-1], column.place.key)
            yield [
                SealedValue(column, sealed, column.purpose(row), getattr(row, column.place.key))
                for row in rows
                if (sealed := bytes(getattr(row, column.column.key) or b""))
            ]

    async def _kind(self, kind: SealedKind) -> AsyncIterator[list[SealedValue]]:
        if kind.form is RedisForm.HASH:
            async for values in self._hash(kind):
                yield values
            return
        if kind.form is RedisForm.STREAM:
            async for values in self._stream(kind, key_of(kind.kind).encode()):
                yield values
        cursor = 0
        while True:
            async with reachable():
                answer: Any = await self._redis.scan(cursor, match=f"{key_of(kind.kind)}:*", count=BATCH)
                cursor, keys = answer
                values = await self._strings(kind, keys) if kind.form is RedisForm.STRING else []
                values += await self._lists(kind, keys) if kind.form is RedisForm.LIST else []
            if values:
                yield values
            for key in keys if kind.form is RedisForm.STREAM else ():
                async for values in self._stream(kind, key):
                    yield values
            if not cursor:
                return

    async def _stream(self, kind: SealedKind, key: bytes) -> AsyncIterator[list[SealedValue]]:
        """Give the entries of a stream; each is one field with a sealed value, or it is none of ours."""
        after = "-"
        while True:
            async with reachable():
                entries: Any = await self._redis.xrange(key, min=after, count=BATCH)
            if not entries:
                return
            after = f"({entries[-1][0].decode()}"
            yield [
                SealedValue(kind, fields[SEALED_FIELD], kind.purpose, key, number)
                for number, fields in entries
                if SEALED_FIELD in fields
            ]

    async def _strings(self, kind: SealedKind, keys: Sequence[bytes]) -> list[SealedValue]:
        found: Any = await self._redis.mget(keys) if keys else []
        return [
            SealedValue(kind, sealed, kind.purpose, key)
            for key, sealed in zip(keys, found, strict=True)
            if sealed
        ]

    async def _lists(self, kind: SealedKind, keys: Sequence[bytes]) -> list[SealedValue]:
        found: list[SealedValue] = []
        for key in keys:
            entries: Any = await self._redis.lrange(key, 0, -1)
            found += [SealedValue(kind, sealed, kind.purpose, key) for sealed in entries]
        return found

    async def _hash(self, kind: SealedKind) -> AsyncIterator[list[SealedValue]]:
        name, cursor = key_of(kind.kind).encode(), 0
        while True:
            async with reachable():
                answer: Any = await self._redis.hscan(name, cursor, count=BATCH)
            cursor, fields = answer
            if fields:
                yield [
                    SealedValue(kind, sealed, kind.purpose, name, field) for field, sealed in fields.items()
                ]
            if not cursor:
                return
