"""What all tests share: one trained recogniser, and after the run the figures of the conversation scripts."""

from pathlib import Path
from typing import Any

import pytest

from intents import catalogue, recognizer
from tests.e2e.conversations.coverage import REACHED, report
from tests.factories import examples
from tests.factories.once import once, run_folder
from tests.query_plans import run as plans

KEY, PLANS = "conversations", "plans"
LONG = pytest.mark.skip(reason="takes a large part of a run's time: make proofs runs it")
examples.load()
plans.SENT.listen()


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the one recogniser that is trained in a run; to build from it takes no training."""
    known = catalogue.load()
    return once(run_folder(tmp_path_factory) / "recognizer", lambda folder: recognizer.build(known, folder))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long proofs to a run that names their mark; groups come first, so that none keeps one process busy at the end."""
    if "long" not in config.option.markexpr:
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(LONG)
    for item in items:
        if not item.get_closest_marker("xdist_group") and _shares(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name what a test is given in bytes by its place: a packed file holds its time, and two processes would differ."""
    return argname if isinstance(val, bytes) else None


def _shares(item: pytest.Item) -> bool:
    """Tell whether a test uses something that is made once for its module: two processes would make it twice."""
    made: dict[str, Any] = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    return any(named[-1].scope == "module" for name, named in made.items() if not name.startswith("_"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what this process reached, and what of its statements reads a growing table whole."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    plans.look_at_sqlite()
    if output is None:
        session.exitstatus = session.exitstatus or int(bool(plans.REFUSED) and plans.STRICT)
        return
    output[PLANS] = sorted(plans.REFUSED)
    if REACHED.replies:
        output[KEY] = REACHED.plain()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take what another process reached."""
    output = getattr(node, "workeroutput", {})
    REACHED.join(output.get(KEY, {}))
    plans.REFUSED.update(output.get(PLANS, ()))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures."""
    for line in plans.report():
        terminalreporter.write_line(line)
    reached = REACHED.plain()
    if reached["actions"]:
        terminalreporter.section("conversation scripts: what they reached")
        for line in report(reached):
            terminalreporter.write_line(line)
