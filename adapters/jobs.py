"""Background work: loops that never end by themselves, report what goes wrong, and stop cleanly."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Self

from prometheus_client import Counter

from bot.errors import ServiceError

log = logging.getLogger(__name__)
FAILURES = Counter("mingbai_job_failures", "Rounds of background jobs that failed", ["job"])
LONGEST_PAUSE_SECONDS = 30.0
LOOK_AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again; `pause` is in seconds.

    `work` gives how much it found to do, and a round that found something is followed at once by the next one. Work
    after which nothing can follow at once gives None.
    """

    name: str
    work: Callable[[], Awaitable[int | None]]
    pause: float


async def run(job: Job) -> None:
    """Repeat a job until cancelled; after a failed round it waits, longer each time."""
    wait = job.pause
    while True:
        try:
            found = await job.work()
            wait = 0.0 if found else job.pause
        except ServiceError as error:
            FAILURES.labels(job.name).inc()
            log.warning("job waits for the world", extra={"job": job.name, "reason": type(error).__name__})
            wait = min(max(wait, job.pause) * 2, LONGEST_PAUSE_SECONDS)
        except Exception:
            FAILURES.labels(job.name).inc()
            log.exception("job failed", extra={"job": job.name})
            wait = min(max(wait, job.pause) * 2, LONGEST_PAUSE_SECONDS)
        await asyncio.sleep(wait)


class Jobs:
    """Starts jobs together and ends them together."""

    def __init__(self, loops: Iterable[Awaitable[None]]) -> None:
        self._loops = list(loops)
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        """Start every loop."""
        self._tasks = [asyncio.ensure_future(loop) for loop in self._loops]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Cancel every loop and wait for its end."""
        await end(self._tasks)


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks until each has ended.

    Once is not always enough: a library that turns a cancellation into an error of its own lets the loop go on.
    """
    open_ = {task for task in tasks if not task.done()}
    while open_:
        for task in open_:
            task.cancel()
        _, open_ = await asyncio.wait(open_, timeout=LOOK_AGAIN_SECONDS)
