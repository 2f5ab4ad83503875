"""How much of the processor a load took, of the simulated platform and of the program under it.

The program tells its own at `/metrics`; a worker has none. Of several `serve` behind a proxy only the one that answers is
told; those that are named are told together.
"""

import re
import time
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

PLATFORM, SERVE = "simulator", "serve"
_SECONDS = re.compile(rb"^process_cpu_seconds_total ([0-9.e+-]+)$", re.MULTILINE)


class ProcessorMeter:
    """Reads before and after; programs are left out together when one of them tells nothing."""

    def __init__(self, *callback_urls: str) -> None:
        self._metrics = [URL(each).origin() / "metrics" for each in callback_urls]
        self._own = 0.0
        self._serve: float | None = None

    async def __aenter__(self) -> Self:
        """Read the first time."""
        self._serve, self._own = await self._told(), time.process_time()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind."""

    async def shares(self, questions: int) -> dict[str, float]:
        """Give the milliseconds that each of so many questions took since the beginning, by process."""
        own, serve = time.process_time() - self._own, await self._told()
        if not questions:
            return {}
        taken = {PLATFORM: own}
        if serve is not None and self._serve is not None and serve >= self._serve:
            taken[SERVE] = serve - self._serve
        return {name: seconds * 1000 / questions for name, seconds in taken.items()}

    async def _told(self) -> float | None:
        told = []
        async with aiohttp.ClientSession() as session:
            for each in self._metrics:
                try:
                    async with session.get(each) as answer:
                        found = _SECONDS.search(await answer.read())
                except (aiohttp.ClientError, TimeoutError):
                    return None
                if found is None:
                    return None
                told.append(float(found[1]))
        return sum(told)
