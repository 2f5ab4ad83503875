"""A start with the wrong key is refused before anything is read, answered or sealed with it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.sealing.places import COLUMNS
from adapters.settings import SettingsError
from adapters.storage.sealing_keys import CanaryRecord
from bot.database import Database
from bot.errors import ServiceError
from bot.privacy import Vault

PURPOSE = "canary"
WHAT_TO_DO = (
    "请把原来的密钥放回去再启动：核对 MINGBAI_SECRET_KEY 是不是原来那一个，"
    "密钥文件（数据目录里的 keys.json，或 MINGBAI_KEY_FILE 指的那一份）是不是最新的备份。"
    "程序没有启动，数据没有改动。"
)


async def check_keys(database: Database, vault: Vault) -> None:
    """Refuse keys that do not open what lies in the database, and leave a canary for those that are new to it.

    Raises `SettingsError` saying in plain words what to do, `ServiceError` when the database is away.
    """
    if trouble := await trouble_with(database, vault):
        raise SettingsError(f"{trouble}{WHAT_TO_DO}")
    async with database.reading() as tx:
        known = set(await tx.scalars(select(CanaryRecord.key_id)))
    await _leave(database, vault, known=known)


async def trouble_with(database: Database, vault: Vault) -> str:
    """Say what is wrong with the keys for what lies in the database; empty when nothing is. Raises `ServiceError`."""
    vault.ring(fresh=True)
    async with database.reading() as tx:
        known = (await tx.scalars(select(CanaryRecord))).all()
        return _trouble(known, vault) if known else await _first_trouble(tx, vault)


async def forget(database: Database, identifier: str) -> None:
    """Take the canary of a retired key away."""
    async with database.transaction() as tx:
        await tx.execute(delete(CanaryRecord).where(CanaryRecord.key_id == identifier))


def _trouble(known: Sequence[CanaryRecord], vault: Vault) -> str:
    held = {key.id for key in vault.ring().keys}
    if missing := [each.key_id for each in known if each.key_id not in held]:
        return f"密钥不对：库里有用密钥 {'、'.join(missing)} 加密的内容，现在的密钥里没有它。"
    try:
        fits = all(vault.open(each.canary, purpose=PURPOSE) == _mark(vault) for each in known)
    except ServiceError:
        fits = False
    return "" if fits else "密钥文件不是这份数据的：能打开的与当初存下的对不上。"


async def _first_trouble(tx: AsyncSession, vault: Vault) -> str:
    """Try one value of each place in a database that has no canary yet."""
    for column in COLUMNS:
        row = (await tx.execute(select(column.table).where(func.length(column.column) > 0).limit(1))).first()
        try:
            if row is not None:
                vault.open_bytes(bytes(getattr(row, column.column.key)), purpose=column.purpose(row))
        except ServiceError:
            return f"密钥不对：库里已经加密的内容（{column.name}）用它打不开。"
    return ""


async def _leave(database: Database, vault: Vault, *, known: set[str]) -> None:
    for key in vault.ring().keys:
        if key.id in known:
            continue
        try:
            async with database.transaction() as tx:
                canary = vault.seal_with(key.id, _mark(vault), purpose=PURPOSE)
                tx.add(CanaryRecord(key_id=key.id, canary=canary, first_seen_at=datetime.now(UTC)))
        except IntegrityError:
            # Another process that starts at the same moment left it.
            continue


def _mark(vault: Vault) -> str:
    return vault.fingerprint("canary", purpose=PURPOSE)
