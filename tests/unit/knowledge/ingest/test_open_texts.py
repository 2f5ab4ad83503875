"""OpenDocument texts become what the eye sees: numbers, tables, boxes, notes; what is hidden or deleted is left out."""

import random

import pytest

from tests.factories.open_papers import cell, document, paragraph, row, sheet, workbook
from tests.factories.papers import packed, repacked
from tests.unit.knowledge.ingest.kinds import imported


def style(name: str, family: str, inner: str, more: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="{family}" {more}>{inner}</style:style>'


def words(name: str, attributes: str) -> str:
    return style(name, "text", f"<style:text-properties {attributes}/>")


ARTICLES = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-prefix="第" style:num-suffix="条"'
    ' style:num-format="一, 二, 三, ..."/><text:list-level-style-number text:level="2" style:num-prefix="（" style:num-suffix="）"'
    ' style:num-format="1"/></text:list-style>'
)


def listed(*items: str, more: str = 'text:style-name="L1"') -> str:
    inside = "".join(f"<text:list-item>{one}</text:list-item>" for one in items)
    return f"<text:list {more}>{inside}</text:list>"


def test_numbers_of_lists_are_worked_out_and_go_on_where_they_say_so() -> None:
    nested = paragraph("申请人应当如实填写。") + listed(paragraph("姓名；"), paragraph("住址。"), more="")
    on = 'text:style-name="L1" text:continue-numbering="true"'
    text = imported(
        "办法.odt",
        document(
            listed(paragraph("为了方便群众，制定本办法。"), nested),
            paragraph("附则"),
            listed(paragraph("本办法自印发之日起施行。"), more=on),
            styles=ARTICLES,
        ),
    ).text
    assert [line for line in text.split("\n") if line] == [
        "第一条 为了方便群众，制定本办法。", "第二条 申请人应当如实填写。", "（1） 姓名；", "（2） 住址。", "附则",
        "第三条 本办法自印发之日起施行。",
    ]  # fmt: skip


def test_headings_titles_and_their_particulars() -> None:
    big = style("P1", "paragraph", '<style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="22pt"/>')  # fmt: skip
    content = document(
        paragraph("青岚县人民政府关于做好春耕工作的通知", 'text:style-name="P1"'),
        paragraph("青政发〔2026〕3号"),
        paragraph("各乡镇人民政府："),
        '<text:h text:outline-level="2">一、工作要求</text:h>',
        paragraph("请认真落实。"),
        paragraph("青岚县人民政府"),
        paragraph("2026年3月1日"),
        styles=big,
    )
    (draft,) = imported("春耕.odt", content).drafts
    assert draft.proposal
    told = [draft.proposal.value(one) for one in ("title", "number", "issuer", "written_on")]
    assert told == [
        "青岚县人民政府关于做好春耕工作的通知",
        "青政发〔2026〕3号",
        "青岚县人民政府",
        "2026-03-01",
    ]
    assert "### 一、工作要求" in draft.text


def test_signs_struck_hidden_and_deleted_words_notes_and_boxes() -> None:
    looks = (
        words("T1", 'style:text-position="super 58%"')
        + words("T2", 'style:text-line-through-style="solid"')
        + words("T3", 'text:display="none"')
    )
    span = '<text:span text:style-name="{}">{}</text:span>'
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>含税。</text:p></text:note-body></text:note>"
    box = "<draw:frame><draw:text-box><text:p>框里的话。</text:p></draw:text-box></draw:frame>"
    found = imported(
        "标准.odt",
        document(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>删掉的话。</text:p></text:deletion></text:changed-region></text:tracked-changes>",
            paragraph(f"总投资3×10{span.format('T1', '4')}万元，{span.format('T2', '五百')}六百元{note}。"),
            paragraph(f"看得见{span.format('T3', '看不见')}。{box}"),
            paragraph("<draw:frame><draw:image/></draw:frame>见图。"),
            styles=looks,
        ),
    )
    assert "总投资3×10⁴万元，六百元（见注1）。" in found.text
    assert "看得见。" in found.text
    assert "框里的话。" in found.text
    assert "注1：含税。" in found.text
    assert not any(gone in found.text for gone in ("五百", "看不见", "删掉"))
    assert "五百" in found.notes
    assert "1处图片" in found.notes
    assert "1处隐藏文字" in found.notes


def test_a_table_says_its_columns_and_joined_cells() -> None:
    table = sheet(
        f"<table:table-header-rows>{row('项目', '标准', '对象')}</table:table-header-rows>",
        row(cell("垃圾费", 'table:number-rows-spanned="2"'), "每月8元", "城区"),
        row("<table:covered-table-cell/>", "每月4元", "乡镇"),
    )
    text = imported("收费.odt", document(paragraph("收费标准如下。"), table)).text
    assert "项目：垃圾费；标准：每月8元；对象：城区" in text
    assert "项目：垃圾费；标准：每月4元；对象：乡镇" in text


def test_only_pictures_other_kinds_and_macros_are_refused_in_words() -> None:
    picture = document(paragraph("<draw:frame><draw:image/></draw:frame>"))
    assert "正文是图片" in imported("图.odt", picture).refused
    assert ".ods" in imported("表.odt", workbook(sheet(row("甲", "乙")))).refused
    assert "宏" in imported("宏.odt", document(paragraph("正文。"), parts={"Basic/a.xml": "x"})).refused
    assert ".odt" in imported("文.docx", document(paragraph("正文。"))).refused


def test_damaged_ones_are_refused_with_words() -> None:
    chance = random.Random(17)
    whole = document(listed(paragraph("第一项。")), sheet(row("甲", "乙")), styles=ARTICLES)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        found = imported("坏.odt", bytes(broken))
        assert found.refused or found.drafts
    deep = "<text:section>" * 200 + paragraph("深。") + "</text:section>" * 200
    assert imported("深.odt", document(deep)).refused


@pytest.mark.parametrize("parts", [{"mimetype": b"x"}, {"content.xml": b"<a>"}, {"content.xml": b""}])
def test_a_package_without_its_parts_is_refused(parts: dict[str, bytes]) -> None:
    refused = imported("缺.odt", repacked(document(paragraph("正文。")), parts)).refused
    assert refused
    assert not any(other in refused for other in ("Word", "Excel"))
    assert imported("缺.odt", packed(parts)).refused
