"""One running town for all tests of a worker; each test talks as citizens of its own."""

import itertools
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.town.town import PATIENCE, Town
from tests.factories.once import once, run_folder

NUMBERS = itertools.count(1)


def first_start(folder: Path) -> None:
    """Start as a newcomer does, with nothing in the folder, and stop."""
    town = Town(folder)
    town.start()
    until = time.monotonic() + PATIENCE
    # Told where everything is, it can be told to stop.
    while "Ctrl+C" not in town.output() and time.monotonic() < until:
        time.sleep(0.05)
    assert town.stop() == 0, town.output()


@pytest.fixture(scope="session")
def started_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a town after its first start: keys, sample county, index and recogniser are there."""
    return once(run_folder(tmp_path_factory) / "town", first_start)


def settled(folder: Path, started_once: Path) -> Town:
    """Give a town in a folder of its own, with what its first start would have made."""
    shutil.copytree(started_once / "data", folder / "data")
    return Town(folder)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, started_once: Path) -> Iterator[Town]:
    town = settled(tmp_path_factory.mktemp("town"), started_once)
    town.start()
    yield town
    town.end()


@pytest.fixture
def own_town(tmp_path: Path, started_once: Path) -> Iterator[Town]:
    """Give a town that a test may stop, kill and start again."""
    town = settled(tmp_path, started_once)
    yield town
    town.end()


@pytest.fixture
def citizen() -> str:
    return f"oTestCitizen{next(NUMBERS):016d}"


@pytest.fixture
def newcomer() -> Callable[[], str]:
    return lambda: f"oTestCitizen{next(NUMBERS):016d}"
