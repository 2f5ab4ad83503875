"""What is left to read on: of the likeliest stretches what was not seen, each word once, no longer than what is shown."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.answers.extracts import of_stretch
from knowledge.answers.remainder import LEAST_LETTERS, unseen
from knowledge.documents.document import Document
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.judgement.cuts import SHOWN_LETTERS
from knowledge.judgement.judge import JudgedWindows
from knowledge.judgement.windows import Window
from knowledge.text.passages import sentences

TODAY = date(2026, 11, 21)
SENTENCE = "第{}件事写在这一句里，每一句都有四十个字那样长，好让人数得清楚一共给了多少字。"
TEXT = "".join(SENTENCE.format(at) for at in "甲乙丙丁戊己庚辛壬癸")
LENGTH = len(SENTENCE.format("甲"))
SAID = """省里开会要求：“各地要把老人的补贴按时发到人手里，一天也不能拖。”厅长接着说，七月和八月的补贴月底以前都会到账，请大家放心。
保障企业用电用水用气，欠费的不停供(责任单位：县发展和改革局、县供电公司) 二、稳岗返还按上年缴费的六成给，符合条件的企业都有，不用申请。
“老人不用自己跑，打个电话村里就上门代办（不收费，当天就办完。）”窗口的人这样告诉记者，还给了一张写着电话的卡片。"""


def _reader(folder: Path, *texts: str) -> Reader:
    index = Index(folder)
    index.build((Document(id=f"doc{at}", title=f"第{at}份办法"), text) for at, text in enumerate(texts))
    index.reload()
    assert index.reader is not None
    return index.reader


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return _reader(tmp_path_factory.mktemp("remainder"), TEXT, TEXT.replace("件", "样"))


def _window(reader: Reader, first: int, last: int, *, docnum: int = 0) -> Window:
    """Give the sentences from one to before another as a stretch that begins in the document's first passage."""
    start, end = first * LENGTH, last * LENGTH
    number = reader.texts.passage_range(docnum).start
    return Window(docnum, number, 0, start, end, (start, start + LENGTH), bare="", core_bare="", label="")


def _judged(windows: Sequence[Window]) -> JudgedWindows:
    """Give stretches judged in the order they are in."""
    none = np.zeros(len(windows))
    scores = -np.arange(len(windows), dtype=float)
    return JudgedWindows(windows, scores, none, none, none, np.zeros((len(windows), 0)), none[:, None])


def _words(reader: Reader, judged: JudgedWindows, seen: Sequence[Window]) -> list[str]:
    words = []
    for matter in unseen(reader, judged, seen):
        docnum = reader.docnum_of(matter.document.id)
        assert docnum is not None
        assert matter.stretch is not None
        extract = of_stretch(reader, docnum, matter.stretch, today=TODAY)
        assert extract is not None
        words.append(extract.quoted)
    return words


def test_what_was_cut_off_comes_first_then_the_next_likeliest(reader: Reader) -> None:
    whole, other = _window(reader, 2, 5), _window(reader, 6, 8, docnum=1)
    seen = [_window(reader, 3, 4)]
    other_text = TEXT.replace("件", "样")
    assert _words(reader, _judged([whole, other]), seen) == [
        TEXT[2 * LENGTH : 3 * LENGTH],
        TEXT[4 * LENGTH : 5 * LENGTH],
        other_text[6 * LENGTH : 8 * LENGTH],
    ]


def test_nothing_comes_twice_and_nothing_that_was_seen(reader: Reader) -> None:
    judged = _judged(
        [_window(reader, 0, 3), _window(reader, 1, 4), _window(reader, 2, 5), _window(reader, 0, 5)]
    )
    words = _words(reader, judged, [_window(reader, 0, 1)])
    assert words == [TEXT[LENGTH : 3 * LENGTH], TEXT[3 * LENGTH : 4 * LENGTH], TEXT[4 * LENGTH : 5 * LENGTH]]
    assert not _words(reader, _judged([_window(reader, 0, 3)]), [_window(reader, 0, 3)])


def test_together_they_are_no_longer_than_what_is_shown(reader: Reader) -> None:
    many = [_window(reader, at, at + 2, docnum=docnum) for at in range(0, 10, 2) for docnum in (0, 1)]
    words = _words(reader, _judged(many), [])
    total = sum(map(len, words))
    assert total <= SHOWN_LETTERS < total + 2 * LENGTH
    # What is too long ends it: a shorter one behind would come before the likelier.
    assert not _words(reader, _judged([_window(reader, 0, 8), _window(reader, 8, 9)]), [])


def test_scraps_are_left_out(reader: Reader) -> None:
    whole = _window(reader, 0, 2)
    seen = [whole._replace(start=LEAST_LETTERS - 1, end=2 * LENGTH)]
    assert not unseen(reader, _judged([whole]), seen)
    seen = [whole._replace(start=LEAST_LETTERS, end=2 * LENGTH)]
    assert len(unseen(reader, _judged([whole]), seen)) == 1


def test_words_behind_closing_marks_are_found_again(tmp_path: Path) -> None:
    reader = _reader(tmp_path, SAID)
    number = reader.texts.passage_range(0).start
    begins = reader.texts.bounds_of(number)[0]
    borders = sentences(reader.texts.text(*reader.texts.text_range(0)))
    assert len(borders) >= 6
    for start, end in borders:
        window = Window(0, number, 0, start, end, (start, end), bare="", core_bare="", label="")
        matters = unseen(reader, _judged([window]), [])
        assert len(matters) == (end - start >= LEAST_LETTERS)
        for matter in matters:
            assert matter.stretch is not None
            extract = of_stretch(reader, 0, matter.stretch, today=TODAY)
            assert extract is not None
            assert extract.quoted == reader.texts.text(begins + start, begins + end).strip()
            broken = matter.stretch._replace(start=start + 1)
            assert of_stretch(reader, 0, broken, today=TODAY) is None
