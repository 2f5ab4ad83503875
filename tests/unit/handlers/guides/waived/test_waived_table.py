"""The office's table of materials that need not be brought: every wrong input is named with its row and field, nothing is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from handlers.guides.waived.waived_material import (
    COLUMNS,
    MOST_ROWS,
    FaultyTableError,
    WaivedMaterial,
    WaivedWay,
    read_table,
)
from handlers.texts import Texts

TEXTS = Texts.load()
ROW = ("无房证明", "", "数据共享", "系统核验", "县自然资源和规划局", "示例第1条")


def faults_of(*rows: tuple[str, ...]) -> list[str]:
    with pytest.raises(FaultyTableError) as refused:
        read_table([COLUMNS, *rows])
    return [TEXTS(f"waived.fault.{one.key}", row=one.row, **dict(one.values)) for one in refused.value.faults]


def test_a_table_is_read_whatever_the_order_of_its_columns() -> None:
    assert read_table([COLUMNS, ROW]) == (
        WaivedMaterial("无房证明", "", WaivedWay.SHARED, "系统核验", "县自然资源和规划局", "示例第1条"),
    )
    table = [("理由", "序号", "免提交方式", "材料名称"), ("不要了。", "1", "已取消", " 同一人 证明 "), ()]
    assert read_table(table[:2]) == (WaivedMaterial("同一人 证明", "", WaivedWay.GONE, "不要了"),)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("", "", "数据共享", "系统核验")], "第2行：材料名称空着"),
        ([ROW, ("结婚证", "", "", "核验")], "第3行：免提交方式空着"),
        ([("结婚证", "", "数据共享")], "第2行：理由空着"),
        ([("结婚证", "", "随便", "核验")], "第2行：免提交方式写的是“随便”"),
        ([ROW, ROW], "第3行：和第2行是同一样材料"),
        ([("证" * 61, "", "数据共享", "核验")], "第2行：材料名称太长，最多60个字"),
        ([("结婚证", "事" * 61, "数据共享", "核验")], "第2行：适用事项太长"),
        ([("结婚证", "", "数据共享", "理" * 201)], "第2行：理由太长"),
    ],
)
def test_a_wrong_row_is_named(rows: list[tuple[str, ...]], words: str) -> None:
    assert any(words in told for told in faults_of(*rows))


def test_all_wrong_rows_are_told_at_once_and_many_in_short() -> None:
    told = faults_of(*[("", "", "随便", "核验")] * 30)
    assert len(told) == 20


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ([("材料", "理由")], "head"),
        ([COLUMNS], "size"),
        ([COLUMNS, *[ROW] * (MOST_ROWS + 1)], "size"),
    ],
)
def test_what_is_no_such_table_is_refused(table: list[tuple[str, ...]], key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_table(table)
    assert refused.value.text_key == f"waived.refused.{key}"
    assert "{" not in TEXTS(refused.value.text_key, **refused.value.values)


WORDS = st.text(alphabet="证明户口=-'数据共享 ", max_size=8)


@given(st.lists(st.lists(WORDS, max_size=8), max_size=8))
def test_a_table_is_read_whole_or_not_at_all(rows: list[list[str]]) -> None:
    try:
        read = read_table([COLUMNS, *rows])
    except InputError:
        return
    assert len(read) == len(rows)
    assert read_table([COLUMNS, *(one.row() for one in read)]) == read
