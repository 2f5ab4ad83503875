"""Texts of tickets, status and accounts: each key of the code exists, each text fits a reply."""

import re
from pathlib import Path

import pytest

from tests.factories.talk import TEXTS

HANDLERS = Path(__file__).parents[3] / "handlers"


@pytest.mark.parametrize("name", ["tickets", "status", "accounts"])
def test_every_key_in_the_code_has_a_text(name: str) -> None:
    literal = re.compile(rf'"({name}(?:\.[a-z_]+)+)"')
    used = {
        key for path in (HANDLERS / name).rglob("*.py") for key in literal.findall(path.read_text("utf-8"))
    }
    assert used
    assert {key for key in used if key not in TEXTS} == set()


@pytest.mark.parametrize("name", ["tickets", "status", "accounts"])
def test_no_text_is_longer_than_a_reply(name: str) -> None:
    lengths = {key: len(TEXTS._entries[key]) for key in sorted(TEXTS.keys()) if key.startswith(f"{name}.")}
    assert lengths
    assert {key: length for key, length in lengths.items() if length > 300} == {}


@pytest.mark.parametrize("state", ["open", "answered", "closed"])
def test_every_ticket_state_has_words(state: str) -> None:
    assert f"tickets.state.{state}" in TEXTS
    assert f"tickets.turn.{state}" in TEXTS


@pytest.mark.parametrize("name", ["title", "opened", "stage", "turn", "until"])
def test_the_lines_of_a_case_take_their_own_value(name: str) -> None:
    assert TEXTS.placeholders(f"status.one.{name}") == {name}
