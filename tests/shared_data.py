"""Where labelled real cases lie beside a checkout; tests that use them skip, with the reason, when they are absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def labelled(name: str) -> Path:
    """Give the path of a labelled file, or skip the test that asks for it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"labelled cases are absent: shared/data/{name}")
    return path
