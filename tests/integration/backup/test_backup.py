"""Backups of both engines: whole or not there, checked before anything is written, and put back to either engine."""

import asyncio
import json
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from adapters.backup import making, redis_content, tables
from adapters.backup.making import DATABASE_FILE, REDIS_FILE, BackupSource, back_up, keys_beside
from adapters.backup.restoration import restore
from adapters.redis.server import EmbeddedRedis
from adapters.sealing.canary import check_keys
from adapters.settings import Settings, SettingsError
from adapters.storage import schema
from adapters.storage.engine import create_database, sqlite_url
from bot.audit import first_broken
from bot.database import Database
from bot.errors import ServiceError
from bot.privacy import Vault
from tests.factories.sealed import Sealers
from tests.integration.postgres import Server

pytestmark = pytest.mark.redis
SECRET = "a secret of thirty-two letters ok"
Rows = dict[str, list[tuple[Any, ...]]]


def silent(_: str) -> None:
    """Hear of a step."""


def settings(folder: Path, **more: Any) -> Settings:
    plain = {
        "secret_key": SECRET,
        "wechat_token": "tokenfortests",
        "wechat_aes_key": "mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs",
        "wechat_appid": "wx1234567890abcdef",
        "wechat_account": "gh_example",
        "data_dir": folder,
    }
    return Settings(_env_file=None, **plain | more)  # type: ignore[call-arg]


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path / "original")
    client = Redis.from_url(await server.start())
    yield client
    await client.aclose()
    await server.stop()


async def filled(database: Database, redis: Redis, folder: Path) -> BackupSource:
    vault = Vault(SECRET)
    await check_keys(database, vault)
    for number in range(3):
        await Sealers(database, redis, vault).everywhere(number)
    return BackupSource(database, redis, vault, folder)


@pytest.fixture
async def source(migrated: Database, redis: Redis, tmp_path: Path) -> BackupSource:
    return await filled(migrated, redis, tmp_path / "original")


@pytest.fixture
async def from_file(sqlite_migrated: Path, redis: Redis, tmp_path: Path) -> AsyncIterator[BackupSource]:
    """Give what is backed up from a file: a copy is the same whatever it was made from, and so is what refuses it."""
    opened = create_database(sqlite_url(Path(shutil.copy(sqlite_migrated, tmp_path)).parent))
    yield await filled(opened, redis, tmp_path / "original")
    await opened.close()


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def rows_of(database: Database) -> Rows:
    found = {}
    async with database.reading() as tx:
        for table in schema.METADATA.sorted_tables:
            rows = await tx.execute(select(table).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(row) for row in rows]
    return found


async def made(source: BackupSource, tmp_path: Path) -> Path:
    path = tmp_path / "copy"
    await back_up(source, path, keys=keys_beside(path), told=silent)
    return path


async def test_every_table_comes_back(source: BackupSource, tmp_path: Path) -> None:
    rows = await rows_of(source.database)
    path, new = await made(source, tmp_path), tmp_path / "new"
    done = await restore(settings(new), path, keys=keys_beside(path), told=silent)
    opened = create_database(sqlite_url(new))
    assert await rows_of(opened) == rows
    await opened.close()
    # Three conversations, what was said in them, who has a form open, one hash in hand with three tries, three aside and
    # their list, and the (empty) answers of those three and of the three turns.
    assert done.redis == 3 + 3 + 1 + 1 + 3 + 3 + 1 + 6
    server = EmbeddedRedis(new)
    client = Redis.from_url(await server.start())
    sealers = Sealers(source.database, client, source.vault)
    assert (await sealers.turn("o1", 2))["turns"] == 1
    assert len(await sealers.gate.stranded(limit=9)) == 3
    assert await sealers.quarantined() == 3
    assert len(await sealers.gate.talk("wechat", "o1")) == 2
    assert await client.ttl("mingbai:conversation:wechat:o2") > 29 * 24 * 3600
    await client.aclose()
    await server.stop()


@pytest.mark.postgres
async def test_a_copy_goes_to_an_empty_postgresql_and_numbers_go_on(
    source: BackupSource, tmp_path: Path, postgres_server: Server
) -> None:
    rows, path = await rows_of(source.database), await made(source, tmp_path)
    url = postgres_server.new_database()
    await restore(settings(tmp_path / "new", database_url=url), path, keys=None, told=silent)
    assert not (tmp_path / "new" / "mingbai.db").exists()
    opened = create_database(url)
    assert await rows_of(opened) == rows
    await Sealers(opened, source.redis, source.vault).everywhere(7)
    with pytest.raises(SettingsError, match="已经有数据"):
        await restore(settings(tmp_path / "other", database_url=url), path, keys=None, told=silent)
    await opened.close()
    postgres_server.drop(url)


async def test_a_copy_is_its_owners_alone_and_names_what_it_holds(
    source: BackupSource, tmp_path: Path
) -> None:
    path = await made(source, tmp_path)
    modes = {stat.S_IMODE(each.stat().st_mode) for each in path.iterdir() if each.name != "manifest.json"}
    assert (stat.S_IMODE(path.stat().st_mode), modes) == (0o700, {0o600})
    manifest = json.loads((path / "manifest.json").read_text("utf-8"))
    assert manifest["tables"] == {name: len(rows) for name, rows in (await rows_of(source.database)).items()}
    assert set(manifest["files"]) == {DATABASE_FILE, REDIS_FILE}
    assert SECRET not in "".join(each.read_text("latin-1") for each in path.iterdir())
    assert SECRET in keys_beside(path).read_text("utf-8")


