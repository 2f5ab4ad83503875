"""Figures with their intervals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.evaluation.intervals import separation, share


@pytest.mark.parametrize(
    ("ones", "count", "low", "high"),
    # Wilson's interval without correction, from the formula worked out by hand.
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (60, 100, 0.5020, 0.6906)],
)
def test_the_interval_of_a_share(ones: int, count: int, low: float, high: float) -> None:
    found = share([1.0] * ones + [0.0] * (count - ones))
    assert found.value == ones / count
    assert found.count == count
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=60))
def test_a_share_lies_in_its_interval(marks: list[float]) -> None:
    found = share(marks)
    assert 0.0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1.0


def test_nothing_measured_is_not_nought() -> None:
    assert math.isnan(share([]).value)
    assert share([]).plain() == {"value": None, "low": None, "high": None, "count": 0}
    assert math.isnan(separation([0.5], []).value)
    assert separation([0.5], []).plain()["count"] == 1


def test_separation() -> None:
    perfect = separation([0.8, 0.9], [0.1, 0.2, 0.3])
    assert (perfect.value, perfect.low, perfect.high, perfect.count) == (1.0, 1.0, 1.0, 5)
    blind = separation([0.5] * 20, [0.5] * 20)
    assert (blind.value, blind.low, blind.high) == (0.5, 0.5, 0.5)


def test_few_questions_give_a_wide_interval_and_the_seed_decides() -> None:
    few = separation([0.9, 0.2, 0.6], [0.1, 0.5, 0.7])
    many = separation([0.9, 0.2, 0.6] * 30, [0.1, 0.5, 0.7] * 30)
    assert few.value == pytest.approx(many.value)
    assert few.low < many.low <= many.value <= many.high < few.high
    assert separation([0.9, 0.2, 0.6], [0.1, 0.5, 0.7], seed=3) == separation(
        [0.9, 0.2, 0.6], [0.1, 0.5, 0.7], seed=3
    )
