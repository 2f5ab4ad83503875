"""NOTICE names every package that an installation brings, under a licence that an authority may pass on."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINS = runpy.run_path(str(ROOT / ".ci" / "wheels"))["pins"]
FREE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "TCL",
    "Unlicense", "Zlib",
}  # fmt: skip


HEADS = {
    "PACKAGES": ("requirements.lock",),
    "PACKAGES OF THE MEANING MODEL, WHICH MAY BE LEFT OUT": (
        "requirements-meaning.lock",
        "requirements-onnx.lock",
    ),
    "PACKAGES THAT READ SCANS, WHICH MAY BE LEFT OUT": ("requirements-scans.lock",),
}


def listed(head: str) -> dict[str, str]:
    """Give the licence of each package in a list."""
    text = (ROOT / "NOTICE").read_text("utf-8")
    rows = text.partition(f"\n{head}\n")[2].partition("\n\n")[0].splitlines()
    return dict(row.split(maxsplit=1) for row in rows)


@pytest.mark.parametrize(("head", "locks"), HEADS.items())
def test_every_package_of_the_locks_is_listed_and_no_other(head: str, locks: tuple[str, ...]) -> None:
    locked = {pin.name for name in locks for pin in PINS((ROOT / name).read_text("utf-8"))}
    assert set(listed(head)) == locked, "write its licence into NOTICE, after reading it"


def test_no_lock_is_left_out() -> None:
    shipped = {name for locks in HEADS.values() for name in locks}
    assert shipped | {"requirements-dev.lock"} == {path.name for path in ROOT.glob("requirements*.lock")}


@pytest.mark.parametrize("head", HEADS)
def test_every_licence_may_be_passed_on(head: str) -> None:
    for name, licence in listed(head).items():
        named = set(re.split(r"[()\s]+|\bAND\b|\bOR\b", licence)) - {""}
        assert named, name
        assert named <= FREE, f"{name}: {licence}"
