"""PostgreSQL that hangs, restarts, is full or loses a word on the way: told as the world's failure, and nothing twice."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select, text

from adapters.redis.server import EmbeddedRedis
from adapters.storage.engine import SERVING, StoreLimits, create_database
from bot import audit
from bot.audit import AuditRecord
from bot.database import Database
from bot.errors import ServiceError, UncertainError
from bot.inbound.gate import LONGEST_TRY
from tests.factories.handover import TEXTS, hear, leases_over, posted_to, reception, tickets_of
from tests.integration.conftest import make_tables, prepare
from tests.integration.lossy_line import Lossy
from tests.integration.postgres import Server

pytestmark = pytest.mark.postgres
SHORT = StoreLimits(connect=0.4, pool=0.4, lock=0.3, command=0.6, idle=0.6)
# However a wait ends, it ends long before this.
PATIENCE = 20


@pytest.fixture(scope="module")
def own_server(postgres_server: Server) -> Iterator[Server]:
    """Give a server of this file's own, since it is stopped and killed here."""
    del postgres_server
    server = Server.start()
    yield server
    server.stop()


@pytest.fixture
def url(own_server: Server) -> Iterator[str]:
    address = own_server.new_database()
    prepare(address, make_tables)
    yield address
    own_server.drop(address)


@asynccontextmanager
async def opened(url: str, *, limits: StoreLimits = SHORT, pool_size: int = 2) -> AsyncIterator[Database]:
    database = create_database(url, limits=limits, pool_size=pool_size)
    try:
        async with asyncio.timeout(PATIENCE):
            yield database
    finally:
        async with asyncio.timeout(PATIENCE):
            await database.close()


async def write(database: Database, subject: str = "a") -> None:
    async with database.transaction() as tx:
        await audit.record(tx, "test:write", actor="a", subject=subject, now=datetime.now(UTC))


async def written(database: Database) -> int:
    async with database.reading() as tx:
        return int(await tx.scalar(select(func.count()).select_from(AuditRecord)) or 0)


