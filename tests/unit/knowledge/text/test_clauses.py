"""Clauses as they are measured when a generation is written."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import normal_form
from knowledge.text.clauses import COLON, COUNTED, HEADED, PARAGRAPH, SENTENCE, WORDED, Measurer


def measured(text: str, headed: list[tuple[int, int]] | None = None) -> list[tuple[str, int]]:
    measurer = Measurer()
    measurer.add(normal_form.units(text), borders=[], headed=headed or [])
    found = measurer.result()
    starts = [0, *found.ends[:-1].tolist()]
    return [(text[a:b], m) for a, b, m in zip(starts, found.ends.tolist(), found.marks.tolist(), strict=True)]


def test_clauses_end_behind_their_stops() -> None:
    assert measured("标准：每月1,000元，按月发。\n另行通知") == [
        ("标准：", WORDED | COLON),
        ("每月1,000元，", WORDED),
        ("按月发。\n", WORDED | SENTENCE | PARAGRAPH),
        ("另行通知", WORDED),
    ]


def test_headings_are_marked() -> None:
    assert [mark & HEADED > 0 for _, mark in measured("条件\n年满八十。", [(0, 3)])] == [True, False]


def test_counts_say_what_a_clause_names() -> None:
    measurer = Measurer()
    measurer.add(normal_form.units("每月60元，电话0571-8888888。"), borders=[], headed=[])
    counts = measurer.result().counts
    assert counts[:, COUNTED.index("money")].tolist() == [1, 0]
    assert counts[0, COUNTED.index("phone")] == 0
    assert counts[1, COUNTED.index("phone")] > 0


@given(texts=st.lists(st.text(alphabet="甲乙，。：\n 1,", max_size=30), max_size=5))
def test_clauses_cover_every_text_and_never_cross_its_end(texts: list[str]) -> None:
    measurer = Measurer()
    for text in texts:
        measurer.add(normal_form.units(text), borders=[], headed=[])
    ends = measurer.result().ends
    lengths = np.cumsum([len(text) for text in texts if text]).tolist()
    assert (np.diff(ends) > 0).all()
    assert set(lengths) <= set(ends.tolist())
