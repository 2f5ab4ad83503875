"""Every text that an action says exists, and is given exactly what it has to be filled with."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.texts import Texts
from tests.factories.talks import TEXTS

SLICES = ("general", "guides", "places", "policy")
MODULES = sorted(
    [
        *(path for name in SLICES for path in Path("handlers", name).rglob("*.py")),
        Path("handlers/published/sources.py"),
    ]
)


def _calls(path: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the keys that a module asks wording for, with the names it fills."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in {"_wording", "wording"} or any(word.arg is None for word in node.keywords):
            continue
        names = frozenset(word.arg for word in node.keywords if word.arg)
        for key in _literals(node.args[0]):
            yield key, names


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_text_asked_for_exists_with_these_placeholders(path: Path) -> None:
    for key, names in _calls(path):
        assert key in TEXTS, key
        assert TEXTS.placeholders(key) == names, key


def test_a_key_that_yaml_reads_as_no_word_is_refused(tmp_path: Path) -> None:
    """An unquoted `off` is the value false to YAML, and its text would be found under no name."""
    (tmp_path / "fees.yml").write_text("service:\n  off: 没有设置\n", "utf-8")
    with pytest.raises(ValueError, match=r"fees\.yml: fees\.service.*False"):
        Texts.load(tmp_path)
    (tmp_path / "fees.yml").write_text('service:\n  "off": 没有设置\n', "utf-8")
    assert Texts.load(tmp_path)("fees.service.off") == "没有设置"


def test_the_calls_are_really_seen() -> None:
    assert sum(len(list(_calls(path))) for path in MODULES) > 100


@pytest.mark.parametrize("slice_name", SLICES)
def test_no_text_addresses_the_citizen_rudely_or_in_jargon(slice_name: str) -> None:
    words = [
        TEXTS(key, **dict.fromkeys(TEXTS.placeholders(key), ""))
        for key in list(TEXTS.keys())
        if key.startswith(f"{slice_name}.")
    ]
    assert words
    for text in words:
        assert not any(
            jargon in text for jargon in ("请悉知", "系统异常", "参数", "非法", "您好亲", "API", "null")
        ), text
        assert "你" not in text, text


@pytest.mark.parametrize("key", ["off", "yes", "null"])
def test_a_key_that_yaml_takes_for_another_value_is_refused(tmp_path: Path, key: str) -> None:
    (tmp_path / "knowledge.yml").write_text(f"embedding:\n  {key}: 没有设置\n", "utf-8")
    with pytest.raises(ValueError, match=r"knowledge\.yml: knowledge\.embedding .* quotes"):
        Texts.load(tmp_path)
    (tmp_path / "knowledge.yml").write_text(f'embedding:\n  "{key}": 没有设置\n', "utf-8")
    assert Texts.load(tmp_path)(f"knowledge.embedding.{key}") == "没有设置"
