"""Children of a test: each one that is started is known, wherever the end comes, and whether its end was seen."""

import asyncio
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_ROUNDS = 60


class Children:
    """The processes that were started while it watched."""

    def __init__(self) -> None:
        self.born: list[asyncio.subprocess.Process] = []
        self._spawn = asyncio.create_subprocess_exec

    async def spawn(self, *command: str, **options: Any) -> asyncio.subprocess.Process:
        """Start one, as `asyncio.create_subprocess_exec` does."""
        process = await self._spawn(*command, **options)
        self.born.append(process)
        return process

    def unseen(self) -> list[int]:
        """Give those whose end nobody has waited for: they live, or are nobody's dead."""
        return [each.pid for each in self.born if each.returncode is None]

    def bury(self) -> None:
        """Leave nothing of a test that failed."""
        for pid in self.unseen():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def program(path: Path, *lines: str) -> str:
    """Write a program of the shell; give its path."""
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), "utf-8")
    path.chmod(0o700)
    return str(path)


async def broken_off(work: Coroutine[Any, Any, Any], *, rounds: int, again: int) -> bool:
    """Cancel work after some rounds of the loop, and once more after some others; tell whether it was still at work."""
    task = asyncio.ensure_future(work)
    for wait in (rounds, again):
        for _ in range(wait):
            await asyncio.sleep(0)
        task.cancel()
    _, late = await asyncio.wait({task}, timeout=20)
    assert not late, "it hangs"
    return task.cancelled()
