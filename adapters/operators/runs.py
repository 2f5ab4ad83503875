"""Work that takes longer than a page may: it runs beside the requests, and any process can show how far it is."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from redis.asyncio import Redis

from adapters.redis.keys import key_of

log = logging.getLogger(__name__)
TOKEN_LENGTH = 32
KEPT_SECONDS = 3600
# A page waits so long for short work, so that it comes back with the result at once.
PATIENCE_SECONDS = 2.0
NOTE_SECONDS = 0.5
# A run whose process says nothing for so long is over, however it ended.
SILENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class PageStep:
    """How far a file is that is read page by page: so many of its pages are read, of how many (0 while nobody knows)."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Run:
    """How far a piece of work is: `done` of `total` (0 while nobody knows); `result` is there when it has finished.

    `page` is where a file stands that is read page by page.
    """

    token: str
    done: int
    total: int
    result: Mapping[str, Any] | None
    broken: bool = False
    page: PageStep | None = None


class RunProgress:
    """How far a run is: noted by whoever works, written down twice a second."""

    def __init__(self, redis: Redis, token: str) -> None:
        self._redis = redis
        self._key, self._stop_key = _key(token), _stop_key(token)
        self._done = self._total = 0
        self._page: PageStep | None = None
        self._stopped = False

    def note(self, done: int, total: int | None = None) -> None:
        """Note how much is done, and of how much, where that is known; also from another thread."""
        self._done = done
        if total is not None:
            self._total = total

    def note_page(self, name: str, done: int, total: int) -> bool:
        """Note how many pages of a file are read, also from another thread; false when somebody asked to stop."""
        self._page = PageStep(name, done, total)
        return not self._stopped

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop, as far as this process has seen; also from another thread."""
        return self._stopped

    async def keep(self) -> None:
        """Write down what was noted, and see whether somebody asked to stop."""
        await self._write(result=None, broken=False)
        self._stopped = self._stopped or bool(await self._redis.exists(self._stop_key))

    async def finish(self, result: Mapping[str, Any] | None) -> None:
        """Write the end down: the result, or that there is none to be had."""
        await self._write(result=result, broken=result is None)

    async def _write(self, *, result: Mapping[str, Any] | None, broken: bool) -> None:
        state = {
            "done": self._done,
            "total": self._total,
            "at": time.time(),
            "broken": broken,
            "page": asdict(self._page) if self._page else None,
            "result": result,
        }
        await self._redis.set(self._key, json.dumps(state, ensure_ascii=False), ex=KEPT_SECONDS)


class RunRegistry:
    """Starts runs in this process and finds those of all; a token is known to whoever started the run only."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._tasks: set[asyncio.Task[None]] = set()

    def token(self) -> str:
        """Give a token for a run that is to be noted before it starts."""
        return secrets.token_hex(TOKEN_LENGTH // 2)

    async def start(
        self,
        work: Callable[[RunProgress], Awaitable[Mapping[str, Any]]],
        *,
        token: str | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> str:
        """Begin a piece of work and give its token, at the latest after `patience` seconds."""
        token = token or self.token()
        progress = RunProgress(self._redis, token)
        await self._redis.delete(_stop_key(token))
        await progress.keep()
        task = asyncio.create_task(_carry_out(work, progress))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        await asyncio.wait({task}, timeout=patience)
        return token

    async def of(self, token: str) -> Run | None:
        """Give a run; None when there is none, or its result was forgotten after an hour."""
        plain = len(token) == TOKEN_LENGTH and token.isascii() and token.isalnum()
        kept = await self._redis.get(_key(token)) if plain else None
        if kept is None:
            return None
        state: dict[str, Any] = json.loads(kept)
        result = state.get("result")
        silent = result is None and time.time() - float(state["at"]) > SILENCE_SECONDS
        page = PageStep(**state["page"]) if state.get("page") else None
        broken = bool(state.get("broken")) or silent
        return Run(token, state["done"], state["total"], result, broken=broken, page=page)

    async def stop(self, token: str) -> None:
        """Ask a run to stop reading pages, whichever process it is in."""
        await self._redis.set(_stop_key(token), b"1", ex=KEPT_SECONDS)

    async def close(self) -> None:
        """Stop what still runs here: every run leaves whole steps behind and can be started again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a run failed", exc_info=error)


async def _carry_out(
    work: Callable[[RunProgress], Awaitable[Mapping[str, Any]]], progress: RunProgress
) -> None:
    over = asyncio.Event()
    beating = asyncio.create_task(_beat(progress, over))
    result: Mapping[str, Any] | None = None
    try:
        result = await work(progress)
    finally:
        over.set()
        # The last word is the result: no beat may come behind it.
        await asyncio.gather(beating, return_exceptions=True)
        await progress.finish(result)


async def _beat(progress: RunProgress, over: asyncio.Event) -> None:
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), NOTE_SECONDS)
            return
        await progress.keep()


def _stop_key(token: str) -> str:
    return key_of("operators", f"stop:{token}")


def _key(token: str) -> str:
    return key_of("operators", f"run:{token}")