@contextmanager
def standing(server: Server) -> Iterator[None]:
    """Let the server and every process of its sessions stand still."""
    first = int((server.data / "postmaster.pid").read_text().split()[0])
    processes = [first, *children(first)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


def children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                words = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(words[1]) == parent:
                    found.append(int(entry.name))
    return found


def test_every_limit_is_below_a_try() -> None:
    assert max(SERVING.connect, SERVING.pool, SERVING.lock, SERVING.command + 1) < LONGEST_TRY


async def test_a_server_that_stands_still_is_told_of_and_used_again(own_server: Server, url: str) -> None:
    async with opened(url) as database:
        await write(database)
        with standing(own_server):
            told = await asyncio.gather(*(write(database, str(n)) for n in range(6)), return_exceptions=True)
            with pytest.raises(ServiceError):
                await written(database)
        assert {type(each) for each in told} <= {ServiceError, UncertainError}, told
        await asyncio.gather(*(write(database, str(n)) for n in range(6)))
        async with database.reading() as tx:
            assert await audit.first_broken(tx) is None


async def test_a_server_that_stands_still_while_committing_leaves_it_uncertain(
    own_server: Server, url: str
) -> None:
    async def write_and_stop(database: Database, stopping: ExitStack) -> None:
        async with database.transaction() as tx:
            await audit.record(tx, "test:write", actor="a", subject="b", now=datetime.now(UTC))
            stopping.enter_context(standing(own_server))

    async with opened(url) as database:
        with ExitStack() as stopping, pytest.raises(UncertainError):
            await write_and_stop(database, stopping)
        await write(database)


async def test_a_command_that_takes_too_long_is_the_worlds_failure(url: str) -> None:
    async with opened(url) as database:
        with pytest.raises(ServiceError):
            async with database.reading() as tx:
                await tx.execute(text("SELECT pg_sleep(30)"))
        assert await written(database) == 0


async def test_a_lock_that_is_not_given_is_the_worlds_failure(url: str) -> None:
    async with opened(url) as database, opened(url, limits=SERVING) as other:
        async with other.transaction() as tx:
            await tx.execute(text("LOCK TABLE audit_entries"))
            with pytest.raises(ServiceError):
                await write(database)
        await write(database)


async def test_a_transaction_whose_process_stands_gives_its_locks_back(url: str) -> None:
    async def stand(standing_: Database, database: Database) -> None:
        async with standing_.transaction() as tx:
            await tx.execute(text("LOCK TABLE audit_entries"))
            await asyncio.sleep(SHORT.idle * 2)
            await write(database)
            await tx.execute(text("SELECT 1"))

    async with opened(url) as database, opened(url) as other:
        with pytest.raises(ServiceError):
            await stand(other, database)
        assert await written(database) == 1


async def test_a_pool_without_a_free_connection_is_the_worlds_failure(url: str) -> None:
    async with opened(url, limits=StoreLimits(pool=0.2), pool_size=1) as database:
        go = asyncio.Event()

        async def hold() -> None:
            async with database.reading() as tx:
                await tx.execute(text("SELECT 1"))
                await go.wait()

        holding = [asyncio.create_task(hold()) for _ in range(2)]
        await asyncio.sleep(0.2)
        with pytest.raises(ServiceError):
            await write(database)
        go.set()
        await asyncio.gather(*holding)
        await write(database)


async def test_the_worlds_failures_are_told_by_their_codes(url: str) -> None:
    codes = "08006 28000 40001 40P01 53100 53200 53300 55P03 57014 57P01 57P03 58030"
    raising = "DO $$ BEGIN RAISE EXCEPTION 'it fails' USING ERRCODE = '{}'; END $$"
    async with opened(url) as database:
        for code in codes.split():
            with pytest.raises(ServiceError) as failure:
                async with database.transaction() as tx:
                    await tx.execute(text(raising.format(code)))
            assert not isinstance(failure.value, UncertainError), code


async def test_a_restart_is_told_of_and_survived(own_server: Server, url: str) -> None:
    async def write_through_a_restart(database: Database, way: str) -> None:
        async with database.transaction() as tx:
            await audit.record(tx, "test:write", actor="a", subject="b", now=datetime.now(UTC))
            await asyncio.to_thread(own_server.restart, way)

    async with opened(url) as database:
        await write(database)
        for way in ("fast", "immediate"):
            with pytest.raises(ServiceError):
                await write_through_a_restart(database, way)
            await write(database)
        assert await written(database) == 3


async def test_sessions_ended_by_an_administrator_are_replaced(url: str) -> None:
    async with opened(url) as database, opened(url, limits=SERVING) as other:
        await write(database)
        async with other.transaction() as tx:
            await tx.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                     " AND datname = current_database()")
            )  # fmt: skip
        await write(database)
        assert await written(database) == 2


async def test_a_word_lost_after_the_commit_leaves_it_uncertain(url: str, tmp_path: Path) -> None:
    lossy = Lossy(url, tmp_path)
    async with lossy.between(), opened(lossy.url, limits=SERVING) as database:
        await write(database)
        lossy.left = 1
        with pytest.raises(UncertainError):
            await write(database)
        assert lossy.cuts == 1
        assert await written(database) == 2


@pytest.mark.redis
async def test_who_asks_for_a_person_while_it_restarts_gets_one_ticket_and_true_words(
    own_server: Server, url: str, tmp_path: Path
) -> None:
    server = EmbeddedRedis(tmp_path)
    async with Redis.from_url(await server.start()) as redis, opened(url, limits=SERVING) as database:
        desk = reception(redis, database)
        asking = [asyncio.create_task(hear(desk, number)) for number in range(30)]
        await asyncio.sleep(0.1)
        await asyncio.to_thread(own_server.restart, "immediate")
        asking += [asyncio.create_task(hear(desk, number)) for number in range(30, 40)]
        told = {f"o{number}": words for number, words in enumerate(await asyncio.gather(*asking))}
        await desk.drain()
        await leases_over(redis)
        while await desk.recover():
            pass
        tickets, posted = await tickets_of(database), await posted_to(database)
    await server.stop()
    assert tickets
    for citizen, words in told.items():
        if words == TEXTS("general.unavailable"):
            assert citizen not in tickets
        else:
            assert tickets[citizen] == (posted[citizen] if words in {"", TEXTS("general.later")} else words)
