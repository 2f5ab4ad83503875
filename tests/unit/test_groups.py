"""What shares something dear stays in one process: a release of the test runner once dropped that without a word."""

import os

import pytest

SEEN: list[str] = []


@pytest.fixture(scope="module")
def dear() -> object:
    """Stand for what is made once for a module, which alone makes its tests a group (`tests/conftest.py`)."""
    return object()


@pytest.mark.parametrize("number", range(6))
def test_tests_of_one_group_run_in_one_process(
    number: int, dear: object, request: pytest.FixtureRequest
) -> None:
    assert dear
    SEEN.append(f"{os.getpid()}-{number}")
    together = [item for item in request.session.items if item.path == request.path]
    if request.node is together[-1]:
        assert len(SEEN) == len(together), "`--dist loadgroup` gave the others to another process"
