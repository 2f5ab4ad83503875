"""What the eye sees is what is kept: one test for each kind of file that clerks bring."""

from pathlib import Path

import pytest

from knowledge.documents.document import Disclosure
from knowledge.documents.draft import Draft, Fault
from knowledge.ingest.read import read
from tests.factories import papers
from tests.unit.knowledge.ingest.kinds import imported

STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
    '<numFmt numFmtId="165" formatCode="0.0%"/>'
    '<numFmt numFmtId="166" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="167" formatCode="0&quot;户&quot;"/></numFmts><fonts><font/><font><strike/></font></fonts>'
    '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="165" fontId="0"/><xf numFmtId="4" fontId="0"/>'
    '<xf numFmtId="166" fontId="0"/><xf numFmtId="167" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
)


def paper(*blocks: str) -> bytes:
    return papers.word(*blocks)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def sheet(*rows: str, name: str = "Sheet1", merged: str = "") -> bytes:
    """Give a workbook of rows written as its cells' XML, each cell in order."""
    body = "".join(f'<row r="{at}">{row}</row>' for at, row in enumerate(rows, start=1))
    whole = papers.workbook({name: [["x"]]})
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return papers.repacked(
        whole,
        {
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{body}</sheetData>{merged}</worksheet>".encode(),
            "xl/styles.xml": STYLES.encode(),
        },
    )


def cells(*values: str) -> str:
    """Give cells of words."""
    return "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>' for value in values)


def figure(value: str, style: int = 0) -> str:
    return f'<c s="{style}"><v>{value}</v></c>'


def test_a_markdown_file_without_a_block_is_read_like_any_text(tmp_path: Path) -> None:
    path = tmp_path / "办法.md"
    path.write_text(
        "# 云坪县护林员管理办法\n\n云林发〔2026〕7号\n\n第一条 每人每月补贴500元。\n\n第二条 本办法自2026年6月1日起施行。\n\n"
        "云坪县林业局\n\n2026年5月8日\n",
        encoding="utf-8",
    )
    (draft,) = read([path])
    assert isinstance(draft, Draft)
    found = draft.document
    assert (found.title, found.number, found.issuer) == (
        "云坪县护林员管理办法",
        "云林发〔2026〕7号",
        "云坪县林业局",
    )
    assert (str(found.written_on), str(found.effective_on)) == ("2026-05-08", "2026-06-01")


def test_two_issuers_above_a_red_line_stay_apart() -> None:
    found = imported(
        "通知.docx",
        paper(
            papers.centred("云坪县民政局", 52),
            papers.centred("云坪县残联　文件", 52),
            papers.paragraph("云民发〔2026〕 8 号"),
            papers.centred("云坪县民政局 云坪县残疾人联合会"),
            papers.centred("关于发放护理补贴的通知"),
            papers.paragraph("各乡镇人民政府："),
            papers.paragraph("每人每月90元。本通知自印发之日起施行，有效期二年。"),
            papers.paragraph("云坪县民政局　　云坪县残疾人联合会"),
            papers.paragraph("2026年4月3日"),
            papers.paragraph("（此件公开发布）"),
        ),
    )
    (draft,) = found.drafts
    document = draft.document
    assert document.title == "云坪县民政局 云坪县残疾人联合会关于发放护理补贴的通知"
    assert document.number == "云民发〔2026〕8号"
    assert document.issuer == "云坪县民政局、云坪县残疾人联合会"
    assert (str(document.effective_on), str(document.expires_on)) == ("2026-04-03", "2028-04-02")
    assert document.disclosure == Disclosure.ACTIVE


def test_the_number_below_a_title_is_no_part_of_it() -> None:
    (draft,) = imported(
        "通知.docx",
        paper(
            papers.centred("云坪县人民政府办公室关于印发云坪县安家补贴办法的通知"),
            papers.centred("云政办〔2026〕12号"),
            papers.paragraph("各乡镇人民政府：每户补贴2万元。"),
        ),
    ).drafts
    assert draft.document.title == "云坪县人民政府办公室关于印发云坪县安家补贴办法的通知"
    assert draft.document.number == "云政办〔2026〕12号"


def test_raised_and_lowered_signs_stay_raised_and_lowered() -> None:
    raised, lowered = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    text = imported(
        "标准.docx",
        paper(
            papers.paragraph("云坪县建房标准"),
            f"<w:p>{run('每户90m')}{run('2', raised)}{run('，投资2×10')}{run('6', raised)}{run('元，CO')}{run('2', lowered)}</w:p>",
        ),
    ).text
    assert "每户90m²，投资2×10⁶元，CO₂" in text


def test_words_struck_out_are_left_out_and_named() -> None:
    found = imported(
        "通知.docx",
        paper(
            papers.paragraph("云坪县补助通知"),
            f"<w:p>{run('每月')}{run('300元', '<w:strike/>')}{run('350元。')}</w:p>",
        ),
    )
    assert "每月350元。" in found.text
    assert "300元" not in found.text
    assert "300元" in found.notes


def test_cells_say_what_the_sheet_shows() -> None:
    found = imported(
        "表.xlsx",
        sheet(
            cells("项目", "比例", "金额", "日期", "户数"),
            cells("参保")
            + figure("0.0745", 1)
            + figure("2345678.9", 2)
            + figure("46000", 3)
            + figure("77", 4),
            cells("停用") + figure("0.5", 5),
        ),
    )
    assert "比例：7.5%；金额：2,345,678.90；日期：2025年12月9日；户数：77户" in found.text
    assert "0.5" in found.notes
    assert "0.5" not in found.text


