"""Hostile and broken files are refused by name and in plain words, and the files beside them are still read."""

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.documents.draft import Draft, Fault, Refusal
from knowledge.ingest import bench
from knowledge.ingest.archive import Archive
from knowledge.ingest.formats import reader
from knowledge.ingest.read import read
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.ingest.workroom import Workroom
from tests.factories import papers
from tests.factories.examples import examples

GOOD = papers.word(papers.centred("关于津贴的通知"), papers.paragraph("每人每月60元。"))
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SHEET = papers.workbook({"表": [["甲", "乙", "丙"], ["1", "2", "3"]]})


@pytest.fixture(scope="module")
def room() -> Iterator[Workroom]:
    with Workroom() as opened:
        yield opened


def reason(path: Path) -> str:
    (fault,) = [item for item in read([path]) if isinstance(item, Fault)]
    return fault.reason


def members(path: Path) -> tuple[list[str], dict[str, str]]:
    """Give the titles that were read from an archive, and the refusals by the members' names."""
    items = list(read([path]))
    faults = {item.file.partition(" › ")[2]: item.reason for item in items if isinstance(item, Fault)}
    return [item.document.title for item in items if isinstance(item, Draft)], faults


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("宏.docx", papers.word(papers.paragraph("字"), parts={"word/vbaProject.bin": "x"}), "宏"),
        ("宏型.docx", papers.word(types='<Override ContentType="application/vnd.ms-word.document.macroEnabled"/>'), "宏"),
        ("宏.docm", GOOD, "宏"),
        ("宏.xlsm", SHEET, "宏"),
        ("实体.docx", papers.repacked(GOOD, {"word/document.xml": BOMB.encode()}), "实体"),
        ("实体16.docx", papers.repacked(GOOD, {"word/document.xml": BOMB.encode("utf-16")}), "实体"),
        ("实体.xlsx", papers.repacked(SHEET, {"xl/sharedStrings.xml": BOMB.encode()}), "实体"),
        ("加密.docx", OLE, "密码"),
        ("改名.xlsx", OLE, "密码"),
        ("坏.docx", GOOD[: len(GOOD) // 2], "不完整"),
        ("空.docx", b"", "空的"),
        ("无正文.docx", papers.packed({"a": "b"}), "压缩包"),
        ("坏部件.docx", papers.repacked(GOOD, {"word/document.xml": b"<w:document"}), "损坏"),
        ("炸弹.docx", papers.repacked(GOOD, {"word/styles.xml": b" " * 30_000_000}), "压缩炸弹"),
        ("坏.xlsx", papers.repacked(SHEET, {"xl/workbook.xml": b"<x/>"}), "损坏"),
        ("坏.pdf", b"%PDF-1.7\nnothing", "PDF"),
        ("假.pdf", b"MZ", "程序"),
        ("加密.pdf", papers.pdf(["文字"], encrypted=True), "密码"),
        ("扫描.pdf", papers.pdf([], [], picture=True), "扫描"),
        ("乱码.pdf", papers.pdf(["\ue001\ue002\ue003乱" * 9]), "乱码"),
        ("深.html", b"<meta charset=utf-8>" + b"<div>" * 5000 + "字".encode(), "嵌套"),
        ("空.html", b"<script>alert(1)</script>", "正文"),
        ("乱.txt", b"\xff\xff\x80\x80\x81", "编码"),
        ("乱.csv", b"\x81\xff,\x80\n", "编码"),
        ("旧.doc", OLE, ".docx"),
        ("旧.wps", OLE, ".docx"),
        ("旧.xls", OLE, ".xlsx"),
        ("片.ppt", OLE, "演示"),
        ("版.ofd", b"x", "PDF"),
        ("图.jpg", b"x", "图片"),
        ("包.rar", b"x", ".zip"),
        ("怪.xyz", b"x", ".xyz"),
    ],
)  # fmt: skip
def test_is_refused_in_plain_words_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "好.docx").write_bytes(GOOD)
    items = list(read([tmp_path]))
    (fault,) = [item for item in items if isinstance(item, Fault)]
    assert fault.file == name
    assert word in fault.reason
    assert [item.document.title for item in items if isinstance(item, Draft)] == ["关于津贴的通知"]


