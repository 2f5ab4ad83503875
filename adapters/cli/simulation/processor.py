"""How much of the processor a load took, of the simulated platform and of the program under it.

The program tells its own at `/metrics`; a worker has none, and of several `serve` only the one that answers is told.
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
    """Reads before and after; a program that tells nothing is left out."""

    def __init__(self, callback_url: str) -> None:
        self._metrics = URL(callback_url).origin() / "metrics"
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
        try:
            async with aiohttp.ClientSession() as session, session.get(self._metrics) as answer:
                found = _SECONDS.search(await answer.read())
        except (aiohttp.ClientError, TimeoutError):
            return None
        return float(found[1]) if found else None
