"""Sets pages in a thread of its own, each once: a long document takes half a second, and nobody else waits for it."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")
# One thread for all: what is set there competes with the event loop for the interpreter.
_THREAD = ThreadPoolExecutor(1, "press")
MOST_LETTERS = 16_000_000


async def apart(make: Callable[[], T]) -> T:
    """Make something in the thread, after what others have asked for; raises what it raises."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, make)


class Press(Generic[T]):
    """Keeps what was made of texts, as long as there is room for so many letters of it; `letters` counts them.

    The same texts are made into something once, however many ask at once; what is not asked for goes first.
    """

    def __init__(
        self, make: Callable[..., T], *, letters: Callable[[T], int], most: int = MOST_LETTERS
    ) -> None:
        self._make = make
        self._letters = letters
        self._most = most
        self._kept: OrderedDict[bytes, tuple[T, int]] = OrderedDict()
        self._held = 0
        self._making: dict[bytes, asyncio.Task[T]] = {}

    async def of(self, *texts: str) -> T:
        """Give what is made of the texts; raises what making raises, and keeps nothing then."""
        key = _mark(texts)
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return found[0]
        if (task := self._making.get(key)) is None:
            task = self._making[key] = asyncio.create_task(self._made(key, texts))
            task.add_done_callback(lambda _: self._making.pop(key, None))
        # Whoever asked first may leave: the others still wait.
        return await asyncio.shield(task)

    async def _made(self, key: bytes, texts: tuple[str, ...]) -> T:
        made = await apart(lambda: self._make(*texts))
        size = self._letters(made)
        if size <= self._most:
            self._kept[key] = (made, size)
            self._held += size
        while self._held > self._most:
            _, (_, gone) = self._kept.popitem(last=False)
            self._held -= gone
        return made


def _mark(texts: tuple[str, ...]) -> bytes:
    mark = hashlib.blake2b(digest_size=16)
    for text in texts:
        octets = text.encode("utf-8", "surrogatepass")
        mark.update(len(octets).to_bytes(8, "big") + octets)
    return mark.digest()
