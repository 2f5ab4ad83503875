"""Pieces of a page become paragraphs, columns and tables in the order in which people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.scans.scan import Box
from knowledge.ingest.scans.grid import RuledLine
from knowledge.ingest.scans.page_order import columns, without_doubles
from knowledge.ingest.scans.page_text import page_text
from knowledge.ingest.scans.piece import joined
from knowledge.ingest.scans.punctuation import with_punctuation
from tests.factories.scan_pages import page, piece

BOX = Box(0, 0, 1, 1)
NARROW = str.maketrans("（），", "(),")
LONG = "为做好高龄津贴发放工作现将有关事项通知如下请遵照执行落实好"


def test_rows_that_go_to_the_margin_are_one_paragraph_and_an_indented_one_begins_anew() -> None:
    read = page(
        [
            piece(LONG, 140, 100),
            piece(LONG + "甲乙", 100, 140),
            piece("完毕。", 100, 180),
            piece("二、另起一段", 140, 220),
        ]
    )
    assert read.blocks == (f"{LONG}{LONG}甲乙完毕。", "二、另起一段")
    assert [line.text for line in read.page.lines] == [LONG, LONG + "甲乙", "完毕。", "二、另起一段"]


def test_what_stands_side_by_side_is_one_row_with_a_blank_where_it_stands_apart() -> None:
    read = page([piece("电话", 100, 100), piece("0351", 240, 101), piece("1234", 282, 99)])
    assert read.blocks == ("电话 03511234",)


def test_two_columns_are_read_one_after_the_other_below_the_heading() -> None:
    left = [piece("左" * 15, 100, 200 + 40 * at) for at in range(6)]
    right = [piece("右" * 15, 480, 200 + 40 * at) for at in range(6)]
    found = columns([piece("这一行标题横跨左右两栏内容的上方很长", 150, 100), *right, *left])
    assert [column.rows[0].text[0] for column in found] == ["这", "左", "右"]


def test_labels_with_values_are_no_columns() -> None:
    pieces = [
        piece(text, left, 100 + 40 * at) for at in range(6) for text, left in (("姓名", 100), ("王建国", 500))
    ]
    assert [len(column.rows) for column in columns(pieces)] == [6]


def test_the_heading_is_what_stands_in_the_middle_in_large_letters() -> None:
    body = [piece(LONG + "甲", 100, 300 + 40 * at) for at in range(5)]
    head = [
        piece("青岚县民政局文件", 200, 60, letter=40, red=True),
        piece("关于发放津贴的通知", 283, 160, letter=26),
    ]
    assert page([*head, *body]).title == "关于发放津贴的通知"


def test_page_numbers_at_the_edge_are_left_out() -> None:
    read = page([piece(LONG, 100, 300), piece("— 12 —", 400, 960), piece("第3页", 700, 10)])
    assert read.blocks == (LONG,)


def table() -> tuple[list[RuledLine], list[RuledLine]]:
    across = [RuledLine(at, 100, 700) for at in (200.0, 260.0, 320.0, 380.0)]
    down = [RuledLine(at, 200, 380) for at in (100.0, 300.0, 500.0, 700.0)]
    return across, down


def test_a_ruled_table_is_told_row_by_row_with_the_names_of_its_columns() -> None:
    across, down = table()
    cells = ["项目", "金额", "日期", "养护", "1,200元", "2026-01-31", "改造", "88元", "2026-02-01"]
    pieces = [piece(text, 110 + 200 * (at % 3), 210 + 60 * (at // 3)) for at, text in enumerate(cells)]
    read = page_text(
        [piece("前言", 100, 100), *pieces, piece("后记", 100, 500)],
        height=1_000,
        across=across,
        down=down,
        place=lambda _: BOX,
    )
    assert read.tables == 1
    assert read.blocks == (
        "前言",
        "项目：养护；金额：1,200元；日期：2026-01-31",
        "项目：改造；金额：88元；日期：2026-02-01",
        "后记",
    )
    assert [line.text for line in read.lines] == ["前言", *cells, "后记"]


def test_what_was_read_across_a_rule_is_parted_there() -> None:
    across, down = table()
    pieces = [joined([piece("养护", 240, 210), piece("1200", 310, 210)], gap=99), piece("甲", 110, 270)]
    read = page_text(pieces, height=1_000, across=across, down=down, place=lambda _: BOX)
    assert [line.text for line in read.lines] == ["养护", "1200", "甲"]


def test_a_cell_over_two_columns_is_one() -> None:
    across, _ = table()
    down = [
        RuledLine(100, 200, 380),
        RuledLine(300, 260, 380),
        RuledLine(500, 200, 380),
        RuledLine(700, 200, 380),
    ]
    pieces = [
        piece("合计金额", 250, 210),
        piece("日期", 520, 210),
        piece("1", 110, 270),
        piece("2", 320, 270),
        piece("3", 520, 270),
    ]
    read = page_text(pieces, height=1_000, across=across, down=down, place=lambda _: BOX)
    assert [line.text for line in read.lines] == ["合计金额", "日期", "1", "2", "3"]


def test_figures_in_columns_without_rules_are_told() -> None:
    loose = [piece("项目", 100 + 250 * at, 100 + 40 * row) for row in range(4) for at in range(3)]
    assert page(loose).unruled
    assert not page([piece(LONG, 100, 100 + 40 * row) for row in range(4)]).unruled


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("津贴,每月60元(含)", "津贴，每月60元（含）"),
        ("1,200.50", "1,200.50"),
        ("电话:0351-1234567;", "电话：0351-1234567；"),
        ("青政办发[2024]64号", "青政办发〔2024〕64号"),
        ("9:30至17:00;周末休息", "9:30至17:00；周末休息"),
        ("f(x)", "f(x)"),
        ("(一)总则", "（一）总则"),
        ("）（", "）（"),
    ],
)
def test_marks_between_chinese_signs_are_wide(read: str, meant: str) -> None:
    assert with_punctuation(piece(read, 0, 0)).text == meant


@given(
    st.lists(st.tuples(st.text("甲1 (），", max_size=6), st.floats(0, 900), st.floats(0, 990)), max_size=12)
)
def test_no_sign_is_lost_and_none_comes_twice(drawn: list[tuple[str, float, float]]) -> None:
    # Scraps that lie on other pieces are those pieces' signs, seen twice.
    seen = [piece(text, left, 1_000 + top).stripped() for text, left, top in drawn if text.strip()]
    pieces = without_doubles(seen)
    read = page_text(pieces, height=10_000, across=(), down=(), place=lambda _: BOX)
    here, there = (
        "".join("".join(one.text.split()) for one in pieces),
        "".join("".join(one.text.split()) for one in read.lines),
    )
    assert sorted(here.translate(NARROW)) == sorted(there.translate(NARROW))
    assert "".join("".join(read.blocks).split()) == there
