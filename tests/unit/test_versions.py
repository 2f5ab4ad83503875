"""A run of the tests names what it ran with."""

import platform
import runpy
from pathlib import Path

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / ".ci" / "versions"))


def test_a_run_names_what_it_ran_with() -> None:
    told = dict(SCRIPT["versions"]())
    assert told["Python"].startswith(platform.python_version())
    assert "v=" in told["内嵌的 Redis"]
    assert platform.machine() in told["系统"]
    assert set(told) >= {"SQLite", "PostgreSQL", "浏览器", "软件包"}


def test_what_is_not_there_is_said_to_be_absent() -> None:
    assert SCRIPT["_said"](None) == SCRIPT["_said"]("/nowhere", "--version") == SCRIPT["ABSENT"]
