"""No name stands twice in one place of a YAML file: the later would silently take the place of the earlier."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path.relative_to(ROOT)
    for package in ("handlers", "intents", "knowledge", "adapters")
    for path in (ROOT / package).rglob("*.yml")
)


def doubled(node: yaml.Node | None, place: str = "") -> Iterator[str]:
    """Give the names that stand twice in one mapping, each with its place."""
    if isinstance(node, yaml.MappingNode):
        names = [name.value for name, _ in node.value]
        yield from (f"{place}{name}" for name in sorted({name for name in names if names.count(name) > 1}))
        for name, value in node.value:
            yield from doubled(value, f"{place}{name.value}.")
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from doubled(value, f"{place}-")


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_name_stands_twice(path: Path) -> None:
    found = yaml.compose((ROOT / path).read_text("utf-8"), Loader=yaml.CSafeLoader)
    assert list(doubled(found)) == []


def test_a_name_that_stands_twice_is_found() -> None:
    node = yaml.compose("a: {b: 1, c: 2, b: 3}\nd: [{e: 1, e: 2}]\n", Loader=yaml.CSafeLoader)
    assert list(doubled(node)) == ["a.b", "d.-e"]
