"""Who may log in: adding, disabling, and checking a password with a lock after repeated failures."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.accounts import store
from handlers.accounts.account import (
    LONGEST_PASSWORD,
    Account,
    Role,
    check_password,
    checked,
    login_of,
    unit_of,
)
from handlers.accounts.passwords import Passwords
from handlers.accounts.records import AccountRecord

TRIES_BEFORE_LOCK = 5
LOCK_LASTS = timedelta(minutes=15)


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
            failures=0,
            locked_until=None,
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

    async def set_unit(self, login: str, unit: str, *, actor: str) -> None:
        """Say at which unit a person works, empty for none; raises `InputError` for an unknown login."""
        async with self._database.transaction() as tx:
            row = await self._known(tx, login)
            row.unit = unit_of(unit)
            detail = {"unit": row.unit}
            await audit.record(
                tx, "account:unit", actor=actor, subject=row.login, now=self._clock.now(), detail=detail
            )

    async def disable(self, login: str, *, actor: str) -> None:
        """Take an account's right to log in; raises `InputError` for an unknown login."""
        async with self._database.transaction() as tx:
            row = await self._known(tx, login)
            row.disabled = True
            await audit.record(tx, "account:disable", actor=actor, subject=row.login, now=self._clock.now())

    async def set_password(self, login: str, password: str, *, actor: str) -> None:
        """Give an account a new password and end its lock; raises `InputError` as `add` does."""
        check_password(password)
        kept = await self._passwords.hashed(password)
        async with self._database.transaction() as tx:
            row = await self._known(tx, login)
            row.password_hash, row.failures, row.locked_until = kept, 0, None
            await audit.record(tx, "account:password", actor=actor, subject=row.login, now=self._clock.now())

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
        """Give the account when login and password fit and it is neither disabled nor locked; None otherwise.

        The work is the same for an unknown login, so that time does not tell which logins exist. No transaction is
        open while the password is hashed: other writers would wait for it.
        """
        name = login_of(login)
        async with self._database.reading() as tx:
            known = await store.by_login(tx, name)
        kept = known.password_hash if known is not None else None
        fits = len(password) <= LONGEST_PASSWORD and await self._passwords.fits(password, kept)
        if kept is None:
            return None
        renewed = await self._passwords.hashed(password) if fits and self._passwords.outdated(kept) else None
        return await self._conclude(name, fits=fits, renewed=renewed)

    async def _conclude(self, login: str, *, fits: bool, renewed: str | None) -> Account | None:
        """Count the attempt on the row as it is now: guesses made at once do not slip past the lock."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._known(tx, login)
            if row.disabled or (row.locked_until and row.locked_until > now):
                return None
            if not fits:
                await self._count_failure(tx, row, now=now)
                return None
            row.failures, row.locked_until, row.last_login_at = 0, None, now
            row.password_hash = renewed or row.password_hash
            await audit.record(tx, "account:login", actor=login, subject=login, now=now)
            return _account(row)

    async def _count_failure(self, tx: AsyncSession, row: AccountRecord, *, now: datetime) -> None:
        row.failures += 1
        if row.failures < TRIES_BEFORE_LOCK:
            return
        row.failures, row.locked_until = 0, now + LOCK_LASTS
        await audit.record(tx, "account:lock", actor="bot", subject=row.login, now=now)

    async def _known(self, tx: AsyncSession, login: str) -> AccountRecord:
        row = await store.by_login(tx, login_of(login), lock=True)
        if row is None:
            raise InputError("accounts.refused.unknown", login=login)
        return row


def _account(row: AccountRecord) -> Account:
    return Account(
        login=row.login,
        display_name=row.display_name,
        roles=frozenset(map(Role, row.roles)),
        disabled=row.disabled,
        created_at=row.created_at,
        last_login_at=row.last_login_at,
        unit=row.unit,
    )
