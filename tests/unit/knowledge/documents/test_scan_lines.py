"""A corrected line goes to its own place in the text, or nowhere."""

from pathlib import Path

from knowledge.documents.scans.line_text import corrected_text
from knowledge.documents.scans.scan import page_from_plain, page_to_plain
from knowledge.ingest.scans.read_page import from_plain, manuscript_of, to_plain
from tests.factories.scan_pages import doubted, page, piece

LINES = ("每月60元", "合计", "每月60元", "完毕")
TEXT = "每月60元合计\n每月60元\n完毕\n"


def test_of_two_equal_lines_the_right_one_is_mended() -> None:
    assert corrected_text(TEXT, LINES, 2, "每月80元") == "每月60元合计\n每月80元\n完毕\n"
    assert corrected_text(TEXT, LINES, 0, "每月80元") == "每月80元合计\n每月60元\n完毕\n"


def test_a_line_that_stands_in_the_text_once_is_mended_though_others_are_gone() -> None:
    assert corrected_text("每月60元\n完毕", LINES, 2, "每月80元") == "每月80元\n完毕"


def test_a_line_that_cannot_be_told_from_others_is_left() -> None:
    assert corrected_text(TEXT + "每月60元", LINES, 2, "每月80元") is None
    assert corrected_text("全文已经改过", LINES, 2, "每月80元") is None


def test_pages_come_back_from_plain_values_as_they_were() -> None:
    read = page([doubted("每月1,260元", "6", 100, 100), piece("完毕", 100, 140)])
    assert page_from_plain(page_to_plain(read.page)) == read.page
    assert from_plain(to_plain(read)) == read


def test_a_paragraph_goes_on_over_the_page_and_what_is_odd_is_told() -> None:
    long = "为做好高龄津贴发放工作现将有关事项通知如下请遵照执行落实好"
    first = page([piece(long, 100, 100 + 40 * at) for at in range(4)])
    second = page([piece(long, 100, 100), piece("止。", 100, 140), piece(long[:-2], 140, 180)], number=2)
    found = manuscript_of([first, second], form="pdf", digest="", path=Path("x"))
    assert found.text == f"{long * 5}止。\n{long[:-2]}\n"
    assert found.notes[0].values == {"pages": 2, "doubts": 0}
