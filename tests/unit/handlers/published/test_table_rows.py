"""Tables as a chat window can show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.published.table_rows import row_by_row

HOSPITALS = """支付比例如下：

| 医疗机构 | 起付标准 | 支付比例 |
|---|---|:---:|
| 县级医院 | 400元 | 80% |
| 市级医院 | 800元 |  |

以上为2026年标准。"""


def test_each_row_is_a_line_with_the_heads_of_its_columns() -> None:
    assert row_by_row(HOSPITALS) == (
        "支付比例如下：\n\n县级医院：起付标准400元，支付比例80%\n市级医院：起付标准800元\n\n以上为2026年标准。"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A quote that begins inside the table has no heads.
        ("| 县级医院 | 400元 | 80% |", "县级医院：400元，80%"),
        ("| 甲 |", "甲"),
        ("|项目|A1|\n|--|--|\n|乙|2元|", "乙：A1 2元"),
        ("| 甲 | 乙 |\n|---|---|\n| 只有一格 |", "只有一格"),
        ("甲|乙", "甲|乙"),
        ("没有表", "没有表"),
        ("| 甲\\|乙 | 3 |", "甲|乙：3"),
    ],
)
def test_tables_of_all_kinds(text: str, expected: str) -> None:
    assert row_by_row(text) == expected


CELL = st.text(alphabet="甲乙元1250%.", min_size=1, max_size=6)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=2)
    )
)
def test_every_cell_of_a_row_stands_in_its_line(rows: list[list[str]]) -> None:
    table = [f"| {' | '.join(row)} |" for row in rows]
    lines = row_by_row("\n".join([table[0], "|" + "---|" * len(rows[0]), *table[1:]])).split("\n")
    assert len(lines) == len(rows) - 1
    for line, row in zip(lines, rows[1:], strict=True):
        assert all(cell in line for cell in row)
