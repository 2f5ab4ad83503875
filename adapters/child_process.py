"""Processes that the program starts beside its event loop: none is left half born, and none half ended.

A cancellation may come at every wait, and `adapters.jobs.end` sends another one every half second. A child whose end
nobody waited for stays a zombie, or lives on; so whoever starts or ends one waits through cancellations and obeys them
afterwards. What is waited for is short: a birth, or the end of what was killed.
"""

import asyncio
from asyncio.subprocess import Process
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
PORTION_BYTES = 64 * 1024


async def born(*command: str, **options: Any) -> Process:
    """Start a program, as `asyncio.create_subprocess_exec` does; whoever is cancelled meanwhile leaves no child behind.

    Raises `OSError` when it cannot be started.
    """
    birth = asyncio.ensure_future(asyncio.create_subprocess_exec(*command, **options))
    try:
        await settled(birth)
    except asyncio.CancelledError:
        if not birth.cancelled() and birth.exception() is None:
            await killed(birth.result())
        raise
    return birth.result()


async def killed(process: Process) -> None:
    """Kill a child, unless it has ended, and see its end; what it was still saying is thrown away."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    if process.stdin is not None:
        process.stdin.close()
    await finished(_seen_out(process))


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """Give the result of work that is carried through; whoever is cancelled meanwhile is told so when it has ended."""
    task = asyncio.ensure_future(work)
    await settled(task)
    return task.result()


async def settled(task: asyncio.Task[Any]) -> None:
    """Wait until a task has ended, well or badly; whoever is cancelled meanwhile is told so when it has."""
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if not task.cancelled():
        task.exception()  # Once looked at, nobody complains that it was not.
    if cancelled is not None:
        raise cancelled


async def _seen_out(process: Process) -> None:
    """Wait for the end of a child that was killed.

    When the loop itself ends, every task is cancelled, this one too. A pipe that nobody empties would keep the end from
    being told.
    """
    cancelled: asyncio.CancelledError | None = None
    while True:
        try:
            await _emptied(process)
            await process.wait()
        except asyncio.CancelledError as error:
            cancelled = error
        else:
            break
    if cancelled is not None:
        raise cancelled


async def _emptied(process: Process) -> None:
    with suppress(OSError):
        while process.stdout is not None and await process.stdout.read(PORTION_BYTES):
            pass
