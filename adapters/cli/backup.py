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
    """Walk the audit chain, open every sealed value, compare the index with the database; exit code 1 when one is wrong."""
    found = run_async(_verify())
    if as_json:
        print_json({"sound": found.sound, **asdict(found)})
    else:
        for line in told(found):
            out.print(line, highlight=False, markup=False)
    if not found.sound:
        raise typer.Exit(1)


def told(found: "Soundness") -> list[str]:
    """Give what was found, one line for each of the three, with what to do."""
    chain = (
        f"✓ 操作记录：{found.entries} 条，逐条相接"
        if found.broken_entry is None
        else f"✗ 操作记录：第 {found.broken_entry} 条与前一条接不上，可能有人直接改过数据库。请保留现场，用备份核对"
    )
    sealed = (
        f"✓ 加密的内容：{sum(found.sealed.values())} 处，都能打开"
        if not found.unreadable
        else "✗ 加密的内容打不开："
        + "、".join(f"{name} {count} 处" for name, count in found.unreadable.items())
        + "。请看密钥文件是不是最新的一份"
    )
    wrong = [*found.missing, *found.surplus]
    index = (
        f"✓ 检索索引：{found.documents} 份文件，与数据库一致"
        if not wrong
        else f"✗ 检索索引与数据库不同：{'、'.join(wrong[:LISTED])}{f' 等 {len(wrong)} 份' if len(wrong) > LISTED else ''}。"
        "请运行 mingbai knowledge rebuild"
    )
    return [chain, sealed, index]


@asynccontextmanager
async def _source() -> "AsyncIterator[BackupSource]":
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

    async with _source() as source:
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

    async with _source() as source:
        with progress() as bar:
            task = bar.add_task("核对", total=None)
            return await look_through(
                source.database,
                SealedValues(source.database, source.redis),
                vault=source.vault,
                index=index_of(source.folder),
                seen=lambda count: bar.update(task, completed=count),
            )
