"""A picture is read by the real models in the process of its own; left out where they are not installed."""

from pathlib import Path

import pytest

from adapters.scan_reader.models import scan_models
from adapters.scan_reader.process import ScanProcess
from handlers.files.text_pages import PrintedText, text_pdf
from knowledge.documents.draft import Refusal

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        scan_models() is None, reason="nothing that reads scans is installed: mingbai scans install"
    ),
]
PAPER = text_pdf(
    [
        PrintedText("青岚县民政局关于发放高龄津贴的通知", 20),
        PrintedText("自2026年3月1日起，每人每月1,260元。", 16),
    ],
    foot="",
)


def test_a_page_is_read_told_kept_and_not_read_again(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def watch(_: str, done: int, total: int) -> bool:
        told.append((done, total))
        return True

    read = ScanProcess(tmp_path, watch).read("pdf", PAPER, name="通知.pdf")
    assert "2026年3月1日" in read.text
    assert "1,260元" in read.text
    assert told == [(0, 0), (0, 1), (1, 1)]
    again = ScanProcess(tmp_path, only_kept=True).read("pdf", PAPER, name="通知.pdf")
    assert again == read


def test_only_the_pages_asked_for_are_read_and_kept(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def watch(_: str, done: int, total: int) -> bool:
        told.append((done, total))
        return True

    lines = [PrintedText(f"第{number}份申请由窗口当场登记。", 20) for number in range(1, 121)]
    long = text_pdf(lines, foot="")
    reading = ScanProcess(tmp_path, watch).read_pages("pdf", long, [2], name="登记.pdf")
    assert [read.page.number for read in reading.pages] == [2]
    assert told == [(0, 0), (0, 1), (1, 1)]
    assert ScanProcess(tmp_path, only_kept=True).read_pages("pdf", long, [2], name="登记.pdf") == reading


def test_whoever_stops_it_reads_nothing_more(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as stopped:
        ScanProcess(tmp_path, lambda _name, _done, total: total == 0).read("pdf", PAPER, name="通知.pdf")
    assert stopped.value.key == "scan_stopped"
    with pytest.raises(Refusal) as unread:
        ScanProcess(tmp_path, only_kept=True).read("pdf", PAPER, name="通知.pdf")
    assert unread.value.key == "scan_unread"


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        ScanProcess(tmp_path).read("picture", b"\xff\xd8\xff nothing", name="x.jpg")
    assert refused.value.key == "picture_broken"
