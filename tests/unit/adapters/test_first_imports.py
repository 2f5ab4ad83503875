"""What is loaded before it is needed: each looks in a program of its own, since this one has loaded everything."""

import subprocess
import sys

import pytest

HEAVY = (
    "aiohttp",
    "sqlalchemy",
    "redis",
    "numpy",
    "wechatpy",
    "openpyxl",
    "jinja2",
    "tantivy",
    "rjieba",
)
BY_THE_WAY = """
import sys
{imports}
print(*sorted({{name.partition(".")[0] for name in sys.modules}} & set({heavy})))
"""
PARTS = """
import sys
from adapters.wechat.push.wechatpy_classes import EVENT_TYPES
assert "requests" not in sys.modules and "wechatpy.client" not in sys.modules
from wechatpy import parse_message
import wechatpy.crypto
assert "wechatpy.client" in sys.modules and wechatpy.events.EVENT_TYPES is EVENT_TYPES
assert parse_message("<xml><MsgType>text</MsgType><Content>a</Content></xml>").content == "a"
"""


def said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "imports",
    [
        # Every command that is only looked at, as `--help`, or that reads its settings first.
        "import adapters.cli.main, adapters.settings",
        # What `serve` has loaded when its port is open.
        "import adapters.cli.programs, adapters.porch.sockets, adapters.pattern_book",
    ],
)
def test_a_command_loads_nothing_large_before_it_runs(imports: str) -> None:
    assert said(BY_THE_WAY.format(imports=imports, heavy=HEAVY)) == ""


def test_wechatpy_s_clients_load_when_somebody_asks_for_them() -> None:
    assert said(PARTS) == ""


def test_who_serves_has_loaded_nothing_that_only_a_workbook_or_a_training_needs() -> None:
    program = 'import sys, adapters.serving; print(*{"openpyxl", "numpy.random"} & set(sys.modules))'
    assert said(program) == ""
