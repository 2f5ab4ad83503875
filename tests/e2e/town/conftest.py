"""One running town for all tests of a worker; each test talks as citizens of its own."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.town.town import Town

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = Town(tmp_path_factory.mktemp("town"))
    town.start()
    yield town
    town.end()


@pytest.fixture
def own_town(tmp_path: Path) -> Iterator[Town]:
    """Give a town that a test may stop, kill and start again."""
    town = Town(tmp_path)
    yield town
    town.end()


@pytest.fixture
def citizen() -> str:
    return f"oTestCitizen{next(NUMBERS):016d}"


@pytest.fixture
def newcomer() -> Callable[[], str]:
    return lambda: f"oTestCitizen{next(NUMBERS):016d}"
