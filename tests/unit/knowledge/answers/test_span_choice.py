"""Of many candidate answers, the one that the likely ones agree on."""

import numpy as np
import pytest

from knowledge.answers import span_choice
from knowledge.answers.spans import AnswerStretch


def region(*candidates: tuple[int, int]) -> AnswerStretch:
    borders = np.arange(0, 110, 10, dtype=np.int64)
    first, last = (np.array(column, dtype=np.int64) for column in zip(*candidates, strict=True))
    nothing = np.zeros((10, 1), dtype=np.uint8)
    return AnswerStretch(0, 100, 100, borders, nothing[:, 0], nothing, first=first, last=last)


@pytest.mark.parametrize(
    ("scores", "chosen"),
    [
        ([9.0, 0.0, 0.0, 0.0], 0),
        ([0.1, 0.0, 0.0, 0.0], 1),
        ([0.0, 0.0, 0.0, 9.0], 3),
    ],
)
def test_a_clear_winner_wins_and_else_what_most_share(scores: list[float], chosen: int) -> None:
    stretch = region((7, 8), (1, 4), (1, 3), (2, 4))
    assert span_choice.safest(np.array(scores), stretch) == chosen


def test_a_single_candidate_is_chosen() -> None:
    assert span_choice.safest(np.array([-3.0]), region((2, 5))) == 0


def test_only_the_likeliest_have_a_say() -> None:
    crowd = [(0, 1)] * (2 * span_choice.LIKELY_SPANS)
    stretch = region((5, 7), *crowd)
    scores = np.array([9.0, *[0.0] * len(crowd)])
    assert span_choice.safest(scores, stretch) == 0
