"""A rating by a figure or a word, and nothing else taken for one."""

import pytest

from handlers.ratings.words import satisfaction_in


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("5", 5),
        ("４分", 4),
        ("三星", 3),
        ("评价2", 2),
        ("满意", 4),
        ("非常满意！", 5),
        ("还行", 3),
        ("不满意。", 2),
        ("很不满意", 1),
        ("0", None),
        ("6", None),
        ("15", None),
        ("5号楼", None),
        ("对拆迁补偿不满意要讨说法", None),
        ("满意度调查在哪里填", None),
        ("", None),
    ],
)
def test_ratings(said: str, points: int | None) -> None:
    assert satisfaction_in(said) == points
