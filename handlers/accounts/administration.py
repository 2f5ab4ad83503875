"""What an administrator does to an account: each step is one transaction, told in the audit, and counts at once.

Sessions look their account up at every request, so that a role, a unit or a disabled account needs no new log-in.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.accounts import store
from handlers.accounts.account import check_password, checked_roles, login_of, one_time_password, unit_of
from handlers.accounts.passwords import Passwords
from handlers.accounts.records import AccountRecord

ONE_TIME_LASTS = timedelta(days=3)
Change = Callable[[AccountRecord], dict[str, str]]


class Administration:
    """Keeps accounts; nobody takes away their own right to do so, so that one administrator always remains."""

    def __init__(self, database: Database, *, clock: Clock, passwords: Passwords) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords

    async def set_unit(self, login: str, unit: str, *, actor: str) -> None:
        """Say at which unit a person works, empty for none; raises `InputError` for an unknown login."""

        def change(row: AccountRecord) -> dict[str, str]:
            row.unit = unit_of(unit)
            return {"unit": row.unit}

        await self._change(login, "account:unit", change, actor=actor)

    async def set_roles(self, login: str, roles: Iterable[str], *, actor: str) -> None:
        """Give a person other roles; raises `InputError` for an unknown login or role, and for one's own account."""
        _check_other(login, actor)
        wanted = sorted(checked_roles(roles))

        def change(row: AccountRecord) -> dict[str, str]:
            before, row.roles = row.roles, [role.value for role in wanted]
            return {"before": ",".join(before), "roles": ",".join(row.roles)}

        await self._change(login, "account:roles", change, actor=actor)

    async def disable(self, login: str, *, actor: str) -> None:
        """Take an account's right to log in, and end its sessions; raises `InputError` for an unknown or own login."""
        _check_other(login, actor)

        def change(row: AccountRecord) -> dict[str, str]:
            row.disabled = True
            row.session_round += 1
            return {}

        await self._change(login, "account:disable", change, actor=actor)

    async def enable(self, login: str, *, actor: str) -> None:
        """Give a disabled account its right back, with the password it had; raises `InputError` for an unknown login."""

        def change(row: AccountRecord) -> dict[str, str]:
            row.disabled = False
            return {}

        await self._change(login, "account:enable", change, actor=actor)

    async def end_sessions(self, login: str, *, actor: str) -> None:
        """End every session of an account, everywhere and at once; raises `InputError` for an unknown login."""

        def change(row: AccountRecord) -> dict[str, str]:
            row.session_round += 1
            return {}

        await self._change(login, "account:end_sessions", change, actor=actor)

    async def note_ended_session(self, login: str, *, actor: str) -> None:
        """Keep in the audit that one session of an account was ended; raises `InputError` for an unknown login."""
        await self._change(login, "account:end_session", lambda _: {}, actor=actor)

    async def set_password(self, login: str, password: str, *, actor: str) -> None:
        """Give an account a new password, and end its sessions; raises `InputError` as `check_password` does."""
        check_password(password)
        kept = await self._passwords.hashed(password)

        def change(row: AccountRecord) -> dict[str, str]:
            row.password_hash, row.password_until = kept, None
            row.session_round += 1
            return {}

        await self._change(login, "account:password", change, actor=actor)

    async def reset_password(self, login: str, *, actor: str) -> str:
        """Give the one-time password that now opens an account for three days, and has to be changed with it.

        Every session ends. Raises `InputError` for an unknown login and for one's own, which is changed with the old.
        """
        _check_other(login, actor)
        password = one_time_password()
        kept, until = await self._passwords.hashed(password), self._clock.now() + ONE_TIME_LASTS

        def change(row: AccountRecord) -> dict[str, str]:
            row.password_hash, row.password_until = kept, until
            row.session_round += 1
            return {}

        await self._change(login, "account:reset", change, actor=actor)
        return password

    async def remove_second_factor(self, login: str, *, actor: str) -> None:
        """Take a second factor away with its recovery codes, and end the sessions; raises `InputError` as above."""
        async with self._database.transaction() as tx:
            row = await store.known(tx, login)
            await store.drop_recovery_codes(tx, row.login)
            row.factor_sealed, row.factor_since, row.factor_step = None, None, 0
            row.session_round += 1
            now = self._clock.now()
            await audit.record(tx, "account:factor_off", actor=actor, subject=row.login, now=now)

    async def _change(self, login: str, step: str, change: Change, *, actor: str) -> None:
        async with self._database.transaction() as tx:
            row = await store.known(tx, login)
            detail = change(row)
            await audit.record(tx, step, actor=actor, subject=row.login, now=self._clock.now(), detail=detail)


def _check_other(login: str, actor: str) -> None:
    if login_of(login) == actor:
        raise InputError("accounts.refused.oneself")
