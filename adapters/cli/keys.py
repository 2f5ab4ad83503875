"""`mingbai keys`: the key ring as its keeper sees it; no secret is ever printed."""

import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from adapters.cli.terminal import fail, out, print_json, progress, run_async, table

if TYPE_CHECKING:
    from adapters.sealing.key_file import KeyFile
    from adapters.sealing.resealing import PassResult
    from adapters.sealing.values import SealedValues
    from bot.database import Database
    from bot.keyring import KeyRing
    from bot.privacy import Vault

app = typer.Typer(help="The keys that seal personal data.", no_args_is_help=True)
SECRET_BYTES = 48
PASSES = 5


@app.command()
def add(
    *,
    minutes: Annotated[
        int,
        typer.Option(
            min=0, help="seal with it after so many minutes: time to copy the file to other machines"
        ),
    ] = 0,
) -> None:
    """Put a new key on the ring; what is sealed from then on is sealed with it."""
    from adapters.sealing.key_file import key_file_of
    from adapters.settings import load
    from bot.keyring import SealingKey

    file = key_file_of(load())
    key = SealingKey.of(secrets.token_urlsafe(SECRET_BYTES), seals_from=time.time() + 60 * minutes)
    with file.changing():
        file.write(file.ring().with_key(key))
    when = f"{minutes} 分钟以后" if minutes else "一秒以内"
    out.print(f"已加入密钥 {key.id}，正在运行的程序{when}用它加密。密钥文件：{file.path}", highlight=False)
    out.print("请马上把密钥文件另存一份，与数据分开放。然后运行 mingbai keys reseal", highlight=False)


@app.command("list")
def list_keys(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Show the keys, and how many values are sealed with each."""
    held, counts = run_async(_counted())
    now = time.time()
    latest = held.sealing(now).id
    rows = [
        (
            key.id,
            "正在用" if key.id == latest else "未到时间" if key.seals_from > now else "只用来打开",
            counts[key.id],
        )
        for key in held.keys
    ]
    strange = {name: count for name, count in counts.items() if name not in {key.id for key in held.keys}}
    if as_json:
        names = ("id", "state", "values")
        states = {"正在用": "sealing", "未到时间": "waiting", "只用来打开": "opening"}
        keys = [dict(zip(names, (name, states[state], count), strict=True)) for name, state, count in rows]
        print_json({"keys": keys, "unknown": strange})
        return
    table("密钥", ("编号", "状态", "用它加密的内容"), rows)
    for name, count in strange.items():
        out.print(f"另有 {count} 处是用密钥 {name} 加密的，密钥文件里没有它", style="red", highlight=False)


@app.command()
def reseal() -> None:
    """Seal everything with the latest key; safe beside running programs, and to be broken off and begun again."""
    result = run_async(_resealed())
    out.print(f"看过 {result.seen} 处，重新加密 {result.resealed} 处", highlight=False)
    if result.unreadable:
        told = "、".join(f"{name} {count} 处" for name, count in result.unreadable.items())
        fail(f"有打不开的：{told}。它们的密钥不在密钥文件里，请找回那把密钥再运行一次")


@app.command()
def retire(
    key: Annotated[str, typer.Argument(help="id of the key, as `mingbai keys list` shows it")],
) -> None:
    """Take a key off the ring for good, once nothing is sealed with it any more."""
    run_async(_retire(key))
    out.print(
        f"密钥 {key} 已移出，用它加密的内容一处也没有了。旧的备份仍要用它，请与那些备份一同保留",
        highlight=False,
    )


class _Opened(NamedTuple):
    file: "KeyFile"
    vault: "Vault"
    database: "Database"
    values: "SealedValues"


@asynccontextmanager
async def _opened() -> AsyncIterator[_Opened]:
    from adapters.resources import open_database, open_redis
    from adapters.sealing.canary import check_keys
    from adapters.sealing.key_file import key_file_of
    from adapters.sealing.values import SealedValues
    from adapters.settings import load
    from adapters.storage.migrate import current, newest
    from bot.errors import InputError
    from bot.privacy import Vault

    settings = load()
    file = key_file_of(settings)
    database = open_database(settings)
    try:
        if await current(database) != newest():
            raise InputError("api.schema_old")
        vault = Vault(file)
        await check_keys(database, vault)
        async with open_redis(settings) as redis:
            yield _Opened(file, vault, database, SealedValues(database, redis))
    finally:
        await database.close()


async def _counted() -> "tuple[KeyRing, Mapping[str, int]]":
    from adapters.sealing.resealing import sealed_with

    async with _opened() as opened:
        return opened.vault.ring(), await sealed_with(opened.values, vault=opened.vault)


async def _resealed() -> "PassResult":
    """Pass over everything until a pass finds nothing left to do: messages go on meanwhile."""
    from adapters.sealing.resealing import PassResult, Resealing

    async with _opened() as opened:
        total = await opened.values.count()
        resealed, result = 0, PassResult(0, {}, 0)
        with progress() as bar:
            task = bar.add_task("重新加密", total=total)
            for _ in range(PASSES):
                result = await Resealing(opened.values, vault=opened.vault).whole(
                    progress=lambda seen: bar.update(task, completed=seen, total=max(seen, total))
                )
                resealed += result.resealed
                if not result.resealed:
                    break
        return PassResult(resealed, result.unreadable, result.seen)


async def _retire(key: str) -> None:
    from adapters.sealing.retirement import retire as take_off

    async with _opened() as opened:
        with opened.file.changing():
            await take_off(
                opened.file, key, values=opened.values, vault=opened.vault, database=opened.database
            )
