"""What a form holds, read from slots as Rasa keeps them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms.slots import FormSlots
from bot.forms.spec import ASKED_SLOT, GATHERED_SLOT, LEAVE, REOPENED_SLOT, FormSpec

SPEC = FormSpec("f", ("a", "b", "c", "yes"), "submit", "enter", confirmation="yes")
VALUES = st.none() | st.just("x")
SLOTS = st.fixed_dictionaries(dict.fromkeys(SPEC.order, VALUES))


@pytest.mark.parametrize(
    ("slots", "awaited", "before"),
    [
        ({"a": 1, "b": 2}, "c", "b"),
        ({"a": 1, "b": None}, "c", "a"),
        ({"a": None}, "b", "b"),
        ({"a": 1}, "a", "a"),
        ({"a": 1, "b": 2, "c": 3}, "elsewhere", "c"),
    ],
)
def test_back_leads_to_the_filled_field_before(slots: dict[str, Any], awaited: str, before: str) -> None:
    assert FormSlots(slots).field_before(SPEC, awaited) == before


@given(SLOTS)
def test_what_is_filled_and_what_is_empty_add_up(slots: dict[str, str | None]) -> None:
    held = FormSlots(slots)
    empty = held.first_empty(SPEC)
    assert (held.filled(SPEC) == len(SPEC.order)) == (empty is None)
    if empty:
        assert not held.is_filled(empty)
        assert all(map(held.is_filled, SPEC.order[: SPEC.order.index(empty)]))


def test_gathered_words_are_kept_by_field() -> None:
    held = FormSlots({GATHERED_SLOT: {"a": "甲"}})
    assert (held.gathered("a"), held.gathered("b")) == ("甲", "")
    assert held.with_piece("b", "乙") == {"a": "甲", "b": "乙"}
    assert held.with_piece("a", "丙") == {"a": "丙"}
    assert held.without("a") is None
    assert held.without("b") == {"a": "甲"}


@pytest.mark.parametrize("kept", [None, "", "not a table", ["a"]])
def test_a_slot_that_holds_something_else_holds_no_words(kept: object) -> None:
    assert FormSlots({GATHERED_SLOT: kept}).with_piece("a", "甲") == {"a": "甲"}


def test_old_values_are_kept_until_their_field_changes() -> None:
    held = FormSlots({"a": "new", REOPENED_SLOT: {"a": "old", "b": "older"}})
    assert held.still_reopened(SPEC, {"a", "no field"}) == {"b": "older"}
    assert held.still_reopened(SPEC, {"a", "b"}) is None
    assert held.reopening(SPEC, "a") == {
        "a": None,
        "yes": None,
        REOPENED_SLOT: {"a": "new", "b": "older"},
        GATHERED_SLOT: None,
    }


def test_reading_changes_nothing() -> None:
    slots: dict[str, Any] = {"a": 1, REOPENED_SLOT: {"b": 2}, GATHERED_SLOT: {"c": "丙"}, ASKED_SLOT: LEAVE}
    held = FormSlots(slots)
    held.reopened.clear()
    held.reopening(SPEC, "a", leaving="b")
    held.with_piece("d", "丁")
    assert held.asked == LEAVE
    assert slots == {"a": 1, REOPENED_SLOT: {"b": 2}, GATHERED_SLOT: {"c": "丙"}, ASKED_SLOT: LEAVE}
