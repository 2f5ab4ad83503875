"""Keeps a long-running process small: threads that come and go with each update of the index share their memory."""

import ctypes
from contextlib import suppress

# The number that the C library's `mallopt` knows this setting by.
ARENA_MAX = -8
ARENAS = 2


def share_arenas() -> None:
    """Let all threads of the process take memory from the same two pools.

    Otherwise each thread that writes to the index leaves a pool of its own behind, half empty: 280 MB instead of 130
    after sixty updates of 2,000 documents. C libraries without this setting are left as they are.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)
