"""Prints after the run how much of the conversation the scripts reached, gathered from every test process."""

from typing import Any

import pytest

from tests.e2e.conversations.coverage import REACHED, report
from tests.factories import examples

KEY = "conversations"
examples.load()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what this process reached."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None and REACHED.replies:
        output[KEY] = REACHED.plain()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take what another process reached."""
    REACHED.join(getattr(node, "workeroutput", {}).get(KEY, {}))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures."""
    reached = REACHED.plain()
    if reached["actions"]:
        terminalreporter.section("conversation scripts: what they reached")
        for line in report(reached):
            terminalreporter.write_line(line)
