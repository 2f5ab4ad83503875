"""What is seen of a text: pieces of it and no others, the same for the same words, whatever the text is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from handlers.complaints.classification.features import READ_LETTERS, VIEW_WEIGHTS, views


def packed(text: str) -> int:
    value = 0
    for character in text:
        value = value << 21 | ord(character)
    return value


def test_runs_of_one_to_three_letters_are_seen_and_none_over_a_stop() -> None:
    letters = views("", "油烟大，吵")[0]
    expected = {packed(run) for run in ("油", "烟", "大", "吵", "油烟", "烟大", "油烟大")}
    assert set(letters.keys.tolist()) == expected


def test_a_piece_counts_more_when_it_comes_again_but_not_by_so_much() -> None:
    letters = views("", "臭，臭，臭")[0]
    assert letters.amounts.tolist() == [np.float32(1 + np.log(3))]


def test_words_are_seen_whole_and_with_their_neighbours() -> None:
    words = views("", "物业公司不管")[1]
    alone = views("", "物业公司")[1]
    assert set(alone.keys.tolist()) < set(words.keys.tolist())


def test_the_title_has_a_view_of_its_own() -> None:
    titled, plain = views("油烟扰民", "夜里睡不着"), views("", "夜里睡不着")
    assert packed("油烟") in titled[2].keys
    assert packed("睡不着") not in titled[2].keys
    assert packed("睡不着") in plain[2].keys


def test_numbers_blanks_and_small_letters_make_no_difference() -> None:
    one, other = views("", "KTV 3 楼 12 点还在唱"), views("", "ktv99楼0点还在唱")
    assert all((a.keys == b.keys).all() for a, b in zip(one, other, strict=True))


def test_what_comes_after_the_letters_that_are_read_changes_nothing() -> None:
    start = "噪声" * (READ_LETTERS // 2)
    one, other = views("", start), views("", start + "学费")
    assert all((a.keys == b.keys).all() for a, b in zip(one, other, strict=True))


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_seen_in_every_view(title: str, body: str) -> None:
    found = views(title, body)
    assert len(found) == len(VIEW_WEIGHTS)
    for pieces in found:
        assert len(pieces.keys) == len(pieces.amounts)
        assert (np.diff(pieces.keys.astype(object)) > 0).all()
        assert (pieces.amounts >= 1).all()
