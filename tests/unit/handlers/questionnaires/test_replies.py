"""What is an answer: read from words as people type them, and nothing that the question does not have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from handlers.questionnaires.asking.outline import read_outline
from handlers.questionnaires.asking.replies import checked, read_reply
from tests.factories.opinions import OUTLINE

SINGLE, MULTIPLE, SCALE, TEXT = read_outline(OUTLINE)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("1", ("1",)),
        ("2", ("2",)),
        ("Ｂ", ("2",)),
        ("b", ("2",)),
        ("选2", ("2",)),
        ("第二个", ("2",)),
        ("自己开车", ("2",)),
        ("开车", ("2",)),
        ("今天天气怎么样", None),
        ("", None),
    ],
)
def test_one_of_several(said: str, answer: tuple[str, ...] | None) -> None:
    assert read_reply(SINGLE, said) == answer


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("1、3", ("1", "3")),
        ("1和3", ("1", "3")),
        ("3 1", ("1", "3")),
        ("AC", ("1", "3")),
        ("班次，票价", ("1", "3")),
        ("1，1", ("1",)),
        ("站点", ("2",)),
        ("不知道", None),
    ],
)
def test_several_of_several(said: str, answer: tuple[str, ...] | None) -> None:
    assert read_reply(MULTIPLE, said) == answer


@pytest.mark.parametrize(("said", "points"), [("4", "4"), ("4分", "4"), ("打5分", "5"), ("五", "5")])
def test_points(said: str, points: str) -> None:
    assert read_reply(SCALE, said) == (points,)


@pytest.mark.parametrize(
    ("question", "said", "kind"),
    [
        (SINGLE, "3", "no_option"),
        (SINGLE, "跳过", "needed"),
        (MULTIPLE, "1、2、3", "too_many"),
        (MULTIPLE, "1、9", "no_option"),
        (SCALE, "0", "no_option"),
        (SCALE, "6分", "no_option"),
        (TEXT, "长" * 1001, "long"),
    ],
)
def test_what_may_not_be_is_said(question: object, said: str, kind: str) -> None:
    with pytest.raises(InputError) as told:
        read_reply(question, said)  # type: ignore[arg-type]
    assert told.value.text_key == f"questionnaires.refused.{kind}"


def test_what_may_be_left_out() -> None:
    assert read_reply(TEXT, "跳过") == ()
    assert read_reply(TEXT, "不想答。") == ()
    assert read_reply(TEXT, "多开一班车") == ("多开一班车",)


@pytest.mark.parametrize("answer", [["1", "2"], ["x"], ["-1"], ["1e3"], ["99999"], ["²"]])
def test_a_page_that_brings_what_nobody_offered(answer: list[str]) -> None:
    with pytest.raises(InputError):
        checked(SINGLE, answer)


@given(st.sampled_from([SINGLE, MULTIPLE, SCALE, TEXT]), st.text(max_size=60))
def test_no_words_harm(question: object, said: str) -> None:
    try:
        answer = read_reply(question, said)  # type: ignore[arg-type]
    except InputError:
        return
    if answer is not None:
        assert checked(question, answer) == answer  # type: ignore[arg-type]
