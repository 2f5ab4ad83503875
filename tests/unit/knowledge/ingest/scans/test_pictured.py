"""Pages of a PDF that are pictures are read too, and stand where they stand among the pages of text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from knowledge.documents.draft import Draft, Fault, Refusal
from knowledge.ingest.read import read
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.ingest.scans.reading import ScanReading
from tests.factories import papers
from tests.factories.scan_pages import PreparedScans, doubted, page, piece

FIRST = ["青岚县民政局关于发放高龄津贴的通知", "各乡镇人民政府，本县户籍的老人都在发放范围以内："]
LAST = ["本通知自印发之日起施行，由青岚县民政局负责解释。"]
MIXED = papers.pdf(FIRST, [], LAST, [], LAST, picture=True)
SCANNED = (
    page([piece("经办人应当当场核对户口簿。", 100, 100)], 2),
    page([doubted("每人每月发给1260元。", "1260", 100, 100)], 4),
)


class StoppedScans:
    """A reader that was told to stop."""

    def read(self, form: str, content: bytes, *, name: str) -> Manuscript:
        raise AssertionError((form, content, name))

    def read_pages(self, form: str, content: bytes, numbers: object, *, name: str) -> ScanReading:
        raise Refusal("scan_stopped", done=1, total=2)


def written(folder: Path, content: bytes = MIXED) -> list[Path]:
    path = folder / "通知.pdf"
    path.write_bytes(content)
    return [path]


def test_pictured_pages_stand_at_their_places_with_their_doubts(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path), scans=PreparedScans(tmp_path, SCANNED))
    assert isinstance(found, Draft)
    assert found.text.split("\n") == [
        *FIRST, "经办人应当当场核对户口簿。", LAST[0], "每人每月发给1260元。", LAST[0], "",
    ]  # fmt: skip
    assert found.scan is not None
    assert [one.number for one in found.scan.pages] == [2, 4]
    assert found.scan.doubts == 1
    assert found.scan.path.read_bytes() == MIXED
    assert found.proposal is not None
    assert any("第2、4页" in note and "1处" in note for note in found.proposal.notes)


def test_pages_in_which_nothing_was_recognised_are_named(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path), scans=PreparedScans(tmp_path, (page([], 2), SCANNED[1])))
    assert isinstance(found, Draft)
    assert found.proposal is not None
    assert "第2页没有认出文字。" in found.proposal.notes
    assert "1260元" in found.text


def test_words_on_a_pictured_page_are_kept_only_where_nothing_is_read_off_it(tmp_path: Path) -> None:
    content = papers.pdf(FIRST, ["附表格式"], LAST, picture=True)
    (named,) = read(written(tmp_path, content))
    assert isinstance(named, Draft)
    assert named.scan is None
    assert named.proposal is not None
    assert any("第2页是扫描图片" in note and "mingbai scans install" in note for note in named.proposal.notes)
    assert named.text.split("\n") == [*FIRST, "附表格式", *LAST, ""]
    seen = (page([piece("附表格式：申请人、联系电话。", 100, 100)], 2),)
    (whole,) = read(written(tmp_path, content), scans=PreparedScans(tmp_path, seen))
    assert isinstance(whole, Draft)
    assert whole.text.split("\n") == [*FIRST, "附表格式：申请人、联系电话。", *LAST, ""]


def test_a_file_whose_reading_was_stopped_is_not_taken_with_holes(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path), scans=StoppedScans())
    assert isinstance(found, Fault)


@pytest.mark.parametrize("scanned", [(1,), (4,), (1, 2)])
def test_a_picture_at_either_end(tmp_path: Path, scanned: tuple[int, ...]) -> None:
    pages = [
        [] if number in scanned else [f"第{number}页写着发放的办法，由民政局负责解释。"]
        for number in range(1, 5)
    ]
    seen = tuple(page([piece(f"图片第{number}页的字。", 100, 100)], number) for number in scanned)
    (found,) = read(written(tmp_path, papers.pdf(*pages, picture=True)), scans=PreparedScans(tmp_path, seen))
    assert isinstance(found, Draft)
    lines = found.text.removesuffix("\n").split("\n")
    assert [line for line in lines if "图片" in line] == [f"图片第{number}页的字。" for number in scanned]
    assert lines.index(f"图片第{scanned[0]}页的字。") == scanned[0] - 1


@dataclass(frozen=True, slots=True)
class HoledScans(PreparedScans):
    """A reader for which some pages are not to be read."""

    unread: tuple[int, ...] = ()

    def read_pages(self, form: str, content: bytes, numbers: Sequence[int], *, name: str) -> ScanReading:
        reading = PreparedScans(self.folder, self.pages).read_pages(form, content, numbers, name=name)
        return replace(reading, unread=self.unread)


def test_a_page_that_cannot_be_read_is_named_and_the_others_stay(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path), scans=HoledScans(tmp_path, SCANNED[1:], unread=(2,)))
    assert isinstance(found, Draft)
    assert found.text.split("\n") == [*FIRST, LAST[0], "每人每月发给1260元。", LAST[0], ""]
    assert found.proposal is not None
    assert any("第2页是扫描图片，没有读出来" in note for note in found.proposal.notes)
    assert any(note.startswith("第4页是扫描图片，这几页") for note in found.proposal.notes)


def test_without_any_page_read_the_pages_of_text_stay(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path), scans=HoledScans(tmp_path, (), unread=(2, 4)))
    assert isinstance(found, Draft)
    assert found.scan is None
    assert found.text.split("\n") == [*FIRST, LAST[0], LAST[0], ""]
    assert found.proposal is not None
    assert any("第2、4页是扫描图片，没有读出来" in note for note in found.proposal.notes)
