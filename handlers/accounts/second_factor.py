"""The second factor: a code by time from a device, or a recovery code that stands in for it once."""

import secrets
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database, touched
from bot.errors import InputError
from bot.privacy import Vault
from handlers.accounts import store, totp
from handlers.accounts.account import UNMISTAKABLE
from handlers.accounts.records import AccountRecord, RecoveryCodeRecord

PURPOSE = "account-second-factor"
RECOVERY_PURPOSE = "account-recovery-code"
RECOVERY_CODES = 10
RECOVERY_LETTERS = 10
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class FactorOffer:
    """A secret to be put into an authenticator: as text to type, and as the address that a device opens."""

    spelled: str
    address: str


class SecondFactors:
    """Keeps second factors; secrets are sealed, recovery codes are keyed hashes. Fails closed."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def offer(self, login: str, *, issuer: str) -> FactorOffer:
        """Give the secret to be confirmed, the same until it is; raises `InputError` where a factor is in use."""
        async with self._database.transaction() as tx:
            row = await store.known(tx, login)
            if row.factor_since is not None:
                raise InputError("accounts.refused.factor_in_use")
            if row.factor_sealed is None:
                row.factor_sealed = self._vault.seal(totp.new_secret(), purpose=PURPOSE)
            secret = self._secret(row)
        return FactorOffer(totp.spelled(secret), totp.address(secret, issuer=issuer, login=row.login))

    async def confirm(self, login: str, code: str) -> tuple[str, ...]:
        """Put the offered factor into use when its code fits, and give the recovery codes, which are never shown again.

        Raises `InputError` for a wrong code, and where nothing was offered or a factor is in use.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await store.known(tx, login)
            if row.factor_since is not None or row.factor_sealed is None:
                raise InputError("accounts.refused.factor_in_use")
            step = totp.matching_step(self._secret(row), code, now=now, after=0)
            if step is None:
                raise InputError("accounts.refused.code")
            row.factor_since, row.factor_step = now, step
            codes = await self._new_codes(tx, row.login)
            await audit.record(tx, "account:factor_on", actor=row.login, subject=row.login, now=now)
        return codes

    async def check(self, login: str, code: str) -> bool:
        """Whether a code opens the account now; each code opens it once, a recovery code for good."""
        now, typed = self._clock.now(), code.strip()[:LONGEST_CODE]
        async with self._database.transaction() as tx:
            row = await store.known(tx, login)
            if row.disabled or row.factor_since is None:
                return False
            step = totp.matching_step(self._secret(row), typed, now=now, after=row.factor_step)
            if step is None and not await self._spend(tx, row.login, typed):
                return False
            row.factor_step = step or row.factor_step
            used = "account:code" if step else "account:recovery_code"
            await audit.record(tx, used, actor=row.login, subject=row.login, now=now)
            return True

    async def codes_left(self, login: str) -> int:
        """Give how many recovery codes are unused."""
        unused = select(func.count()).where(
            RecoveryCodeRecord.login == login, RecoveryCodeRecord.used_at.is_(None)
        )
        async with self._database.reading() as tx:
            return await tx.scalar(unused) or 0

    def _secret(self, row: AccountRecord) -> bytes:
        return self._vault.open_bytes(row.factor_sealed or b"", purpose=PURPOSE)

    async def _new_codes(self, tx: AsyncSession, login: str) -> tuple[str, ...]:
        codes = tuple(
            "".join(secrets.choice(UNMISTAKABLE) for _ in range(RECOVERY_LETTERS))
            for _ in range(RECOVERY_CODES)
        )
        await store.drop_recovery_codes(tx, login)
        tx.add_all(RecoveryCodeRecord(login=login, fingerprint=self._mark(login, code)) for code in codes)
        return codes

    async def _spend(self, tx: AsyncSession, login: str, typed: str) -> bool:
        spent = await tx.execute(
            update(RecoveryCodeRecord)
            .where(
                RecoveryCodeRecord.login == login,
                RecoveryCodeRecord.fingerprint == self._mark(login, typed.replace(" ", "").lower()),
                RecoveryCodeRecord.used_at.is_(None),
            )
            .values(used_at=self._clock.now())
        )
        return touched(spent) == 1

    def _mark(self, login: str, code: str) -> str:
        return self._vault.fingerprint(f"{login}:{code}", purpose=RECOVERY_PURPOSE)
