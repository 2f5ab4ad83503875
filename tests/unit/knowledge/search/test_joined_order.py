"""Two orders made one: the scores stay the words' own, and what has no vector yet is not harmed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.joined_order import MEANING_POINTS, completed, joined, places

SCORES = st.lists(st.floats(-50, 50, allow_nan=False), min_size=1, max_size=30)


def order_of(scores: list[float], closeness: list[float], known: list[bool] | None = None) -> list[int]:
    raw, marks = np.array([scores]), np.array([True] * len(scores) if known is None else known)
    (found,) = joined(raw, completed(np.array(closeness), raw, known=marks))
    return [int(at) for at in np.argsort(-found, kind="stable")]


@pytest.mark.parametrize(
    ("scores", "closeness", "wanted"),
    [
        # Both agree.
        ([3.0, 2.0, 1.0], [0.9, 0.5, 0.1], [0, 1, 2]),
        # What the words put a little behind is overtaken by what is nearer in meaning.
        ([9.0, 8.0], [0.1, 0.9], [1, 0]),
        # What the words put far ahead stays there.
        ([40.0, 8.0], [0.1, 1.0], [0, 1]),
        # Nothing of the words, and near: the second first stage brings it forward.
        ([9.0, 8.0, 0.0], [0.0, 0.1, 1.0], [2, 1, 0]),
    ],
)
def test_the_joined_order(scores: list[float], closeness: list[float], wanted: list[int]) -> None:
    assert order_of(scores, closeness) == wanted


def test_what_has_no_vector_loses_nothing() -> None:
    # Newly published, first by words, and the model has not read it yet: it counts as the nearest does.
    assert order_of([5.0, 4.0, 3.0], [0.0, 0.9, 0.8], [False, True, True])[0] == 0
    assert order_of([5.0, 4.0, 3.0], [0.0, 0.0, 0.0], [False] * 3) == [0, 1, 2]
    # Last by words and not read: it stays behind.
    assert order_of([5.0, 4.0, 1.0], [0.9, 0.8, 0.0], [True, True, False]) == [0, 1, 2]


def test_places_count_from_one_and_equals_keep_their_order() -> None:
    assert places(np.array([2.0, 5.0, 2.0])).tolist() == [2, 1, 3]


def test_each_reading_has_its_own_order() -> None:
    raw = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 2.0 + MEANING_POINTS]])
    found = joined(raw, completed(np.array([1.0, 0.5, 0.1]), raw, known=np.ones(3, bool)))
    assert [int(row.argmax()) for row in found] == [0, 2]


@given(SCORES, st.data())
def test_the_scores_stay_the_words_own(scores: list[float], data: st.DataObject) -> None:
    size = len(scores)
    closeness = data.draw(st.lists(st.floats(-1, 1), min_size=size, max_size=size))
    known = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    raw, marks = np.array([scores]), np.array(known)
    close = completed(np.array(closeness), raw, known=marks)
    assert close[0][marks].tolist() == np.array(closeness)[marks].tolist()
    (found,) = joined(raw, close)
    assert sorted(found.tolist()) == sorted(scores)
    if not any(known):
        assert found.tolist() == scores
