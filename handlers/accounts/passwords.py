"""Passwords kept as argon2id hashes, worked on by threads of their own.

A hash takes tens of milliseconds of pure work. In the threads that everybody shares two hundred log-ins at once would
hold up every citizen's message for half a minute; here they hold up one another, and whoever would wait too long is
asked to come again.
"""

import asyncio
import os
import secrets
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import ServiceError

Result = TypeVar("Result")
THREADS = 1
MOST_WAITING = 16
BUSY_SECONDS = 5.0
NICENESS = 10


class Passwords:
    """Hashes and checks passwords off the event loop, spending the same work whether or not an account exists.

    At most `most_waiting` are worked on or wait; one more raises `ServiceError` with the seconds to wait.
    """

    def __init__(self, hasher: PasswordHasher | None = None, *, most_waiting: int = MOST_WAITING) -> None:
        self._hasher = hasher or PasswordHasher(parallelism=1)
        self._decoy: str | None = None
        self._most_waiting = most_waiting
        self._waiting = 0
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords", initializer=_stand_back)

    async def hashed(self, password: str) -> str:
        """Give the hash to keep; raises `ServiceError` when too many wait."""
        return await self._worked(lambda: self._hasher.hash(password))

    async def fits(self, password: str, kept: str | None) -> bool:
        """Whether a password is the kept one; without a kept hash a decoy is tried and the answer is no.

        Raises `ServiceError` when too many wait.
        """
        if kept is not None:
            return await self._worked(lambda: self._verify(kept, password))
        if self._decoy is None:
            self._decoy = await self.hashed(secrets.token_hex())
        decoy = self._decoy
        await self._worked(lambda: self._verify(decoy, password))
        return False

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with other settings than today's."""
        return self._hasher.check_needs_rehash(kept)

    async def _worked(self, work: Callable[[], Result]) -> Result:
        if self._waiting >= self._most_waiting:
            raise ServiceError("accounts.busy", retry_after=BUSY_SECONDS)
        self._waiting += 1
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        # A visitor who goes away takes the work with them only as long as it has not begun.
        running.add_done_callback(lambda _: self._ended())
        return await running

    def _ended(self) -> None:
        self._waiting -= 1

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def _stand_back() -> None:
    """Let a hash wait for messages where the processor is short; only Linux counts niceness by thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
