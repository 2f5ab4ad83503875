"""What stands where in a text, and what replacing makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from knowledge.documents.document import Document
from knowledge.library.text_search import SHOWN_PLACES, WordReplacement, places, require_words

LINES = st.text(alphabet="电话12-\n，", max_size=60)


def test_a_place_keeps_to_its_own_line() -> None:
    [one] = places("上一行\n咨询电话：0791-1，工作日\n下一行", "0791-1")
    assert (one.lead, one.words, one.tail) == ("咨询电话：", "0791-1", "，工作日")


@given(LINES, st.text(alphabet="12-", min_size=1, max_size=4))
def test_as_many_places_are_shown_as_there_are_up_to_a_few(text: str, words: str) -> None:
    found = places(text, words)
    assert len(found) == min(text.count(words), SHOWN_PLACES)
    assert all("\n" not in one.lead + one.tail for one in found)
    assert all(f"{one.lead}{one.words}{one.tail}" in text for one in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [("1", "2"), ("1" * 81, "2"), ("12\n3", "2"), ("123", ""), ("123", "123"), ("123", "4\n5")],
)
def test_words_that_cannot_be_replaced_are_refused(old: str, new: str) -> None:
    with pytest.raises(InputError):
        WordReplacement(old, new)


def test_only_the_telephones_among_the_particulars_change() -> None:
    document = Document("a", "关于0791-1的公告", unit_phone="0791-1", interpreter_phone="0791-2")
    replacement = WordReplacement("0791-1", "0791-9")
    assert replacement.particulars(document) == {"unit_phone": "0791-9"}
    assert replacement.text("请拨0791-1，或0791-11") == "请拨0791-9，或0791-91"


def test_single_letters_are_not_looked_for() -> None:
    with pytest.raises(InputError):
        require_words(" 的 ")
