"""`mingbai backup`, `restore` and `verify`: everything that is kept, copied, put back and looked through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import fail, out, print_json, progress, run_async

if TYPE_CHECKING:
    from adapters.backup.making import BackupSource
    from adapters.backup.manifest import Manifest
    from adapters.backup.restoration import RestoredCounts
    from adapters.backup.soundness import Soundness
    from adapters.settings import Settings

LISTED = 20


def register(app: typer.Typer) -> None:
    """Add the commands to the root."""
    app.command()(backup)
    app.command()(restore)
    app.command()(verify)


def backup(
    path: Annotated[Path, typer.Argument(help="a new folder for the backup")],
    *,
    keys: Annotated[
        Path | None, typer.Option(help="a new file for the keys; beside the backup when nothing is said")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="delete the backups beside it that are over their time")
    ] = False,
) -> None:
    """Copy everything the program keeps into a new folder, beside running programs; the keys go into a file apart."""
    from adapters.backup.making import keys_beside

    kept = keys or keys_beside(path)
    manifest = run_async(_back_up(path, kept))
    octets = sum(each.octets for each in manifest.files.values())
    out.print(
        f"已备份到 {path}：{sum(manifest.tables.values())} 行，Redis {sum(manifest.redis.values())} 项，{octets / 1e6:.1f} MB",
        highlight=False,
    )
    out.print(f"密钥在 {kept}，没有它备份打不开。请把它移到别处，不要与备份放在一起", highlight=False)
    _look_at_horizon(path.absolute().parent, prune=prune)


def _look_at_horizon(folder: Path, *, prune: bool) -> None:
    """Tell which backups in a folder are over their time, or delete them when that was asked for."""
    from datetime import UTC, datetime

    from adapters.backup import horizon
    from adapters.settings import load

    days = load().backup_days
    old = horizon.outlived(folder, days=days, now=datetime.now(UTC))
    if not old:
        return
    names = "、".join(each.path.name for each in old)
    if prune:
        horizon.prune(old)
        out.print(
            f"已删除超过 {days} 天的备份：{names}。密钥存在别处的，请一并删除", highlight=False, markup=False
        )
        return
    out.print(
        f"有 {len(old)} 份备份超过 {days} 天：{names}。已经到期删除的个人信息还在里面，请删除它们和它们的密钥文件，"
        "或者下次备份时加 --prune",
        style="yellow",
        highlight=False,
        markup=False,
    )


def restore(
    path: Annotated[Path, typer.Argument(help="the folder of a backup")],
    *,
    keys: Annotated[
        Path | None, typer.Option(help="the file of its keys; the one beside the backup when nothing is said")
    ] = None,
) -> None:
    """Put a backup into an empty data folder; nothing is written unless everything fits."""
    from adapters.backup.making import keys_beside
    from adapters.settings import load

    settings = load()
    beside = keys_beside(path)
    done = run_async(_restore(settings, path, keys or (beside if beside.exists() else None)))
    out.print(
        f"已恢复到 {settings.data_dir}：{done.rows} 行，Redis {done.redis} 项，索引 {done.documents} 份文件。"
        "请运行 mingbai verify，再启动 serve 和 worker",
        highlight=False,
    )


def verify(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Walk the audit chain and the logs it vouches for, open every sealed value, compare the index; exit code 1 when one is wrong."""
    found = run_async(_verify())
    if as_json:
        plain = asdict(found)
        print_json({"sound": found.sound, **plain.pop("evidence"), **plain})
    else:
        for line in told(found):
            out.print(line, highlight=False, markup=False)
    if not found.sound:
        raise typer.Exit(1)


def told(found: "Soundness") -> list[str]:
    """Give what was found, one line for each, with what to do."""
    from adapters.cli.evidence.soundness_words import evidence_words

    wrong = [*found.missing, *found.surplus]
    index = (
        f"✓ 检索索引：{found.documents} 份文件，与数据库一致"
        if not wrong
        else f"✗ 检索索引与数据库不同：{'、'.join(wrong[:LISTED])}{f' 等 {len(wrong)} 份' if len(wrong) > LISTED else ''}。"
        "请运行 mingbai knowledge rebuild"
    )
    return [*evidence_words(found.evidence), index]


@asynccontextmanager
async def opened_source() -> "AsyncIterator[BackupSource]":
    """Open everything that is kept, for reading; ends the command where there is nothing or the schema is another."""
    from adapters.backup.making import BackupSource
    from adapters.resources import open_database, open_redis
    from adapters.sealing.canary import check_keys
    from adapters.sealing.key_file import vault_of
    from adapters.settings import load
    from adapters.storage.migrate import current, newest
    from bot.errors import InputError

    settings = load()
    if not settings.database_url and not (settings.data_dir / "mingbai.db").exists():
        fail(f"数据目录 {settings.data_dir} 里没有数据库。请看 MINGBAI_DATA_DIR 是不是这里")
    database, vault = open_database(settings), vault_of(settings)
    try:
        if await current(database) != newest():
            raise InputError("api.schema_old")
        await check_keys(database, vault)
        async with open_redis(settings) as redis:
            yield BackupSource(database, redis, vault, settings.data_dir)
    finally:
        await database.close()


async def _back_up(path: Path, keys: Path) -> "Manifest":
    from adapters.backup.making import back_up

    async with opened_source() as source:
        with progress() as bar:
            task = bar.add_task("备份", total=None)

            def step(name: str) -> None:
                bar.update(task, description=f"备份：{name}", advance=1)

            return await back_up(source, path, keys=keys, told=step)


async def _restore(settings: "Settings", path: Path, keys: Path | None) -> "RestoredCounts":
    from adapters.backup.restoration import restore as put_back

    with progress() as bar:
        task = bar.add_task("恢复", total=None)

        def step(name: str) -> None:
            bar.update(task, description=f"恢复：{name}", completed=0)

        return await put_back(
            settings, path, keys=keys, told=step, progress=lambda count: bar.update(task, completed=count)
        )


async def _verify() -> "Soundness":
    from adapters.backup.soundness import look_through
    from adapters.resources import index_of
    from adapters.sealing.values import SealedValues

    async with opened_source() as source:
        with progress() as bar:
            task = bar.add_task("核对", total=None)
            return await look_through(
                source.database,
                SealedValues(source.database, source.redis),
                vault=source.vault,
                index=index_of(source.folder),
                seen=lambda count: bar.update(task, completed=count),
            )
