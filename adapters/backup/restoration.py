"""Puts a backup back where nothing is: everything is checked first, and only then written."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.backup import letter_templates, redis_content, tables
from adapters.backup.making import DATABASE_FILE, OWNER_ONLY_FOLDER, REDIS_FILE, Told
from adapters.backup.manifest import Manifest, read_checked
from adapters.resources import index_of, open_database, open_redis
from adapters.sealing.canary import check_keys
from adapters.sealing.key_file import KEY_FILE, KeyFile, read_ring, write_ring
from adapters.settings import Settings, SettingsError
from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import upgrade
from bot.clock import SystemClock
from bot.keyring import FixedRing, KeyRing
from bot.privacy import Vault
from knowledge.calibration.weight_file import WEIGHTS_FILE
from knowledge.publication.index_upkeep import IndexUpkeep

WORKING = ".restoring"


@dataclass(frozen=True, slots=True)
class RestoredCounts:
    """What was put back: rows, keys in Redis (those that had expired are left out), documents in the index."""

    rows: int
    redis: int
    documents: int


async def restore(
    settings: Settings,
    path: Path,
    *,
    keys: Path | None,
    told: Told,
    progress: Callable[[int], None] | None = None,
) -> RestoredCounts:
    """Put a backup into the empty stores that the settings name.

    `keys` is the file of its keys; without one the settings' own keys are tried. `told` hears each step, `progress` how
    many documents the index has. Raises `SettingsError` saying what is wrong before anything is written: files that are
    not whole, keys that do not fit, a store that is not empty. Raises `ServiceError` when a store is away.
    """
    told("核对备份")
    manifest = read_checked(path)
    ring = read_ring(keys) if keys else KeyFile(_key_path(settings), secret=_secret(settings)).ring()
    vault = Vault(FixedRing(ring))
    manifest.require_marked(path, vault)
    await _require_empty(settings)
    working = settings.data_dir / WORKING
    working.mkdir(parents=True, mode=OWNER_ONLY_FOLDER)
    try:
        inside = settings.model_copy(update={"data_dir": working})
        documents = await _fill(inside, manifest, path, vault=vault, told=told, progress=progress)
        told("Redis")
        counted = await _fill_stores(inside, path, told=told)
        if keys:
            _keep_keys(settings, ring)
        for entry in sorted(working.iterdir()):
            entry.rename(settings.data_dir / entry.name)
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return RestoredCounts(sum(manifest.tables.values()), counted.total(), documents)


async def _fill(
    settings: Settings,
    manifest: Manifest,
    path: Path,
    *,
    vault: Vault,
    told: Told,
    progress: Callable[[int], None] | None,
) -> int:
    """Put database and index into the folder, of this version's schema; give how many documents the index holds."""
    folder = settings.data_dir
    await asyncio.to_thread(_copy_files, path, folder)
    told("数据库")
    database = create_database(sqlite_url(folder))
    try:
        await upgrade(database)
        await check_keys(database, vault)
        _require_counts(manifest, await tables.counts(database))
        told("检索索引")
        index = index_of(folder)
        await IndexUpkeep(database, SystemClock()).rebuild(index, progress=progress)
        index.reload()
        return len(index.reader.docnums) if index.reader is not None else 0
    finally:
        await database.close()


def _copy_files(path: Path, folder: Path) -> None:
    shutil.copyfile(path / DATABASE_FILE, folder / "mingbai.db")
    if (path / WEIGHTS_FILE).exists():
        shutil.copyfile(path / WEIGHTS_FILE, folder / WEIGHTS_FILE)
    letter_templates.unpack(path, folder)


async def _fill_stores(settings: Settings, path: Path, *, told: Told) -> Counter[str]:
    """Fill Redis, and then PostgreSQL where it is the database; a Redis that was filled in vain is emptied again."""
    async with open_redis(settings) as redis:
        try:
            counted = await redis_content.load(redis, path / REDIS_FILE)
            if settings.database_url:
                await _fill_postgresql(settings, told=told)
        except BaseException:
            await redis_content.clear(redis)
            raise
    return counted


async def _fill_postgresql(settings: Settings, *, told: Told) -> None:
    filled = settings.data_dir / "mingbai.db"
    database = open_database(settings)
    try:
        await tables.copy_in(filled, database, told=lambda name: told(f"数据库 {name}"))
    finally:
        await database.close()
    for each in settings.data_dir.glob("mingbai.db*"):
        each.unlink()


async def _require_empty(settings: Settings) -> None:
    """Refuse to write where something is; raises `SettingsError` naming it."""
    if settings.data_dir.exists() and any(settings.data_dir.iterdir()):
        raise SettingsError(
            f"数据目录 {settings.data_dir} 不是空的，不能恢复到这里。请换一个空目录，或者先把它移走"
        )
    if settings.database_url.startswith("sqlite"):
        raise SettingsError("恢复到 SQLite 时请不要设置 MINGBAI_DATABASE_URL，数据库会放在数据目录里")
    if settings.database_url:
        database = open_database(settings)
        try:
            if not await tables.is_empty(database):
                raise SettingsError(
                    "MINGBAI_DATABASE_URL 指的数据库里已经有数据，不能恢复到这里。请新建一个空库"
                )
        finally:
            await database.close()
    if settings.redis_url:
        async with open_redis(settings) as redis:
            if not await redis_content.is_empty(redis):
                raise SettingsError(
                    "MINGBAI_REDIS_URL 指的 Redis 里已经有本程序的数据，不能恢复到这里。请换一个空的"
                )


def _require_counts(manifest: Manifest, found: tables.Counts) -> None:
    differing = [
        name for name, count in manifest.tables.items() if name != "sealing_keys" and found.get(name) != count
    ]
    if differing:
        raise SettingsError(f"恢复以后这些表的行数与清单不同：{'、'.join(differing)}。没有启用，请换一份备份")


def _key_path(settings: Settings) -> Path:
    return settings.key_file or settings.data_dir / KEY_FILE


def _secret(settings: Settings) -> str:
    return settings.secret_key.get_secret_value()


def _keep_keys(settings: Settings, ring: KeyRing) -> None:
    """Put the keys where the program looks for them, unless the same ones are there."""
    place = _key_path(settings)
    if place.exists() and read_ring(place) == ring:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    write_ring(place, ring)
