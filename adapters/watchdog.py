"""Ends a process whose event loop stands: nothing else in it could, and a supervisor starts it anew.

A thread looks whether the loop still answers, so many times in the limit. It counts its own looks, not the clock: while
the whole process is suspended (stopped, frozen, the machine asleep) nobody looks, and the loop is not blamed. Code that
holds the interpreter (a regular expression without end, say) keeps the thread from looking too; for that the kernel is
asked to end the process once it has spent the limit in processor time without a look.
"""

import asyncio
import faulthandler
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from traceback import walk_stack

log = logging.getLogger(__name__)
# What a process ends with whose loop stood for a look's reach; one that held the interpreter ends by SIGPROF.
STATUS = 70
LOOKS = 30
TELLING_SECONDS = 2.0
STDERR = 2

Words = Callable[[], None]


def silence() -> None:
    """Say nothing besides the line in the log."""


@asynccontextmanager
async def watching(limit: float, *, last_words: Words = silence) -> AsyncIterator[None]:
    """Watch the running loop in the block; `limit` is in seconds, 0 watches nothing.

    `last_words` is called, from a thread, before the process ends.
    """
    if limit <= 0:
        yield
        return
    watchdog = _Watchdog(asyncio.get_running_loop(), limit, last_words=last_words)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.stop()


def standing(thread: int) -> str:
    """Give where a thread stands, innermost first, as file:line:function: what a program says, never what it works on."""
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - the interpreter's documented way
    return " < ".join(f"{at.f_code.co_filename}:{line}:{at.f_code.co_name}" for at, line in walk_stack(frame))


class _Watchdog:
    """Watches the loop of the thread that makes it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, limit: float, *, last_words: Words) -> None:
        self._loop = loop
        self._limit = limit
        self._last_words = last_words
        self._watched = threading.get_ident()
        self._stopped = threading.Event()
        self._answered = True
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        faulthandler.register(signal.SIGPROF, file=STDERR, all_threads=True, chain=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.unregister(signal.SIGPROF)

    def _watch(self) -> None:
        missed = 0
        while not self._stopped.wait(self._limit / LOOKS):
            signal.setitimer(signal.ITIMER_PROF, self._limit)
            if self._answered:
                missed, self._answered = 0, False
                self._loop.call_soon_threadsafe(self._answer)
                continue
            missed += 1
            if missed >= LOOKS:
                self._end()

    def _answer(self) -> None:
        self._answered = True

    def _end(self) -> None:
        telling = threading.Thread(target=self._tell, daemon=True)
        telling.start()
        # Whoever stands may hold the log's lock: the process ends all the same.
        telling.join(TELLING_SECONDS)
        os._exit(STATUS)

    def _tell(self) -> None:
        where = standing(self._watched)
        log.critical("the event loop stands; ending", extra={"seconds": self._limit, "stack": where})
        self._last_words()
