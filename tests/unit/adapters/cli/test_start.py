"""What a command loads is not searched for garbage while it is loaded."""

import subprocess
import sys


def test_loading_the_command_is_not_held_up_by_looking_for_garbage() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import gc, adapters.cli.main; print(sum(one['collections'] for one in gc.get_stats()[:2]))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(told.stdout) < 60
