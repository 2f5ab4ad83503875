"""OpenDocument sheets become what their cells show; what is hidden, crossed out or drawn is named; damaged ones are refused."""

import io
import random
import zipfile

import pytest

from tests.factories.open_papers import NAMES, cell, row, sheet, workbook
from tests.factories.papers import packed, repacked
from tests.unit.knowledge.ingest.kinds import imported

HEAD = row("补贴项目", "标准", "对象")
FIRST = row("高龄津贴", "每月60元", "八十周岁以上")


def test_cells_say_what_they_show_under_their_names() -> None:
    shown = cell("12.5%", 'office:value-type="percentage" office:value="0.125" table:formula="of:=[.B2]"')
    found = imported("标准.ods", workbook(sheet(HEAD, FIRST, row("护理补贴", shown, "失能老人"))))
    assert "标准：每月60元" in found.text
    assert "标准：12.5%" in found.text
    assert "0.125" not in found.text
    assert "1个单元格是公式" in found.notes


def test_values_without_shown_words_are_said_by_kind() -> None:
    kinds = {
        'office:value-type="percentage" office:value="0.07"': "7%",
        'office:value-type="float" office:value="1260.5"': "1260.5",
        'office:value-type="date" office:date-value="2026-03-01"': "2026-03-01",
        'office:value-type="boolean" office:boolean-value="true"': "是",
    }
    rows = [row(f"第{at}项", f"<table:table-cell {more}/>", "某乡") for at, more in enumerate(kinds)]
    text = imported("值.ods", workbook(sheet(HEAD, *rows))).text
    assert [one for one in kinds.values() if f"标准：{one}；" not in text] == []


def test_repeated_and_joined_cells_and_rows_in_groups() -> None:
    twice = cell("同上", 'table:number-columns-repeated="2"')
    joined = cell("民政局", 'table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    rows = [
        row("甲镇", twice), row("乙镇", joined, "一"), row("丙镇", covered, "二"),
        row(cell("", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048000"'),
    ]  # fmt: skip
    grouped = f"<table:table-header-rows>{HEAD}</table:table-header-rows><table:table-row-group>{''.join(rows)}</table:table-row-group>"
    text = imported("组.ods", workbook(sheet(grouped))).text
    assert "补贴项目：甲镇；标准：同上；对象：同上" in text
    assert "补贴项目：丙镇；标准：民政局；对象：二" in text


def test_words_keep_their_blanks_line_ends_and_raised_signs() -> None:
    styles = (
        '<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="out" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    area = '<table:table-cell><text:p>30 m<text:span text:style-name="up">2</text:span></text:p></table:table-cell>'
    struck = '<table:table-cell><text:p>新<text:span text:style-name="out">旧<text:span>标准</text:span></text:span></text:p><office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>'
    apart = (
        '<table:table-cell><text:p>甲<text:s text:c="2"/>乙<text:line-break/>丙</text:p></table:table-cell>'
    )
    found = imported("样.ods", workbook(sheet(HEAD, row(area, struck, apart), FIRST), styles=styles))
    assert "30 m²" in found.text
    assert "甲 乙 丙" in found.text
    assert "旧" not in found.text
    assert "标准：新；" in found.text
    assert "2处画了删除线" in found.notes
    assert "批注" not in found.text


def test_hidden_sheets_rows_and_columns_and_pictures_are_named() -> None:
    styles = '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
    picture = "<table:table-cell><draw:frame><draw:image/></draw:frame></table:table-cell>"
    seen = sheet(
        HEAD, row("高龄津贴", "每月60元", "八十周岁以上", "内部备注"), row("丙", "丁", picture),
        row("藏", "起", "来", more='table:visibility="filter"'), columns=columns,
    )  # fmt: skip
    found = imported("藏.ods", workbook(seen, sheet(row("密"), more='table:style-name="off"'), styles=styles))
    assert "每月60元" in found.text
    assert [one for one in ("内部备注", "藏", "密") if one in found.text] == []
    assert "1张隐藏的工作表" in found.notes
    assert "1行是隐藏的" in found.notes
    assert "图片没有读取" in found.notes


BOMB = f'<!DOCTYPE x [<!ENTITY a "啊">]><office:document-content {NAMES}>&a;</office:document-content>'
LOCKED = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
FULL = row(*["字"] * 50, more='table:number-rows-repeated="1048576"')


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (workbook(sheet(FIRST), mimetype="application/vnd.oasis.opendocument.text"), "种类和扩展名不符"),
        (workbook(sheet(FIRST), parts={"Basic/Standard/a.xml": "<x/>"}), "宏"),
        (workbook(sheet(FIRST), parts={"META-INF/manifest.xml": LOCKED}), "密码"),
        (workbook(sheet(FULL)), "过大"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "损坏"),
        (workbook(sheet(FIRST), parts={"content.xml": "<a"}), "损坏"),
        (workbook(sheet(FIRST), parts={"content.xml": BOMB}), "实体"),
        (workbook(sheet(row("甲", '<table:table-cell office:value-type="float" office:value="nan"/>'))), "损坏"),
        (b"%PDF-1.7", "PDF"),
        (b"", "空的"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named(content: bytes, word: str) -> None:
    assert word in imported("表.ods", content).refused


def test_damaged_files_are_refused_or_read_and_never_break_the_reader() -> None:
    chance = random.Random(28)
    whole = workbook(sheet(HEAD, FIRST, row("甲", cell("乙", 'table:number-rows-spanned="2"'), "丙")))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        inner = archive.read("content.xml")
    for at in range(600):
        damaged = _damaged(inner if at % 2 else whole, chance)
        found = imported("坏.ods", repacked(whole, {"content.xml": damaged}) if at % 2 else damaged)
        assert found.refused or found.drafts


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """Give a content with a piece of it left out, said twice, or some of its bytes changed."""
    start, length = chance.randrange(len(content)), chance.randint(1, 40)
    piece = content[start : start + length]
    other = bytes(chance.randrange(256) for _ in piece)
    return content[:start] + chance.choice([b"", piece * 2, other]) + content[start + length :]
