"""The figures, worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.evaluation import metrics


@pytest.mark.parametrize(
    ("rank", "at1", "at3", "mrr", "gain"),
    [
        (1, 1, 1, 1.0, 1.0),
        (2, 0, 1, 0.5, 0.6309),
        (3, 0, 1, 1 / 3, 0.5),
        (10, 0, 0, 0.1, 0.2891),
        (11, 0, 0, 0, 0),
        (None, 0, 0, 0, 0),
    ],
)
def test_ranks(rank: int | None, at1: float, at3: float, mrr: float, gain: float) -> None:
    assert metrics.recall_at(rank, 1) == at1
    assert metrics.recall_at(rank, 3) == at3
    assert metrics.reciprocal_rank(rank) == pytest.approx(mrr)
    assert metrics.gain_of_one(rank) == pytest.approx(gain, abs=1e-4)


def test_gain_of_many() -> None:
    # Right at ranks 1 and 3 of two: (1 + 1/2) / (1 + 1/log2(3)).
    assert metrics.gain_of_many([True, False, True], 2) == pytest.approx(1.5 / (1 + 1 / math.log2(3)))
    assert metrics.gain_of_many([False], 0) == 0.0
    assert metrics.gain_of_many([False] * 10 + [True], 1) == 0.0


@pytest.mark.parametrize(
    ("given_text", "wanted", "f1", "rouge"),
    [
        ("每人60元", "每人60元。", 1.0, 1.0),
        ("60元", "每人60元", 2 * 3 / 8, 2 * 3 / 8),
        ("元06", "60元", 1.0, 2 * 1 / 6),
        ("无", "有", 0.0, 0.0),
        ("", "有", 0.0, 0.0),
        ("aab", "ab", 0.8, 0.8),
    ],
)
def test_answer_overlap(given_text: str, wanted: str, f1: float, rouge: float) -> None:
    assert metrics.character_f1(given_text, wanted) == pytest.approx(f1)
    assert metrics.rouge_l(given_text, wanted) == pytest.approx(rouge)


@given(st.text(alphabet="abc", max_size=12), st.text(alphabet="abc", max_size=12))
def test_common_subsequence_against_the_plain_table(first: str, second: str) -> None:
    table = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for row, ours in enumerate(first):
        for column, theirs in enumerate(second):
            above = max(table[row][column + 1], table[row + 1][column])
            table[row + 1][column + 1] = table[row][column] + 1 if ours == theirs else above
    common = table[-1][-1]
    expected = 2 * common / (len(first) + len(second)) if common else 0.0
    assert metrics.rouge_l(first, second) == pytest.approx(expected)


def test_auroc() -> None:
    assert metrics.auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert metrics.auroc([0.9, 0.1], [0.5]) == 0.5
    assert metrics.auroc([0.5], [0.5]) == 0.5
    assert math.isnan(metrics.auroc([], [0.5]))


def test_answered_precision() -> None:
    answerable = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.1, True)]
    # 80 % of five are four: threshold .6, three of them right. One of two strangers gets through, weighed 5/2.
    assert metrics.answered_precision(answerable, [0.65, 0.2]) == pytest.approx(3 / (4 + 2.5))
    assert metrics.answered_precision(answerable, [0.2]) == pytest.approx(3 / 4)