async def test_what_breaks_off_leaves_nothing(
    source: BackupSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names_in(tmp_path)

    async def away(*_: object, **__: object) -> None:
        raise ServiceError(retry_after=1.0)

    monkeypatch.setattr(tables, "copy_out", away)
    with pytest.raises(ServiceError):
        await made(source, tmp_path)
    assert names_in(tmp_path) == before


async def test_nothing_is_written_over(from_file: BackupSource, tmp_path: Path) -> None:
    path = await made(from_file, tmp_path)
    with pytest.raises(SettingsError, match="已经有了"):
        await made(from_file, tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").write_text("mine")
    with pytest.raises(SettingsError, match="不是空的"):
        await restore(settings(tmp_path / "full"), path, keys=keys_beside(path), told=silent)
    assert [each.name for each in (tmp_path / "full").iterdir()] == ["something"]


@pytest.mark.parametrize("name", [DATABASE_FILE, REDIS_FILE, "manifest.json"])
async def test_a_copy_that_was_changed_is_refused_before_anything_is_written(
    from_file: BackupSource, tmp_path: Path, name: str
) -> None:
    path, new = await made(from_file, tmp_path), tmp_path / "new"
    whole = (path / name).read_bytes()
    for changed in (whole[:-9], whole.replace(b"1", b"2", 1), None):
        (path / name).write_bytes(changed) if changed is not None else (path / name).unlink()
        with pytest.raises(SettingsError):
            await restore(settings(new), path, keys=keys_beside(path), told=silent)
        assert not new.exists()


async def test_the_keys_of_another_county_are_refused(from_file: BackupSource, tmp_path: Path) -> None:
    path, new = await made(from_file, tmp_path), tmp_path / "new"
    with pytest.raises(SettingsError, match="--keys"):
        await restore(settings(new, secret_key="t" * 43), path, keys=None, told=silent)
    assert not new.exists()


async def test_a_restoration_that_fails_leaves_the_folder_empty(
    from_file: BackupSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, new = await made(from_file, tmp_path), tmp_path / "new"

    async def away(*_: object) -> None:
        raise ServiceError(retry_after=1.0)

    with monkeypatch.context() as patched:
        patched.setattr(redis_content, "load", away)
        with pytest.raises(ServiceError):
            await restore(settings(new), path, keys=keys_beside(path), told=silent)
    assert list(new.iterdir()) == []
    await restore(settings(new), path, keys=keys_beside(path), told=silent)
    assert (new / "mingbai.db").exists()


def test_a_backup_is_made_of_named_parts() -> None:
    assert keys_beside(Path("/copies/a")) == Path("/copies/a.keys.json")
    assert making.DATABASE_FILE != making.REDIS_FILE


async def test_a_backup_beside_the_work_shows_one_moment(source: BackupSource, tmp_path: Path) -> None:
    """Every ticket is in the copy with its entry in the audit chain, or neither is; nobody who writes is refused."""
    sealers, done = Sealers(source.database, source.redis, source.vault), asyncio.Event()

    async def writing() -> int:
        number = 100
        while not done.is_set():
            await sealers.hand_over(number)
            number += 1
        return number - 100

    async def copying() -> list[Path]:
        paths = []
        for number in range(3):
            await asyncio.sleep(0.05)
            paths.append(tmp_path / f"copy{number}")
            await back_up(source, paths[-1], keys=keys_beside(paths[-1]), told=silent)
        done.set()
        return paths

    written, paths = await asyncio.gather(writing(), copying())
    seen = []
    for path in paths:
        with closing(sqlite3.connect(path / DATABASE_FILE)) as copied:
            (tickets,) = copied.execute("SELECT count(*) FROM tickets").fetchone()
            (opened,) = copied.execute(
                "SELECT count(*) FROM audit_entries WHERE action = 'ticket:open'"
            ).fetchone()
        assert tickets == opened
        seen.append(tickets)
    assert 3 < seen[0] < seen[1] < seen[2] <= written + 3
    new = tmp_path / "new"
    await restore(settings(new), paths[-1], keys=keys_beside(paths[-1]), told=silent)
    restored = create_database(sqlite_url(new))
    async with restored.reading() as tx:
        assert await first_broken(tx) is None
    await restored.close()


@pytest.mark.postgres
async def test_a_redis_that_was_filled_in_vain_is_emptied_again(
    source: BackupSource, tmp_path: Path, postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, url = await made(source, tmp_path), postgres_server.new_database()
    outside = EmbeddedRedis(tmp_path / "outside")
    target = settings(tmp_path / "new", database_url=url, redis_url=await outside.start())

    async def away(*_: object, **__: object) -> None:
        raise ServiceError(retry_after=1.0)

    with monkeypatch.context() as patched:
        patched.setattr(tables, "copy_in", away)
        with pytest.raises(ServiceError):
            await restore(target, path, keys=keys_beside(path), told=silent)
    done = await restore(target, path, keys=keys_beside(path), told=silent)
    assert done.redis == 21
    await outside.stop()
    postgres_server.drop(url)
