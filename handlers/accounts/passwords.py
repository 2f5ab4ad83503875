"""Passwords kept as argon2id hashes; hashing takes tens of milliseconds of pure work, so it leaves the event loop."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Passwords:
    """Hashes and checks passwords off the event loop, spending the same work whether or not an account exists."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._decoy: str | None = None

    async def hashed(self, password: str) -> str:
        """Give the hash to keep."""
        return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, kept: str | None) -> bool:
        """Whether a password is the kept one; without a kept hash a decoy is tried and the answer is no."""
        if kept is not None:
            return await asyncio.to_thread(self._verify, kept, password)
        if self._decoy is None:
            self._decoy = await self.hashed(secrets.token_hex())
        await asyncio.to_thread(self._verify, self._decoy, password)
        return False

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
