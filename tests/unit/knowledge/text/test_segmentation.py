"""Words and pairs of a bare text."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import normal_form, segmentation


def test_words_and_pairs() -> None:
    bare = normal_form.bare("高龄津贴，每月60元")
    assert segmentation.words(bare) == ["高龄", "津贴", "每月", "60", "元"]
    assert segmentation.pairs(bare) == ["高龄", "龄津", "津贴", "每月", "月6", "60", "0元"]


def test_a_pair_never_reaches_over_a_blank() -> None:
    assert segmentation.pairs("甲 乙丙") == ["乙丙"]
    assert segmentation.pairs("") == []


@given(st.text(max_size=100))
def test_words_lose_no_letter(text: str) -> None:
    bare = normal_form.bare(text)
    assert "".join(segmentation.words(bare)).replace(" ", "") == "".join(bare.split())
    assert segmentation.spaced(bare).split() == " ".join(segmentation.words(bare)).split()
