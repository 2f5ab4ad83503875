"""What pyproject.toml asks for is used by the program, and told in docs/decisions/dependencies.md with its reason and keeper."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CHOICES = (
    line for name, lines in PROJECT["optional-dependencies"].items() if name != "dev" for line in lines
)
NAMES = [Requirement(line).name for line in (*PROJECT["dependencies"], *CHOICES)]
PAGE = (ROOT / "docs" / "decisions" / "dependencies.md").read_text("utf-8")
CODE = "\n".join(
    path.read_text("utf-8")
    for package in ("bot", "intents", "handlers", "knowledge", "adapters")
    for path in (ROOT / package).rglob("*.py")
)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", NAMES)
def test_somebody_uses_it(name: str) -> None:
    """By importing it, by naming the driver in an address, or by taking its files."""
    modules = {
        module
        for module, givers in packages_distributions().items()
        if plain(name) in map(plain, givers) and not module.startswith("_")
    }
    # What may be left out is perhaps not installed; it is then looked for under its own name.
    used = "|".join(map(re.escape, sorted(modules or {name})))
    assert re.search(
        rf"^\s*(?:import|from) (?:{used})\b|\+(?:{used})\b|(?:find_spec|files)\(\"(?:{used})\"\)",
        CODE,
        re.MULTILINE,
    ), f"nothing imports {name}: take it out of pyproject.toml"


@pytest.mark.parametrize("name", NAMES)
def test_its_reason_and_its_keeper_are_told(name: str) -> None:
    reasons, _, keepers = PAGE.partition("## 谁在维护")
    for table in (reasons, keepers):
        rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("|")]
        assert any(name.lower() in re.split(r"[、（\s]+", row.lower()) for row in rows), name
