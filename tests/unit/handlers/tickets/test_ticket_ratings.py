"""A rating by a figure or a word, and nothing else taken for one; what is to be looked at again before an answer goes."""

import pytest

from handlers.tickets.desk.looked_over import AnswerDoubt, doubts
from handlers.tickets.rating import satisfaction_in


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


def test_private_numbers_names_and_misprints_are_shown_before_an_answer_goes() -> None:
    found = doubts("您的邻居叫王小雨，电话13800001234，请按装好以后再来。")
    assert AnswerDoubt("number", "13800001234") in found
    assert any(one.kind == "name" and "王" in one.quoted for one in found)


def test_a_plain_answer_raises_no_doubt() -> None:
    assert doubts("请带身份证到便民服务中心二楼5号窗口，电话0599-6612345，依据青政发〔2026〕3号。") == ()
