"""Corrections stand where they were made, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from knowledge.library.corrections import TextCorrection, with_corrections

TEXT = "截止今日，票价2元，帐号不变。"


def correction(old: str, new: str) -> TextCorrection:
    start = TEXT.index(old)
    return TextCorrection(start, start + len(old), old, new)


def test_several_at_once_in_any_order() -> None:
    made = with_corrections(TEXT, [correction("帐号", "账号"), correction("截止", "截至")])
    assert made == "截至今日，票价2元，账号不变。"


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [TextCorrection(0, 2, "截至", "截止")],
        [TextCorrection(0, 2, "", "x")],
        [TextCorrection(900, 902, "截止", "截至")],
        [correction("截止今日", "一"), correction("今日", "二")],
        [correction("截止", "长" * 201)],
    ],
)
def test_what_does_not_fit_changes_nothing(wrong: list[TextCorrection]) -> None:
    with pytest.raises(InputError):
        with_corrections(TEXT, wrong)


@given(
    st.lists(st.text(alphabet="甲乙", min_size=1, max_size=3), min_size=1, max_size=6), st.text(max_size=3)
)
def test_all_else_stays(pieces: list[str], new: str) -> None:
    text = "，".join(pieces)
    at = text.rindex(pieces[-1])
    made = with_corrections(text, [TextCorrection(at, at + len(pieces[-1]), pieces[-1], new)])
    assert made == text[:at] + new
