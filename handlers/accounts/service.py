"""Who may log in: accounts added and found, passwords checked and changed by their owners.

How often somebody may guess is counted where the guess comes from: `adapters/web/access/attempts.py`.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ServiceError
from handlers.accounts import store
from handlers.accounts.account import (
    LONGEST_PASSWORD,
    Account,
    Role,
    check_password,
    checked,
    login_of,
)
from handlers.accounts.passwords import Passwords
from handlers.accounts.records import AccountRecord


class AccountService:
    """Keeps accounts; fails closed: whatever cannot be checked is no login."""

    def __init__(self, database: Database, *, clock: Clock, passwords: Passwords | None = None) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords or Passwords()

    async def add(
        self,
        login: str,
        password: str,
        *,
        display_name: str,
        roles: Iterable[Role],
        actor: str,
        unit: str = "",
    ) -> Account:
        """Add an account; raises `InputError` for a wrong login, name, password or role, or a login in use."""
        wanted = checked(login, display_name=display_name, roles=roles, unit=unit)
        check_password(password)
        kept = await self._passwords.hashed(password)
        now = self._clock.now()
        row = AccountRecord(
            login=wanted.login,
            display_name=wanted.display_name,
            unit=wanted.unit,
            roles=sorted(wanted.roles),
            password_hash=kept,
            disabled=False,
            created_at=now,
            last_login_at=None,
        )
        try:
            await self._insert(row, actor=actor, now=now)
        except IntegrityError as error:
            raise InputError("accounts.refused.exists", login=wanted.login) from error
        return _account(row)

    async def _insert(self, row: AccountRecord, *, actor: str, now: datetime) -> None:
        async with self._database.transaction() as tx:
            tx.add(row)
            await tx.flush()
            detail = {"roles": ",".join(row.roles)}
            await audit.record(tx, "account:add", actor=actor, subject=row.login, now=now, detail=detail)

    async def change_password(self, login: str, old: str, *, new: str) -> Account:
        """Let somebody choose a password of their own; every session begun before ends.

        Raises `InputError` for a wrong old one, a new one that is no better, or one that `check_password` refuses.
        """
        name = login_of(login)
        kept = await self._kept(name)
        if not await self._fits(old, kept):
            raise InputError("accounts.refused.old_password")
        if new == old:
            raise InputError("accounts.refused.same_password")
        check_password(new, login=name)
        renewed, now = await self._passwords.hashed(new), self._clock.now()
        async with self._database.transaction() as tx:
            row = await store.known(tx, name)
            if row.password_hash != kept or row.disabled:
                # Somebody else changed it in between: that change stands.
                raise InputError("accounts.refused.old_password")
            row.password_hash, row.password_until = renewed, None
            row.session_round += 1
            await audit.record(tx, "account:own_password", actor=name, subject=name, now=now)
            return _account(row)

    async def list(self) -> tuple[Account, ...]:
        """Give every account by login."""
        async with self._database.reading() as tx:
            return tuple(map(_account, await store.all_by_login(tx)))

    async def find(self, login: str) -> Account | None:
        """Give an account that may still act, so that a session ends with its account; None otherwise."""
        async with self._database.reading() as tx:
            row = await store.by_login(tx, login_of(login))
        return _account(row) if row is not None and not row.disabled else None

    async def verify(self, login: str, password: str) -> Account | None:
        """Give the account when login and password fit, it is not disabled, and a one-time password is not too old.

        The work is the same for an unknown login, so that time does not tell which logins exist. No transaction is
        open while the password is hashed: other writers would wait for it. Raises `ServiceError` when too many wait.
        """
        name = login_of(login)
        kept = await self._kept(name)
        if not await self._fits(password, kept) or kept is None:
            return None
        return await self._admit(name, kept=kept, renewed=await self._renewed(password, kept))

    async def note_lock(self, login: str) -> None:
        """Keep in the audit that guesses at an account's password are being slowed; an unknown login leaves no trace."""
        name, now = login_of(login), self._clock.now()
        async with self._database.transaction() as tx:
            if await store.by_login(tx, name) is not None:
                await audit.record(tx, "account:lock", actor="bot", subject=name, now=now)

    async def _kept(self, login: str) -> str | None:
        async with self._database.reading() as tx:
            known = await store.by_login(tx, login)
        return known.password_hash if known is not None else None

    async def _fits(self, password: str, kept: str | None) -> bool:
        return len(password) <= LONGEST_PASSWORD and await self._passwords.fits(password, kept)

    async def _renewed(self, password: str, kept: str) -> str | None:
        """Give a hash by today's settings where the kept one is older; when many wait, a later log-in sees to it."""
        if self._passwords.outdated(kept):
            with suppress(ServiceError):
                return await self._passwords.hashed(password)
        return None

    async def _admit(self, login: str, *, kept: str, renewed: str | None) -> Account | None:
        """Let somebody in on the row as it is now: what changed while the password was hashed stands."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await store.known(tx, login)
            expired = row.password_until is not None and row.password_until <= now
            if row.disabled or expired or row.password_hash != kept:
                return None
            row.last_login_at, row.password_hash = now, renewed or kept
            step = "account:login" if row.factor_since is None else "account:password_fits"
            await audit.record(tx, step, actor=login, subject=login, now=now)
            return _account(row)


def _account(row: AccountRecord) -> Account:
    return Account(
        login=row.login,
        display_name=row.display_name,
        roles=frozenset(map(Role, row.roles)),
        disabled=row.disabled,
        created_at=row.created_at,
        last_login_at=row.last_login_at,
        unit=row.unit,
        session_round=row.session_round,
        must_change_password=row.password_until is not None,
        has_second_factor=row.factor_since is not None,
    )
