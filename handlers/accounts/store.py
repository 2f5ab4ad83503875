"""The questions asked of the accounts' table; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.accounts.records import AccountRecord


async def by_login(tx: AsyncSession, login: str, *, lock: bool = False) -> AccountRecord | None:
    """Give an account by the log-in name as it is kept; with `lock` nobody else changes it before the transaction ends."""
    return await tx.get(AccountRecord, login, with_for_update=lock)


async def all_by_login(tx: AsyncSession) -> Sequence[AccountRecord]:
    """Give every account, by login."""
    return (await tx.scalars(select(AccountRecord).order_by(AccountRecord.login))).all()
