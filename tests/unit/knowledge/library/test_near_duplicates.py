"""Nearly equal texts are found whatever their order and number; different ones are not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library.near_duplicates import SKETCH_HASHES, alike, sketch

LETTERS = [chr(0x4E00 + at) for at in range(2000)]


def text(seed: int, length: int = 1500) -> str:
    return "".join(random.Random(seed).choices(LETTERS, k=length))


def test_blanks_width_and_punctuation_do_not_matter() -> None:
    assert sketch("第1条，每月60元。").tolist() == sketch("第１条 每月６０元\n").tolist()


@pytest.mark.parametrize(("kept", "low", "high"), [(1.0, 1.0, 1.0), (0.9, 0.7, 0.95), (0.5, 0.2, 0.5)])
def test_the_share_is_estimated(kept: float, low: float, high: float) -> None:
    first = text(1)
    cut = int(len(first) * kept)
    (found,) = alike([sketch(first), sketch(first[:cut] + text(2)[cut:])], least=0.05)
    assert low <= found.share <= high


def test_only_the_alike_are_paired() -> None:
    texts = [text(seed) for seed in range(40)] + [text(7) + "增加一句。", text(9)]
    pairs = {(one.first, one.second) for one in alike([sketch(one) for one in texts])}
    assert pairs == {(7, 40), (9, 41)}


def test_more_copies_than_are_compared_are_all_found() -> None:
    copies = alike([sketch(text(1))] * 200)
    assert {place for one in copies for place in (one.first, one.second)} == set(range(200))


def test_a_text_that_repeats_itself_is_sampled_fully() -> None:
    assert len(sketch("每月六十元。" * 2000)) == 5
    assert len(sketch(text(1) * 20 + text(2, 4000))) == SKETCH_HASHES


@given(st.lists(st.text(max_size=40), max_size=12))
def test_short_and_empty_texts_are_taken(texts: list[str]) -> None:
    for one in alike([sketch(each) for each in texts]):
        assert 0 <= one.first < one.second < len(texts)
        assert 0.8 <= one.share <= 1
