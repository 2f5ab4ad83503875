"""News for open pages: what appears in a window, as soon as it appears."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_NEWS_A_LISTENER = 500

News = tuple[str, dict[str, Any]]
Queue = asyncio.Queue[News | None]


class Broadcast:
    """One queue a listener; a listener that does not read is dropped rather than waited for."""

    def __init__(self) -> None:
        self._queues: set[Queue] = set()

    @contextmanager
    def listening(self) -> Iterator[Queue]:
        """Give a queue that receives everything from now on; None in it means the end."""
        queue: Queue = asyncio.Queue(maxsize=_NEWS_A_LISTENER)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def say(self, name: str, news: Callable[[], dict[str, Any]]) -> None:
        """Tell every listener; what the news are is asked only where somebody listens."""
        if not self._queues:
            return
        told = news()
        for queue in list(self._queues):
            if queue.full():
                self._end(queue)
            else:
                queue.put_nowait((name, told))

    def close(self) -> None:
        """Send every listener home."""
        for queue in list(self._queues):
            self._end(queue)

    def _end(self, queue: Queue) -> None:
        self._queues.discard(queue)
        while queue.full():
            queue.get_nowait()
        queue.put_nowait(None)
