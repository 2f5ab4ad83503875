"""Files are read as before, and what strangers write can neither blow up nor end the process."""

from pathlib import Path

import pytest
import yaml

from bot.text.plain_yaml import DEEPEST, read_foreign_yaml, read_yaml

ROOT = Path(__file__).parents[4]
SHIPPED = sorted(
    path
    for folder in ("bot", "handlers", "intents", "knowledge", "adapters")
    for path in (ROOT / folder).rglob("*.yml")
)


@pytest.mark.parametrize("path", SHIPPED[:: len(SHIPPED) // 12], ids=lambda path: path.name)
def test_a_file_reads_as_the_slow_loader_reads_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert read_yaml(text) == yaml.safe_load(text)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000, "? " * 50_000, "{a: " * 50_000, "a:\n" + " a:\n" * 3 + "[" * 3000]
)
def test_what_nests_too_deep_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        read_foreign_yaml(text)


def test_what_nests_as_deep_as_allowed_is_read() -> None:
    assert read_foreign_yaml("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(yaml.MarkedYAMLError, match="too deep"):
        read_foreign_yaml("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_aliases_are_refused_and_named_by_their_line() -> None:
    with pytest.raises(yaml.MarkedYAMLError, match="aliases") as refused:
        read_foreign_yaml("a: &x [1]\nb: *x\n")
    mark = refused.value.problem_mark
    assert mark is not None
    assert mark.line == 1


@pytest.mark.parametrize(
    "text", ["a: !!python/object/apply:os.system [ls]", "!!python/name:os.system", "a: [", "\ta: 1", "a: 'b"]
)
def test_what_is_no_plain_yaml_is_refused(text: str) -> None:
    for read in (read_yaml, read_foreign_yaml):
        with pytest.raises(yaml.YAMLError):
            read(text)
