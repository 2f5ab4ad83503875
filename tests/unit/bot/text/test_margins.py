"""What is taken off at the end of a text is what the pattern would take, and costs no more than the text is long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.margins import without_end

PIECE = re.compile(r"的?[那这]?一?[个项条种]|吧|的|好了|就好|[。 ]")
WHOLE = re.compile(rf"(?:{PIECE.pattern})+$")


@given(
    st.lists(st.sampled_from(["的", "那", "一", "个", "吧", "好", "了", "就", "。", "证"]), max_size=9).map(
        "".join
    )
)
def test_the_same_is_taken_off_as_by_the_pattern(text: str) -> None:
    assert without_end(text, PIECE, longest=4) == WHOLE.sub("", text)


@pytest.mark.parametrize("piece", ["的那一个", " ", "。", "好了"])
def test_many_pieces_are_taken_off_at_once(piece: str) -> None:
    assert without_end("第一证" + piece * 2000, PIECE, longest=4) == "第一证"


def test_the_first_characters_are_kept() -> None:
    assert without_end("吧吧吧", PIECE, longest=4, kept=1) == "吧"
