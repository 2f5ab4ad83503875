"""The check of the locks knows which wheel fits which machine, without asking anybody."""

import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / ".ci" / "wheels"))
Offer, Pin, Target = SCRIPT["Offer"], SCRIPT["Pin"], SCRIPT["Target"]
OURS, OTHER = "a" * 64, "b" * 64
X86, ARM = "x86_64", "aarch64"


def pin(marker: str = "") -> Any:
    return Pin("thing", "1.0", marker, frozenset({OURS}))


@pytest.mark.parametrize(
    ("file", "python", "machine", "fits"),
    [
        ("thing-1.0-py3-none-any.whl", (3, 14), ARM, True),
        ("thing-1.0-cp314-cp314-manylinux_2_28_aarch64.whl", (3, 14), ARM, True),
        ("thing-1.0-cp314-cp314-manylinux_2_28_x86_64.whl", (3, 14), ARM, False),
        ("thing-1.0-cp313-cp313-manylinux_2_28_aarch64.whl", (3, 14), ARM, False),
        # The stable interface serves every later Python; one without a lock is another Python.
        ("thing-1.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", (3, 13), X86, True),
        ("thing-1.0-cp314-cp314t-manylinux_2_28_x86_64.whl", (3, 14), X86, False),
        ("thing-1.0-py3-none-manylinux_2_28_x86_64.whl", (3, 11), X86, True),
        ("thing-1.0-cp311-cp311-manylinux1_x86_64.whl", (3, 11), X86, True),
        # A newer C library than servers have, another one, another system, a source to be built.
        ("thing-1.0-cp311-cp311-manylinux_2_34_x86_64.whl", (3, 11), X86, False),
        ("thing-1.0-cp311-cp311-musllinux_1_2_x86_64.whl", (3, 11), X86, False),
        ("thing-1.0-cp311-cp311-macosx_11_0_arm64.whl", (3, 11), ARM, False),
        ("thing-1.0.tar.gz", (3, 11), X86, False),
        ("thing-unreadable.whl", (3, 11), X86, False),
    ],
)
def test_which_file_fits(file: str, python: tuple[int, int], machine: str, fits: bool) -> None:
    assert Target(python, machine).takes(Offer(file, OURS), pin()) is fits


def test_a_file_that_the_lock_does_not_mean_does_not_count() -> None:
    target = Target((3, 12), X86)
    assert not target.takes(Offer("thing-1.0-py3-none-any.whl", OTHER), pin())
    assert not target.takes(Offer("thing-1.0-py3-none-any.whl", OURS, ">=3.13"), pin())
    assert target.takes(Offer("thing-1.0-py3-none-any.whl", OURS, ">=3.11,<3.15"), pin())


@pytest.mark.parametrize(
    ("marker", "wanted"),
    [
        ("", 8),
        ("sys_platform == 'win32'", 0),
        ("python_full_version < '3.14'", 6),
        ("python_full_version < '3.11.3'", 2),
        ("platform_machine == 'aarch64'", 4),
        ("implementation_name == 'cpython' and sys_platform != 'win32'", 8),
    ],
)
def test_a_pin_is_wanted_where_its_marker_says(marker: str, wanted: int) -> None:
    assert sum(target.wants(pin(marker)) for target in SCRIPT["TARGETS"]) == wanted


def test_what_is_missing_is_named_for_each_target() -> None:
    offered = [Offer("thing-1.0-cp311-cp311-manylinux_2_17_x86_64.whl", OURS)]
    missing = {
        str(target): SCRIPT["missing"]([pin("python_full_version < '3.13'")], lambda _: offered, target)
        for target in SCRIPT["TARGETS"]
    }
    assert missing == {
        "Python 3.11 x86_64": [],
        "Python 3.11 aarch64": ["thing 1.0"],
        "Python 3.12 x86_64": ["thing 1.0"],
        "Python 3.12 aarch64": ["thing 1.0"],
        "Python 3.13 x86_64": [],
        "Python 3.13 aarch64": [],
        "Python 3.14 x86_64": [],
        "Python 3.14 aarch64": [],
    }


def test_a_lock_is_read_with_markers_and_digests() -> None:
    lock = f"""# a remark
thing==1.0 \\
    --hash=sha256:{OURS} \\
    --hash=sha256:{OTHER}
other-thing==2.0.post1 ; python_full_version < '3.14' \\
    --hash=sha256:{OTHER}
"""
    assert list(SCRIPT["pins"](lock)) == [
        Pin("thing", "1.0", "", frozenset({OURS, OTHER})),
        Pin("other-thing", "2.0.post1", "python_full_version < '3.14'", frozenset({OTHER})),
    ]
    with pytest.raises(ValueError, match="not a pin"):
        list(SCRIPT["pins"]("thing>=1.0\n"))


def test_the_index_is_read() -> None:
    page = {
        "files": [
            {
                "filename": "thing-1.0.tar.gz",
                "hashes": {"sha256": OURS},
                "requires-python": ">=3.9",
                "yanked": False,
            },
            {"filename": "thing-1.1.tar.gz", "hashes": {}, "yanked": "broken"},
        ]
    }
    assert SCRIPT["offers"](page) == [
        Offer("thing-1.0.tar.gz", OURS, ">=3.9", False),
        Offer("thing-1.1.tar.gz", "", "", True),
    ]


def test_the_pythons_that_are_checked_are_those_that_the_program_admits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    admitted = [minor for minor in range(30) if f"3.{minor}" in SpecifierSet(project["requires-python"])]
    assert [(3, minor) for minor in admitted] == list(SCRIPT["PYTHONS"])


def test_every_line_of_the_locks_can_be_read_and_the_runtime_is_part_of_the_whole() -> None:
    read = {
        name: {(each.name, each.version) for each in SCRIPT["pins"]((ROOT / name).read_text("utf-8"))}
        for name in SCRIPT["LOCKS"]
    }
    assert len(read["requirements.lock"]) > 80
    assert read["requirements.lock"] <= read["requirements-dev.lock"]
