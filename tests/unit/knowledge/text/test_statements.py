"""A question in a text stands with its answer, a heading with what it announces; nothing is lost or doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.statements import STATEMENT_LETTERS, asks, statements


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in statements(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "要交评估费吗？\n不用，由财政承担。\n找谁？\n找村里。\n",
            ["要交评估费吗？\n不用，由财政承担。\n", "找谁？\n找村里。\n"],
        ),
        (
            "**怎么报名？**\n\n网上填。\n**问谁？** 教育局。",
            ["**怎么报名？**\n\n网上填。\n", "**问谁？** 教育局。"],
        ),
        ("**带这些：**\n户口簿。", ["**带这些：**\n户口簿。"]),
        ("（二）缴费标准\n每人每年400元。第二句。", ["（二）缴费标准\n每人每年400元。", "第二句。"]),
        ("标准如下：\n一档300元；二档500元。", ["标准如下：\n一档300元；", "二档500元。"]),
        ("身份证\n户口簿\n照片\n", ["身份证\n", "户口簿\n", "照片\n"]),
        ("一、招租单位：村委会\n二、底价：7万元\n", ["一、招租单位：村委会\n", "二、底价：7万元\n"]),
        ("第一句。第二句。", ["第一句。", "第二句。"]),
    ],
)
def test_what_belongs_together_is_one_statement(text: str, found: list[str]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("**怎么报名？**\n网上填。", True),
        ("\n**问谁？** 教育局。", True),
        ("怎么报名？\n网上填。", False),
        ("**怎么报名**\n网上填。", False),
        ("**", False),
    ],
)
def test_a_marked_question_begins_what_answers_it(text: str, *, does: bool) -> None:
    assert asks(text, 0) is does


def test_a_long_answer_is_read_by_itself() -> None:
    answer = "这里说的是很长的一句话" * (STATEMENT_LETTERS // 10) + "。"
    assert said(f"怎么办？\n{answer}") == ["怎么办？\n", answer]


@given(st.text(alphabet="一（二）1.、？。；：\n字 钱|*", max_size=120))
def test_statements_follow_each_other_without_a_gap(text: str) -> None:
    assert "".join(said(text)) == text
