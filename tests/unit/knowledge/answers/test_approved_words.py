"""Approved answers as they are shown: what they answer, and never the marks they are written with."""

import pytest

from handlers.published.library import plain
from knowledge.documents.document import Kind
from knowledge.index.approved_questions import spoken


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "问：一楼不同意能装电梯吗\n问：邻居反对怎么办\n\n答：可以继续办，但要先协商。",
            "可以继续办，但要先协商。",
        ),
        ("答:可以。", "可以。"),
        ("问：能装吗？答：可以。", "可以。"),
        ("**问：**能装吗\n**答：**可以。", "可以。"),
        ("问：一楼不同意能装电梯吗", "一楼不同意能装电梯吗"),
        ("先协商。谈不拢的，由乡镇调解。", "先协商。谈不拢的，由乡镇调解。"),
        ("群众来访的，问：清楚来意再答：复。", "群众来访的，问：清楚来意再答：复。"),
        ("", ""),
    ],
)
def test_the_marks_are_not_shown(written: str, shown: str) -> None:
    assert spoken(written) == shown
    assert plain(written, Kind.FAQ) == shown


def test_the_marks_of_other_documents_are_their_own_words() -> None:
    assert plain("问：能装吗？\n答：可以。", Kind.INTERPRETATION) == "问：能装吗？\n答：可以。"
