"""One word, one meaning: in the whole tree no class has another's name, and the glossary speaks of what is there."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "intents", "handlers", "knowledge", "adapters")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "versions" not in path.parts
)
MOST_MODULES = 24
pytestmark = pytest.mark.xdist_group("vocabulary")
# A name in two places, and why that is one meaning.
SHARED = {
    "Rule": "a row of a lifecycle's table, in each lifecycle",
    "Stage": "where something stands, in the two lifecycles of the knowledge keepers",
    "Step": "what can be done, in each lifecycle",
}


def _statements(within: ast.AST) -> Iterator[ast.AST]:
    """Give every statement, however deep it stands; no expression holds one, and most nodes are expressions."""
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        for node in getattr(within, name, ()):
            yield node
            yield from _statements(node)


@cache
def classes() -> dict[str, list[str]]:
    """Give for each class name the files that define it."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in _statements(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    return places


def test_no_class_name_is_taken_twice() -> None:
    twice = {name: found for name, found in classes().items() if len(found) > 1 and name not in SHARED}
    assert twice == {}


def test_what_shares_a_name_is_still_shared() -> None:
    places = classes()
    assert all(len(places[name]) > 1 for name in SHARED)
    assert all("lifecycle" in path for name in SHARED for path in places[name])


def test_no_folder_holds_more_modules_than_a_reader_takes_in() -> None:
    folders = Counter(path.parent.relative_to(ROOT) for path in MODULES if path.name != "__init__.py")
    assert {str(folder): count for folder, count in folders.items() if count > MOST_MODULES} == {}


# What has to be done before anything of a package is imported, and why; each in a line or two.
DONE_FIRST = {
    "bot/__init__.py": "keeps the web server of the Rasa SDK out, before a module imports the SDK",
    "handlers/__init__.py": "imports the engine before a module imports the SDK",
    "adapters/__init__.py": "imports the engine before a module imports the SDK",
}


def test_init_files_hold_a_docstring_only() -> None:
    for path in MODULES:
        if str(path.relative_to(ROOT)) in DONE_FIRST:
            assert 2 <= len(ast.parse(path.read_text("utf-8")).body) <= 3, path
        elif path.name == "__init__.py":
            body = ast.parse(path.read_text("utf-8")).body
            assert len(body) == 1, path
            assert ast.get_docstring(ast.Module(body, [])), path


GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROWS = re.findall(r"^\| (.+?) \| .+? \| (.+?) \|$", GLOSSARY, re.MULTILINE)


def test_the_glossary_names_classes_that_are_there() -> None:
    known = classes().keys()
    named = {name for words, _ in ROWS for name in re.findall(r"`(\w+)`", words)}
    assert len(named) > 100
    assert named - known == set()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_pages_name_files_that_are_there(page: Path) -> None:
    named = set(
        re.findall(
            r"`((?:bot|intents|handlers|knowledge|adapters|tests)/[\w/]+\.(?:py|yml|txt))`",
            page.read_text("utf-8"),
        )
    )
    assert {name for name in named if not (ROOT / name).exists()} == set()
