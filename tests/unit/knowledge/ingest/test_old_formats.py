"""What Word, Excel and WPS wrote before 2007 comes in as newer files do, or is named for what it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents.draft import Refusal
from knowledge.ingest.readers.old.word import read_old_word
from knowledge.ingest.readers.old.workbook import read_old_workbook
from tests.factories import old_papers, papers
from tests.factories.examples import examples
from tests.unit.knowledge.ingest.kinds import imported

PAPER = old_papers.doc(
    "云坪县人民政府办公室关于印发云坪县护路办法的通知",
    "云政办〔2026〕12号",
    '各乡镇人民政府：每公里\x13 PAGE \x14每年\x15900元，原为700元，见注\x13 HYPERLINK "https://www.example.gov.cn/b" \x14网上大厅\x15。',
    [["项目", "标准", "电话"], ["保洁", "300元", "0599-1"], ["养护", "600元", "0599-2"]],
    "云坪县人民政府办公室",
    "2026年5月8日",
    struck="，原为700元",
)  # fmt: skip
SHEET = old_papers.xls(
    [
        ["云坪县收费表", "", "", ""],
        ["项目", "比例", "金额", "日期"],
        ["参保", (0.0745, "0.0%"), (2345678.9, "#,##0.00"), (46000, 'yyyy"年"m"月"d"日"')],
        ["合计", "", (12, "General"), ""],
    ],
    [(0, 0, 0, 3)],
)


@pytest.mark.parametrize("name", ["通知.doc", "通知.wps"])
def test_an_old_word_file_is_read_with_its_tables_and_links(name: str) -> None:
    found = imported(name, PAPER)
    (draft,) = found.drafts
    assert draft.document.title == "云坪县人民政府办公室关于印发云坪县护路办法的通知"
    assert (draft.document.number, str(draft.document.written_on)) == ("云政办〔2026〕12号", "2026-05-08")
    assert "每公里每年900元，见注网上大厅（https://www.example.gov.cn/b）。" in found.text
    assert "项目：保洁；标准：300元；电话：0599-1\n项目：养护；标准：600元；电话：0599-2" in found.text
    assert "原为700元" in found.notes


@pytest.mark.parametrize("name", ["收费.xls", "收费.et"])
def test_an_old_sheet_says_what_its_cells_show(name: str) -> None:
    found = imported(name, SHEET)
    assert found.drafts[0].document.title == "云坪县收费表"
    assert "项目：参保；比例：7.5%；金额：2,345,678.90；日期：2025年12月9日" in found.text
    assert "合计；金额：12" in found.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("通知.doc", old_papers.doc("一行", flags=0x0100), ("密码",)),
        ("通知.doc", old_papers.doc("一行", edition=0x68), ("Word 95", ".docx")),
        ("通知.doc", old_papers.doc("一行", extra={"_VBA_PROJECT": b"x"}), ("宏程序",)),
        ("通知.doc", PAPER[:3000], ("损坏", ".docx")),
        ("通知.doc", papers.word(papers.paragraph("一行")), ("其实是 Word", ".docx")),
        ("通知.doc", b"{\\rtf1\\ansi abc}", ("RTF",)),
        ("通知.docx", PAPER, ("旧版 Word", ".doc")),
        ("表.xlsx", SHEET, ("旧版 Excel", ".xls")),
        ("表.doc", SHEET, ("旧版 Excel", ".xls")),
        ("表.xls", old_papers.xls([["a"]], locked=True), ("密码",)),
        ("表.xls", SHEET[:2000], ("损坏", ".xlsx")),
        ("表.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", ("网页", ".html")),
        ("表.xls", old_papers.compound({"别的": b"x"}), ("损坏",)),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_what_to_do(
    name: str, content: bytes, words: tuple[str, ...]
) -> None:
    refused = imported(name, content).refused
    assert all(word in refused for word in words), refused


def test_sectors_without_a_size_are_refused() -> None:
    # So the header says it in its 31st byte: 2 to the power of it.
    for size in (0, 2):
        broken = bytearray(PAPER)
        broken[30] = size
        with pytest.raises(Refusal):
            read_old_word(bytes(broken))


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_a_damaged_old_file_is_refused_or_read_but_never_breaks_the_reader(data: st.DataObject) -> None:
    for content, reader in (
        (PAPER, read_old_word),
        (SHEET, lambda one: read_old_workbook(one, "a.xls")),
    ):
        broken = bytearray(content)
        for _ in range(data.draw(st.integers(1, 6))):
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
        try:
            told = "".join(one.text for one in reader(bytes(broken)))
        except Refusal:
            continue
        # What is read stays within what a file of this size can hold.
        assert len(told) <= len(content)
