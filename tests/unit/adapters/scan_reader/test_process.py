"""A page that cannot be read does not take the others of a file with it; a scan as a whole has no holes."""

import json
from pathlib import Path

import pytest

from adapters.scan_reader import far_side
from adapters.scan_reader.process import ScanProcess
from knowledge.documents.draft import Refusal

FATES = {1: "read", 2: "unread", 3: "read", 4: "die", 5: "read"}
MIXED = json.dumps(FATES).encode()


@pytest.fixture(autouse=True)
def _other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far_side, "_MODULE", "tests.factories.scan_far_side")


def test_pages_that_cannot_be_read_are_named_and_the_others_stay(tmp_path: Path) -> None:
    reading = ScanProcess(tmp_path).read_pages("pdf", MIXED, [1, 2, 3, 4, 5], name="通知.pdf")
    assert [read.page.number for read in reading.pages] == [1, 3, 5]
    assert reading.unread == (2, 4)
    kept = ScanProcess(tmp_path, only_kept=True).read_pages("pdf", MIXED, [1, 2, 3, 4, 5], name="通知.pdf")
    assert kept == reading


def test_a_page_that_ends_the_process_may_be_the_last_or_the_only_one(tmp_path: Path) -> None:
    reading = ScanProcess(tmp_path).read_pages("pdf", MIXED, [3, 4], name="通知.pdf")
    assert ([read.page.number for read in reading.pages], reading.unread) == ([3], (4,))
    only = json.dumps({1: "die"}).encode()
    assert ScanProcess(tmp_path).read_pages("pdf", only, [1], name="通知.pdf").unread == (1,)


@pytest.mark.parametrize(("fate", "key"), [("unread", "pdf_broken"), ("die", "scan_broken")])
def test_a_scan_as_a_whole_is_refused_with_a_page_that_cannot_be_read(
    tmp_path: Path, fate: str, key: str
) -> None:
    content = json.dumps({1: "read", 2: fate, 3: "read"}).encode()
    with pytest.raises(Refusal) as refused:
        ScanProcess(tmp_path).read("pdf", content, name="通知.pdf")
    assert refused.value.key == key


def test_too_many_such_pages_refuse_the_file(tmp_path: Path) -> None:
    numbers = list(range(1, 9))
    content = json.dumps(dict.fromkeys(numbers, "unread")).encode()
    with pytest.raises(Refusal):
        ScanProcess(tmp_path).read_pages("pdf", content, numbers, name="通知.pdf")
