"""The questions asked of the accounts' table; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from handlers.accounts.account import login_of
from handlers.accounts.records import AccountRecord, RecoveryCodeRecord


async def by_login(tx: AsyncSession, login: str, *, lock: bool = False) -> AccountRecord | None:
    """Give an account by the log-in name as it is kept; with `lock` nobody else changes it before the transaction ends."""
    return await tx.get(AccountRecord, login, with_for_update=lock)


async def all_by_login(tx: AsyncSession) -> Sequence[AccountRecord]:
    """Give every account, by login."""
    return (await tx.scalars(select(AccountRecord).order_by(AccountRecord.login))).all()


async def known(tx: AsyncSession, login: str) -> AccountRecord:
    """Give an account to be changed, however its login was typed; raises `InputError` for an unknown one."""
    row = await by_login(tx, login_of(login), lock=True)
    if row is None:
        raise InputError("accounts.refused.unknown", login=login)
    return row


async def drop_recovery_codes(tx: AsyncSession, login: str) -> None:
    """Drop every recovery code of an account, used or not."""
    await tx.execute(delete(RecoveryCodeRecord).where(RecoveryCodeRecord.login == login))