def test_a_huge_pdf_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        os.truncate(path, 200 * 2**20)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    assert "64MB" in reason(path)


def test_members_of_an_archive_are_read_or_named(tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    link = zipfile.ZipInfo("链接.docx")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("通知/好.docx", GOOD)
        archive.writestr("../../外面.docx", GOOD)
        archive.writestr("/绝对.docx", GOOD)
        archive.writestr("C:\\盘.docx", GOOD)
        archive.writestr("里层.zip", papers.packed({"a.md": "x"}))
        archive.writestr("炸弹.txt", b"\0" * 50_000_000)
        archive.writestr("旧.doc", OLE)
        archive.writestr("__MACOSX/._好.docx", b"x")
        archive.writestr("表.csv", "标题,内容\n甲,一\n".encode("gbk"))
        archive.writestr(link, "/etc/passwd")
    path.write_bytes(target.getvalue())
    titles, faults = members(path)
    assert titles == ["甲", "关于津贴的通知"]
    words = {
        "../../外面.docx": "路径穿越", "/绝对.docx": "路径穿越", "里层.zip": "压缩包", "炸弹.txt": "压缩炸弹",
        "旧.doc": ".docx", "链接.docx": "链接",
    }  # fmt: skip
    for name, word in words.items():
        assert word in faults.pop(name)
    assert [word for name, word in faults.items() if "盘" in name and "路径穿越" in word] == list(
        faults.values()
    )
    assert sorted(found.name for found in tmp_path.rglob("*")) == ["包.zip"]


def test_names_written_by_chinese_windows_are_read(tmp_path: Path) -> None:
    plain = papers.packed({"AAAA.docx": GOOD})
    (tmp_path / "a.zip").write_bytes(plain.replace(b"AAAA.docx", "通知".encode("gbk") + b".docx"))
    (item,) = read([tmp_path / "a.zip"])
    assert item.file == "a.zip › 通知.docx"


def test_encrypted_members_and_broken_archives_are_named(tmp_path: Path) -> None:
    path = tmp_path / "锁.zip"
    path.write_bytes(papers.locked(papers.packed({"a.docx": GOOD})))
    assert "密码" in members(path)[1]["a.docx"]
    path.write_bytes(papers.packed({"a.docx": GOOD})[:-30])
    assert "ZIP" in reason(path)


def test_a_member_that_is_larger_than_it_claims_is_refused(tmp_path: Path) -> None:
    content = papers.packed({"a.txt": "甲" * 4000})
    size = (12000).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    titles, faults = members(tmp_path / "a.zip")
    assert titles == []
    assert "损坏" in faults["a.txt"] or "炸弹" in faults["a.txt"]


def test_too_many_and_too_large_archives_are_refused() -> None:
    content = papers.packed({f"{at}.txt": "字" for at in range(20)})
    for members_, bytes_, word in ((10, 2**20, "10个"), (100, 20, "解开后")):
        with pytest.raises(Refusal) as refused:
            Archive(io.BytesIO(content), most=members_, total=bytes_)
        assert word in refused.value.at("a.zip", None).reason


def far_row() -> bytes:
    """Give a workbook of two rows, the second of which says that it is the last but one of a million."""
    with zipfile.ZipFile(io.BytesIO(SHEET)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    far = xml.replace(b'2"', b'999999"')
    assert far != xml
    return papers.repacked(SHEET, {"xl/worksheets/sheet1.xml": far})


def spanning_table(cells: int) -> bytes:
    """Give a Word file with a table of so many cells, each of which says that it spans two hundred columns."""
    row = papers.table(["a"] * 50).removeprefix("<w:tbl>").removesuffix("</w:tbl>")
    wide = row.replace("<w:tcPr/>", '<w:tcPr><w:gridSpan w:val="200"/></w:tcPr>')
    return papers.word(f"<w:tbl>{wide * (cells // 50)}</w:tbl>")


@pytest.mark.parametrize(
    ("form", "content", "word"),
    [
        ("workbook", far_row, "too_many_cells"),
        ("workbook", lambda: papers.workbook({f"{at}": [["1"]] for at in range(51)}), "too_many_sheets"),
        ("delimited", lambda: b"1,2\n" * 50_002, "too_many_cells"),
        ("delimited", lambda: (b"1," * 20_000 + b"\n") * 51, "too_many_cells"),
        ("word", lambda: spanning_table(5_050), "too_many_cells"),
        ("page", lambda: b"<table><tr><td colspan=200>a<td>b</table>", "too_many_cells"),
        ("page", lambda: b"<table>" + b"<tr><td colspan=200>a" * 5_001 + b"</table>", "too_many_cells"),
        ("pdf", lambda: papers.pdf(*[["a"]] * 1_001), "pdf_too_long"),
    ],
)
def test_more_than_the_bounds_is_refused(form: str, content: Callable[[], bytes], word: str) -> None:
    with pytest.raises(Refusal) as refused:
        reader(form)(content(), "a")
    assert refused.value.key == word


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is() -> None:
    with zipfile.ZipFile(io.BytesIO(SHEET)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    lying = xml.replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1:XFD1048576"')
    assert lying != xml
    (found,) = reader("workbook")(papers.repacked(SHEET, {"xl/worksheets/sheet1.xml": lying}), "a.xlsx")
    assert "1" in found.text


def test_a_reader_that_hangs_is_given_up_and_the_next_file_read() -> None:
    with Workroom() as room:
        with pytest.raises(Refusal) as refused:
            room.read("word", GOOD, name="a.docx", seconds=0.001)
        assert refused.value.key == "too_slow"
        assert room.read("word", GOOD, name="a.docx")[0].title == "关于津贴的通知"


def test_a_reader_that_breaks_down_costs_only_its_file() -> None:
    with Workroom() as room:
        with pytest.raises(Refusal) as refused:
            room.read("no such format", GOOD, name="a.docx")
        assert refused.value.key == "file_broken"
        assert room.read("word", GOOD, name="a.docx")


def test_the_helper_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGBAI_SECRET_KEY", "secret")
    with Workroom() as room:
        room.read("word", GOOD, name="a.docx")
        environ = Path(f"/proc/{room.pid}/environ")
        if not environ.exists():
            pytest.skip("this system does not show a process its environment")
        assert b"MINGBAI_SECRET" not in environ.read_bytes()


def test_memory_and_depth_are_answers_not_crashes() -> None:
    def failing(error: type[Exception]) -> Callable[[str], Callable[[bytes, str], list[Manuscript]]]:
        def read_it(_: bytes, __: str) -> list[Manuscript]:
            raise error

        return lambda _: read_it

    for error, key in ((MemoryError, "too_much_memory"), (RecursionError, "too_deep")):
        assert bench.answer("word", GOOD, name="a", readers=failing(error))["refused"] == key


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([("word", GOOD), ("workbook", SHEET), ("pdf", papers.pdf(["文字内容"] * 3))]),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damaged_files_are_read_or_refused(
    room: Workroom, source: tuple[str, bytes], changes: list[tuple[int, int]]
) -> None:
    form, content = source
    damaged = bytearray(content)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    outcome = "read"
    try:
        room.read(form, bytes(damaged), name="a")
    except Refusal as refusal:
        outcome = refusal.at("a", None).reason
    assert outcome


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(["page", "delimited", "plain"]), st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(form: str, content: bytes) -> None:
    answer = bench.answer(form, content, name="a.csv")
    assert answer.keys() & {"manuscripts", "refused"}
