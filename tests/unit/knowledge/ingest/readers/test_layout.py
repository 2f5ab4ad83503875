"""Lines and rows are told by where their letters stand, in whatever order the file holds them."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.ingest.readers.layout.columns import CELL, holds_table, with_rows
from knowledge.ingest.readers.layout.letters import Letter, page_lines


def written(text: str, left: float, middle: float) -> list[Letter]:
    """Give the letters of words that begin at a place, ten points each."""
    return [
        Letter(sign, left + 10 * at, middle - 5, left + 10 * at + 10, middle + 5)
        for at, sign in enumerate(text)
    ]


TABLE = [
    letter
    for at, row in enumerate((("村", "金额", "用途"), ("东村", "100", "修路"), ("西村", "200", "修桥"), ("南村", "300", "路灯")))
    for column, cell in enumerate(row)
    for letter in written(cell, 100 * column, 700 - 20 * at)
]  # fmt: skip


@given(st.permutations(TABLE))
def test_the_order_in_the_file_plays_no_part(letters: list[Letter]) -> None:
    lines = page_lines(letters)
    assert holds_table(lines)
    assert with_rows(lines)[1] == CELL.join(("东村", "100", "修路"))


def test_the_rest_of_a_cell_goes_to_the_row_it_stands_nearest_to() -> None:
    cells = [*TABLE, *written("和桥", 200, 688), *written("和渠", 200, 650)]
    rows = with_rows(page_lines(cells))
    assert rows[0].startswith("村")
    assert len(rows) == 4
    assert [CELL in row for row in rows] == [True] * 4
    assert "和渠" in rows[2] + rows[3]


def test_two_columns_of_running_text_are_no_table() -> None:
    text = [
        letter
        for at in range(5)
        for column in range(2)
        for letter in written("这一栏是正文不是表格里的一个单元格内容", 260 * column, 700 - 20 * at)
    ]
    assert not holds_table(page_lines(text))


def test_a_signature_of_two_offices_is_no_table() -> None:
    text = [*written("正文一行。", 0, 700), *written("甲局", 100, 680), *written("乙局", 200, 680)]
    assert not holds_table(page_lines(text))


def test_a_pages_number_at_the_height_of_the_last_row_is_no_part_of_it() -> None:
    cells = [*TABLE, *written("—1—", 145, 642)]
    assert with_rows(page_lines(cells))[-1] == CELL.join(("南村", "300", "路灯"))
