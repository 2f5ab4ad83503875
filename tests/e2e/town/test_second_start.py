"""Somebody starts a demonstration twice: the second says what runs, and harms nothing."""

import os
import subprocess
import sys

from tests.e2e.town.town import ROOT, Town


def test_a_second_demonstration_on_the_folder_says_where_the_first_is(town: Town) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MINGBAI_")}
    second = subprocess.run(
        [sys.executable, "-m", "adapters.cli.main", "demo"],
        cwd=town.folder,
        env=env | {"PYTHONPATH": str(ROOT), "MINGBAI_DATA_DIR": str(town.folder / "data")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert "Traceback" not in second.stderr
    for told in (town.phone, f"{town.url}/staff", f"{town.url}/operators", "--data"):
        assert told in second.stderr
    assert "明白" in town.say("oSecondStart0000000000001", "你好")
