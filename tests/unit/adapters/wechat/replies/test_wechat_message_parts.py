"""Long texts are cut where a reader would, and never where the client would break."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wechat.replies.graphemes import is_border
from adapters.wechat.replies.message_parts import MAX_BYTES, clip, cut

# One user-perceived character each, of every sort that a cut could tear apart.
CLUSTERS = [
    "字", "a", "。", "，", "é", "e\u0301", "👍", "👍🏽", "👨‍👩‍👧‍👦", "🇨🇳", "☎️", "❤️‍🔥", "각", "\u1112\u1161\u11ab", "1️⃣",
    "नि", "क्षि", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "葛\U000e0100", "؀1",
]  # fmt: skip


def borders(clusters: list[str]) -> set[int]:
    ends, total = {0}, 0
    for cluster in clusters:
        total += len(cluster)
        ends.add(total)
    return ends


@given(st.lists(st.sampled_from(CLUSTERS), max_size=40))
def test_borders_never_fall_inside_a_character(clusters: list[str]) -> None:
    text = "".join(clusters)
    assert {index for index in range(len(text) + 1) if is_border(text, index)} <= borders(clusters)


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_every_character_ends_where_hanzi_begin(cluster: str) -> None:
    joins_next = cluster[-1] == "\u0600"
    assert is_border(f"{cluster}字", len(cluster)) is not joins_next


def test_flags_pair_from_the_left() -> None:
    text = "🇨🇳🇨🇳🇨"
    assert [index for index in range(6) if is_border(text, index)] == [0, 2, 4, 5]


def test_line_ends_stay_together() -> None:
    assert [is_border("a\r\nb", index) for index in (1, 2, 3)] == [True, False, True]


@given(st.lists(st.sampled_from(CLUSTERS), max_size=200), st.integers(60, 400))
def test_parts_fit_and_keep_characters_whole(clusters: list[str], limit: int) -> None:
    text = "".join(clusters)
    parts = cut(text, limit)
    assert "".join(parts) == text
    assert all(len(part.encode()) <= limit for part in parts)
    ends, total = borders(clusters), 0
    for part in parts:
        total += len(part)
        assert total in ends


@given(st.text(max_size=4000), st.integers(4, 100))
def test_no_part_of_any_text_exceeds_the_limit(text: str, limit: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    parts = cut(text, limit)
    assert all(0 < len(part.encode()) <= limit for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


def test_a_short_text_is_one_part_unchanged() -> None:
    assert cut(" 您好。\n") == (" 您好。\n",)
    assert cut("") == ()


def test_the_cut_prefers_lines_then_sentences_then_pauses() -> None:
    assert cut("甲甲甲甲甲甲\n乙乙。乙乙乙", 30) == ("甲甲甲甲甲甲", "乙乙。乙乙乙")
    assert cut("甲甲甲，甲甲。”乙乙乙乙乙乙", 30) == ("甲甲甲，甲甲。”", "乙乙乙乙乙乙")
    assert cut("甲甲甲甲甲，乙乙乙乙乙乙", 30) == ("甲甲甲甲甲，", "乙乙乙乙乙乙")
    assert cut("甲" * 12, 30) == ("甲" * 10, "甲" * 2)


def test_links_and_addresses_stay_whole() -> None:
    anchor = '<a href="https://a.example/x?y=1">办事 指南，全文。</a>'
    for lead in range(40, 80):
        parts = cut("甲" * (lead // 3) + anchor + "乙" * 20, 130)
        assert sum(anchor in part for part in parts) == 1
    address = "https://a.example/p?q=a,b;c!d"
    for lead in range(20):
        parts = cut("字" * lead + address + " 完", 80)
        assert sum(address in part for part in parts) == 1


def test_an_address_longer_than_a_part_is_cut_all_the_same() -> None:
    parts = cut("https://a.example/" + "x" * 5000)
    assert all(len(part.encode()) <= MAX_BYTES for part in parts)


def test_clip_keeps_characters_whole() -> None:
    assert clip("ab👨‍👩‍👧‍👦", 20) == "ab"
    assert clip("e\u0301", 2) == ""
    assert clip("甲乙", 100) == "甲乙"


@pytest.mark.parametrize(
    "piece", ["汉字，", '<a href="https://a.b/c">标签</a>', "https://a.b/c，", "<a x>", "👍🏽"]
)
def test_cutting_takes_no_more_than_the_text_is_long(piece: str) -> None:
    def cost(length: int) -> float:
        started = time.thread_time()
        cut(piece * (length // len(piece)))
        return time.thread_time() - started

    grown = (min(cost(320_000) for _ in range(2)) / min(cost(80_000) for _ in range(3)) for _ in range(4))
    assert any(growth < 9 for growth in grown), "sixteen times as much is each part reading the rest"