def test_a_line_end_that_excel_escapes_is_a_line_end() -> None:
    text = imported(
        "表.xlsx", sheet(cells("单位", "电话"), cells("文化馆_x000D_\n（西馆）", "0599-1112222"))
    ).text
    assert "_x000D_" not in text
    assert "文化馆 （西馆）：0599-1112222" in text


def test_a_picture_in_a_cell_is_named_and_its_formula_not_kept() -> None:
    found = imported(
        "表.xlsx",
        sheet(
            cells("单位", "样式", "电话"),
            cells("档案馆") + '<c t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>' + cells("12345"),
        ),
    )  # fmt: skip
    assert "DISPIMG" not in found.text
    assert "1处图片" in found.notes


def test_a_page_laid_into_a_word_file_is_read() -> None:
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId7"/>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="{}"/></Relationships>'
    )
    page = "<html><meta charset='utf-8'><body><p>第二段：每人200元。</p></body></html>"
    found = imported(
        "通知.docx",
        papers.word(
            papers.paragraph("云坪县合并通知"),
            chunk,
            parts={"word/_rels/document.xml.rels": relations.format("part.html"), "word/part.html": page},
        ),
    )
    assert "第二段：每人200元。" in found.text
    lost = imported(
        "通知.docx",
        papers.word(
            papers.paragraph("云坪县合并通知"),
            papers.paragraph("第一段。"),
            chunk,
            parts={"word/_rels/document.xml.rels": relations.format("part.bin")},
        ),
    )
    assert "1处嵌入的子文档没有读取" in lost.notes


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.xlsx", b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>", ("网页", ".html")),
        ("通知.docx", papers.pdf(["一行文字"]), ("PDF", ".pdf")),
        ("通知.pdf", papers.word(papers.paragraph("一行文字")), ("Word", ".docx")),
        ("通知.docx", papers.workbook({"一": [["a"]]}), ("Excel", ".xlsx")),
        ("通知.docx", b"{\\rtf1\\ansi abc}", ("RTF", "另存为 .docx")),
        ("通知.docx", b"", ("空的",)),
        ("通知.txt", b"MZ\x90\0" + bytes(90), ("程序",)),
    ],
)  # fmt: skip
def test_a_disguised_file_is_named_for_what_it_is(name: str, content: bytes, words: tuple[str, ...]) -> None:
    refused = imported(name, content).refused
    assert all(word in refused for word in words)


def test_signs_nobody_sees_are_taken_out_and_counted() -> None:
    found = imported("通知.txt", "云坪县缴\u200b费通知\n账号：6222\u200e0200\u202e1234\n".encode())
    assert "账号：622202001234" in found.text
    assert found.drafts[0].document.title == "云坪县缴费通知"
    assert "3个看不见的字符" in found.notes


def test_marks_of_secrecy_are_said_at_once() -> None:
    found = imported(
        "清单.docx",
        paper(
            papers.paragraph("秘密★2年"),
            papers.centred("云坪县储备点清单"),
            papers.paragraph("共3处。"),
            papers.paragraph("（此件不公开）"),
        ),
    )
    assert "秘密★2年" in found.notes
    assert "此件不公开" in found.notes
    assert found.drafts[0].document.disclosure == Disclosure.CLOSED


def test_the_number_of_a_revised_regulation_is_that_of_the_newest_order() -> None:
    found = imported(
        "办法.txt",
        "云坪县供水管理办法\n\n2014年2月1日云坪县人民政府令第5号公布\n2025年1月9日云坪县人民政府令第18号修订\n"
        "自2025年3月1日起施行\n\n第一条 制定本办法。\n".encode(),
    )
    assert found.drafts[0].document.number == "云坪县人民政府令第18号"


def test_the_strict_edition_of_a_word_file_is_read() -> None:
    with_strict = papers.repacked(
        paper(papers.paragraph("云坪县图书馆公告"), papers.paragraph("周二至周日开放。")), {}
    )
    body = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" w:conformance="strict"><w:body>'
        f"{papers.paragraph('云坪县图书馆公告')}{papers.paragraph('周二至周日开放。')}</w:body></w:document>"
    )
    found = imported("公告.docx", papers.repacked(with_strict, {"word/document.xml": body.encode()}))
    assert "周二至周日开放。" in found.text


def test_a_word_file_of_pictures_alone_says_so() -> None:
    found = imported("通知.docx", paper("<w:p><w:r><w:drawing/></w:r></w:p>"))
    assert "图片" in found.refused


def test_rows_without_an_id_get_one_and_words_fit_for_a_page(tmp_path: Path) -> None:
    path = tmp_path / "行.jsonl"
    path.write_text('{"title": "放假公告", "text": "10月1日放假。"}\n{"title": "空行"}\n', encoding="utf-8")
    first, second = read([path])
    assert isinstance(first, Draft)
    assert first.document.id.startswith("d-")
    assert isinstance(second, Fault)
    assert second.reason == "没有正文。"


def test_two_notices_of_one_title_are_two() -> None:
    one, other = (
        imported("公告.txt", f"关于停航的公告\n因{why}停航一天。\n".encode()).drafts[0]
        for why in ("大风", "检修")
    )
    assert one.document.title == other.document.title
    assert one.document.id != other.document.id
