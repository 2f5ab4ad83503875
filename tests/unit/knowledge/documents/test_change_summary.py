"""A short account of a change: paragraphs counted, the changed words shown whole and in their place."""

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.change_summary import SAMPLE_LETTERS, SHOWN_SAMPLES, ChangedWords, account
from knowledge.documents.document import Document

DOCUMENT = Document("a", "高龄津贴办法")


def texts(before: str, after: str) -> tuple[int, int, int]:
    found = account((DOCUMENT, before), (DOCUMENT, after))
    return found.altered, found.added, found.removed


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ("甲\n乙\n丙", "甲\n乙\n丙", (0, 0, 0)),
        ("甲\n乙\n丙", "甲\n\n乙 \n丙\n", (0, 0, 0)),
        ("甲\n乙\n丙", "甲\n丁\n丙", (1, 0, 0)),
        ("甲\n乙\n丙", "甲\n乙\n丙\n丁", (0, 1, 0)),
        ("甲\n乙\n丙", "丙", (0, 0, 2)),
        ("", "甲\n乙", (0, 2, 0)),
        ("甲\n乙", "", (0, 0, 2)),
        ("甲\n乙\n丙\n丁", "甲\n戊\n丙\n丁\n己", (1, 1, 0)),
    ],
)
def test_paragraphs_are_counted(before: str, after: str, counts: tuple[int, int, int]) -> None:
    assert texts(before, after) == counts


@pytest.mark.parametrize(
    ("before", "after", "sample"),
    [
        ("每人每月160元。", "每人每月190元。", ChangedWords("每人每月", "160元", "190元", "。")),
        ("每人每月六十元。", "每人每月九十元。", ChangedWords("每人每月", "六十元", "九十元", "。")),
        ("由民政局发放。", "由县民政局发放。", ChangedWords("由", "", "县", "民政局发放。")),
        ("由县民政局发放。", "由民政局发放。", ChangedWords("由", "县", "", "民政局发放。")),
        ("甲乙甲乙", "甲乙甲乙甲乙", ChangedWords("甲乙甲乙", "", "甲乙", "")),
    ],
)
def test_changed_words_stand_in_their_place(before: str, after: str, sample: ChangedWords) -> None:
    assert account((DOCUMENT, before), (DOCUMENT, after)).samples == (sample,)


def test_long_changes_are_cut_and_many_are_not_all_shown() -> None:
    before = "\n".join(f"{at}" + "旧" * 100 for at in range(9))
    found = account((DOCUMENT, before), (DOCUMENT, before.replace("旧", "新")))
    assert (found.altered, len(found.samples)) == (9, SHOWN_SAMPLES)
    assert all(len(one.old) == len(one.new) == SAMPLE_LETTERS for one in found.samples)


def test_particulars_are_told_too() -> None:
    newer = Document("a", "高龄津贴新办法", number="青政发〔2026〕3号")
    found = account((DOCUMENT, "甲"), (newer, "甲"))
    assert [(one.field, one.before, one.after) for one in found.fields] == [
        ("title", "高龄津贴办法", "高龄津贴新办法"),
        ("number", "", "青政发〔2026〕3号"),
    ]


def test_texts_of_thousands_of_paragraphs_take_no_time() -> None:
    before, after = ("\n".join(f"{word}{at * 7}" for at in range(20_000)) for word in ("甲", "乙"))
    began = thread_time()
    assert texts(before, after) == (20_000, 0, 0)
    # Matching them in order would take minutes.
    assert thread_time() - began < 20


@given(st.text("甲乙1\n", max_size=60), st.text("甲乙1\n", max_size=60))
def test_what_is_shown_stands_in_both_texts(before: str, after: str) -> None:
    found = account((DOCUMENT, before), (DOCUMENT, after))
    assert found.altered + found.added + found.removed >= len(found.samples)
    for one in found.samples:
        assert one.old in before
        assert one.new in after
        assert one.old != one.new
        assert one.lead.strip("…") + one.old in before
        assert one.lead.strip("…") + one.new in after
