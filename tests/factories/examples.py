"""How many examples a property is tried on: few in every run of the tests, many by `make fuzz`."""

import os

from hypothesis import settings

TIMES = int(os.environ.get("TEST_FUZZ", "1"))
USUAL = 100


def examples(usual: int) -> int:
    """Give the number of examples for a property that is usually tried on so many."""
    return usual * TIMES


def load() -> None:
    """Let properties without a number of their own be tried as many times oftener; how long one takes says nothing here."""
    settings.register_profile("times", max_examples=examples(USUAL), deadline=None)
    settings.load_profile("times")
