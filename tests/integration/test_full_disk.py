"""A disk that is full: citizens hear true words, nothing is lost or half-written, and all goes on once there is room."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp.web import FileField
from multidict import CIMultiDict, CIMultiDictProxy
from redis.asyncio import Redis
from sqlalchemy import func, select

from adapters.operators.imports.uploads import Uploads
from adapters.redis.gate import RedisGate
from adapters.redis.memory import RedisMemory
from adapters.redis.server import EmbeddedRedis
from adapters.storage.engine import create_database, sqlite_url
from bot import audit
from bot.audit import AuditRecord
from bot.database import Base, Database
from bot.errors import ServiceError
from bot.inbound.gate import AdmissionStanding
from bot.message import Inbound
from bot.privacy import Vault
from handlers.texts import Texts
from knowledge.documents.document import Document
from knowledge.index.generations import Index
from tests.factories.handover import (
    hear,
    leases_over,
    posted_to,
    reception,
    tickets_of,
)
from tests.factories.tiny_disk import TinyDisk, tiny_disk

pytestmark = pytest.mark.redis
TEXTS = Texts.load()
VAULT = Vault("a secret of thirty-two letters ok")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[TinyDisk]:
    with tiny_disk(tmp_path / "disk", megabytes=8) as mounted:
        yield mounted


@pytest.fixture
async def database(disk: TinyDisk) -> AsyncIterator[Database]:
    opened = create_database(sqlite_url(disk.folder))
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    await opened.close()


async def write(database: Database, note: str = "") -> None:
    async with database.transaction() as tx:
        await audit.record(
            tx, "test:write", actor="a", subject="b", now=datetime.now(UTC), detail={"note": note}
        )


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(folder)
    url = await server.start()
    try:
        async with Redis.from_url(url) as redis:
            yield redis
    finally:
        await server.stop()


async def until_refused(write: Callable[[int], Awaitable[object]]) -> int:
    """Write until the world fails, and give how often it did not: what room the files have already is used up first."""
    for number in range(1, 5000):
        try:
            await write(number)
        except ServiceError:
            return number - 1
    raise AssertionError("nothing was refused")


async def test_sqlite_on_a_full_disk_is_the_worlds_failure(disk: TinyDisk, database: Database) -> None:
    await write(database)
    disk.fill()
    written = 1 + await until_refused(lambda number: write(database, f"{number}" * 1000))
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(AuditRecord)) == written
    disk.free()
    await write(database)
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(AuditRecord)) == written + 1
        assert await audit.first_broken(tx) is None


def said(key: str) -> Inbound:
    return Inbound("wechat", "o1", key, "text", datetime.now(UTC), "问" * 2000)


async def test_redis_on_a_full_disk_refuses_and_goes_on(disk: TinyDisk) -> None:
    async with served(disk.folder) as redis:
        gate = RedisGate(redis, vault=VAULT, rate_limit=0)
        await gate.enter(said("m:0"))
        await gate.leave(said("m:0"), state={"slots": {"a": 1}}, answer=b"kept")
        disk.fill()

        async def hear_and_answer(number: int) -> None:
            await gate.enter(said(f"m:{number}"))
            await gate.leave(said(f"m:{number}"), state={"slots": {"a": 1}}, answer=b"")

        await until_refused(hear_and_answer)
        assert not (await RedisMemory(redis).figures()).sound
        assert (await gate.enter(said("m:0"))).answer == b"kept"
        disk.free()
        async with asyncio.timeout(20):
            while not (await RedisMemory(redis).figures()).sound:  # noqa: ASYNC110 - Redis tells nobody
                await asyncio.sleep(0.1)
        following = await gate.enter(said("m:9999"))
        assert following.standing in {AdmissionStanding.FRESH, AdmissionStanding.BUSY}
    async with served(disk.folder) as redis:
        assert (await RedisGate(redis, vault=VAULT, rate_limit=0).enter(said("m:0"))).answer == b"kept"


async def test_who_asks_for_a_person_on_a_full_disk_gets_the_ticket_when_there_is_room(
    disk: TinyDisk, database: Database, tmp_path: Path
) -> None:
    async with served(tmp_path / "elsewhere") as redis:
        disk.fill()
        await until_refused(lambda number: write(database, f"{number}" * 1000))
        told = await hear(reception(redis, database), 1)
        assert told in {TEXTS("general.later"), TEXTS("general.unavailable")}
        disk.free()
        await leases_over(redis)
        recovered = await reception(redis, database).recover()
        if told == TEXTS("general.later"):
            assert recovered == 1
            assert await posted_to(database) == await tickets_of(database)
        else:
            assert await redis.hlen("mingbai:inflight") == 0  # type: ignore[misc]


async def test_an_upload_that_does_not_fit_leaves_nothing(disk: TinyDisk) -> None:
    uploads = Uploads(disk.folder / "uploads")
    headers: CIMultiDictProxy[str] = CIMultiDictProxy(CIMultiDict())
    files = [
        FileField("file", f"{number}.txt", BytesIO(b"x" * 3_000_000), "text/plain", headers)  # type: ignore[arg-type]
        for number in range(4)
    ]
    with pytest.raises(OSError, match="No space"):
        await uploads.keep(files)
    assert list((disk.folder / "uploads").iterdir()) == []
    assert len((await uploads.keep(files[:1])).files) == 1


async def test_an_index_that_cannot_be_written_leaves_the_old_one_serving(disk: TinyDisk) -> None:
    index = Index(disk.folder / "index")
    index.build([(Document("a", "甲办法"), "第一条 甲补贴每人每月六十元。", 1)])
    index.reload()
    before = sorted(path.name for path in (disk.folder / "index").iterdir())
    disk.fill()
    more = [(Document(f"b{n}", f"乙办法{n}"), "第一条 乙补贴每人每月九十元。" * 200, 1) for n in range(50)]
    with pytest.raises((OSError, ValueError)):
        await asyncio.to_thread(index.update, more, [])
    disk.free()
    index.reload()
    assert index.reader is not None
    assert list(index.reader.identifiers) == ["a"]
    assert sorted(path.name for path in (disk.folder / "index").iterdir()) == before
    await asyncio.to_thread(index.update, more, [])
    index.reload()
    assert len(index.reader.identifiers) == 51
