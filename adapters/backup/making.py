"""A backup is a folder that is there whole or not at all; the keys lie apart from it."""

import asyncio
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from redis.asyncio import Redis

from adapters.backup import letter_templates, redis_content, tables
from adapters.backup.manifest import Manifest, digests
from adapters.sealing.key_file import write_ring
from adapters.settings import SettingsError
from adapters.storage.migrate import current, newest
from bot.database import Database
from bot.privacy import Vault
from knowledge.calibration.weight_file import WEIGHTS_FILE

DATABASE_FILE = "database.db"
REDIS_FILE = "redis.jsonl"
OWNER_ONLY_FOLDER, OWNER_ONLY_FILE = 0o700, 0o600
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BackupSource:
    """What is backed up: the database, Redis, the keys, and the data folder for a county's own weights and templates."""

    database: Database
    redis: Redis
    vault: Vault
    folder: Path


def keys_beside(path: Path) -> Path:
    """Give where the keys of a backup lie unless something else is said."""
    return path.with_name(f"{path.name}.keys.json")


async def back_up(source: BackupSource, path: Path, *, keys: Path, told: Told) -> Manifest:
    """Write a backup into a new folder and its keys into a file; give what it holds. `told` hears each step.

    Raises `SettingsError` when one of them is there already or the schema is an older one, `ServiceError` when a
    store is away. Whatever fails, nothing half-written stays.
    """
    for place in (path, keys):
        if place.exists():
            raise SettingsError(f"{place} 已经有了，请换一个名字。什么也没有写入")
    if await current(source.database) != newest():
        raise SettingsError("数据库的结构不是这个版本的。请先运行 mingbai migrate，或者用原来的版本备份")
    path.parent.mkdir(parents=True, exist_ok=True)
    working = path.with_name(f".{path.name}.{os.getpid()}.part")
    with ExitStack() as undo:
        working.mkdir(mode=OWNER_ONLY_FOLDER)
        undo.callback(shutil.rmtree, working, ignore_errors=True)
        manifest = await _fill(source, working, told=told)
        write_ring(keys, source.vault.ring(fresh=True))
        undo.callback(keys.unlink, missing_ok=True)
        working.rename(path)
        undo.pop_all()
    return manifest


async def _fill(source: BackupSource, working: Path, *, told: Told) -> Manifest:
    # Redis first: what is in hand there and done in the database is done once all the same, but what Redis takes for
    # done must be in the database.
    told("Redis")
    counted = await redis_content.write(source.redis, working / REDIS_FILE)
    await tables.copy_out(
        source.database, working / DATABASE_FILE, told=lambda name: told(f"数据库 {name}".strip())
    )
    told("核对")
    names = await asyncio.to_thread(_settled, source.folder, working)
    manifest = Manifest(
        program=version("mingbai"),
        schema_revision=newest(),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        files=await asyncio.to_thread(digests, working, names),
        tables=tables.counts_in(working / DATABASE_FILE),
        redis=dict(counted),
        keys=tuple(key.id for key in source.vault.ring().keys),
    )
    manifest.write(working, source.vault)
    return manifest


def _settled(folder: Path, working: Path) -> list[str]:
    """Add a county's own weights and templates, have every file on the disk, and give the names."""
    weights = folder / WEIGHTS_FILE
    if weights.exists():
        shutil.copyfile(weights, working / weights.name)
    letter_templates.pack(folder, working)
    names = sorted(each.name for each in working.iterdir())
    for name in names:
        _make_sure(working / name)
    return names


def _make_sure(path: Path) -> None:
    """Have a file on the disk, and readable to its owner only."""
    path.chmod(OWNER_ONLY_FILE)
    with path.open("rb") as file:
        os.fsync(file.fileno())
