"""The page of capabilities holds every row once, and whatever it calls done is proven by something that is there."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "capabilities.md"
ROWS = {
    "K": "1 2 3 3a 3b 3c 4 5 5a 6 6a 7 7a 8 8a 9 9a 9b 10 11 12",
    "G": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19",
    "O": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
    "P": "1 2 3 4 5 6 7 8 8a 9 10 10a 10b 10c",
    "B": "1 2 3 3a 4 5 5a 6 7 7a 7b 7c 8 9 10 11 12 13 14 15 16 17",
}
NUMBERS = tuple(f"{source}{row}" for source, rows in ROWS.items() for row in rows.split())
ROW = re.compile(r"^\| (?P<number>[A-Z]\d+[a-z]?) \|(?P<cells>.*)\|$", re.MULTILINE)
PROOF = re.compile(r"`(tests/[^`]+)`")
PLACE = re.compile(r"`([^`]+)`")
DONE, PARTLY, NOT_YET = "做到", "部分", "还没有"
COLUMNS = 4
ALL_ROWS = 94


@dataclass(frozen=True, slots=True)
class Capability:
    """One row of the page."""

    number: str
    does: str
    places: tuple[str, ...]
    proofs: tuple[str, ...]
    state: str

    @property
    def stands(self) -> str:
        """Give the state without what is lacking."""
        return self.state.partition("：")[0]

    @property
    def lacks(self) -> str:
        """Give what is lacking."""
        return self.state.partition("：")[2]


@cache
def capabilities() -> tuple[Capability, ...]:
    found = []
    for row in ROW.finditer(PAGE.read_text("utf-8")):
        cells = [cell.strip() for cell in row["cells"].split("|")]
        assert len(cells) == COLUMNS, row["number"]
        does, places, proofs, state = cells
        found.append(
            Capability(row["number"], does, tuple(PLACE.findall(places)), tuple(PROOF.findall(proofs)), state)
        )
    return tuple(found)


@cache
def names_in(path: Path) -> frozenset[str]:
    """Give the tests of a file: functions, or the titles of a script of talks."""
    text = path.read_text("utf-8")
    if path.suffix == ".txt":
        return frozenset(line.strip("= \n") for line in text.splitlines() if line.startswith("==="))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(ast.parse(text)) if isinstance(node, functions))


def test_there_are_ninety_four_rows_and_none_is_missing_or_doubled() -> None:
    assert len(NUMBERS) == ALL_ROWS
    assert Counter(one.number for one in capabilities()) == Counter(NUMBERS)
    assert [one.number for one in capabilities()] == list(NUMBERS)


@pytest.mark.parametrize("one", capabilities(), ids=lambda one: one.number)
def test_what_a_row_says_is_there(one: Capability) -> None:
    assert one.does
    assert one.stands in {DONE, PARTLY, NOT_YET}
    assert bool(one.lacks) == (one.stands == PARTLY), "only what is there in part says what is lacking"
    assert one.proofs or one.stands != DONE, "what is called done names its test"
    assert not one.proofs or one.stands != NOT_YET
    for place in one.places:
        assert (ROOT / place).exists(), place
    for proof in one.proofs:
        file, _, name = proof.partition("::")
        assert (ROOT / file).is_file(), proof
        assert name in names_in(ROOT / file), proof
