"""Which places of a line a person has to look at: figures, days and names read without full certainty, and odd signs.

A wrong figure in a published document harms somebody, and nobody sees it in the sentence; so a figure has to be far
more certain than a word. Besides, a figure is doubtful whatever the certainty where its form tells that something is
wrong: a day that no calendar has, a letter among figures, signs that stand unevenly as if one had been lost.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from knowledge.documents.scans.scan import DoubtKind
from knowledge.ingest.scans.piece import ReadPiece

FIGURE_CERTAINTY = 0.97
NAME_CERTAINTY = 0.9
WORD_CERTAINTY = 0.6
# Figures stand evenly; a gap this much wider than the others may hide a lost one.
GAP_RATIO = 1.7
LEAST_FIGURES = 3
_NUMERAL = "〇零一二三四五六七八九十百千两"
_DAY = re.compile(
    rf"(?P<year>\d{{4}})(?:年|[-./])(?P<month>\d{{1,2}})(?:月|[-./])(?P<day>\d{{1,2}})日?|[{_NUMERAL}]{{4}}年[{_NUMERAL}]{{1,2}}月[{_NUMERAL}]{{1,3}}日"
)
_FIGURE = re.compile(
    rf"[0-9０-９](?:[0-9０-９.,，:：/\-—~～·]{{0,40}}[0-9０-９])?[％%]?|[{_NUMERAL}]{{1,8}}(?=[年月日天元万亿个人户名倍岁亩号项条款周分]|公里|小时)"
)
_MIXED = re.compile(r"[0-9]{1,3}[OolIiSsBbZzDQ]|[OolIiSsBbZzDQ][0-9]{1,3}")
_NAME = re.compile(
    r"(?:联系人|姓名|负责人|经办人|申请人|承办人|签发人|法定代表人|主任|局长|县长|组长|书记)[：:\s]{0,3}(?P<name>[\u4e00-\u9fff]{2,4})"
)


@dataclass(frozen=True, slots=True)
class DoubtfulPart:
    """Letters of a line from `start` to before `end`, what they hold, and the certainty of the least certain."""

    kind: DoubtKind
    start: int
    end: int
    certainty: float


def doubtful(piece: ReadPiece) -> list[DoubtfulPart]:
    """Give the places of a line that a person has to look at, from left to right; none is told twice."""
    found: list[DoubtfulPart] = []
    for part in (*_days(piece), *_figures(piece), *_mixed(piece), *_names(piece), *_words(piece)):
        if not any(part.start < other.end and other.start < part.end for other in found):
            found.append(part)
    return sorted(found, key=lambda part: part.start)


def _days(piece: ReadPiece) -> Iterator[DoubtfulPart]:
    for one in _DAY.finditer(piece.text):
        part = _part(piece, DoubtKind.DATE, one.start(), one.end())
        if part.certainty < FIGURE_CERTAINTY or not _is_day(one) or _is_uneven(piece, one.start(), one.end()):
            yield part


def _is_day(found: "re.Match[str]") -> bool:
    if found["year"] is None:
        return True
    try:
        date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return True


def _figures(piece: ReadPiece) -> Iterator[DoubtfulPart]:
    for one in _FIGURE.finditer(piece.text):
        part = _part(piece, DoubtKind.FIGURE, one.start(), one.end())
        if part.certainty < FIGURE_CERTAINTY or _is_uneven(piece, one.start(), one.end()):
            yield part


def _mixed(piece: ReadPiece) -> Iterator[DoubtfulPart]:
    for one in _MIXED.finditer(piece.text):
        yield _part(piece, DoubtKind.FIGURE, one.start(), one.end())


def _names(piece: ReadPiece) -> Iterator[DoubtfulPart]:
    for one in _NAME.finditer(piece.text):
        part = _part(piece, DoubtKind.NAME, one.start("name"), one.end("name"))
        if part.certainty < NAME_CERTAINTY:
            yield part


def _words(piece: ReadPiece) -> Iterator[DoubtfulPart]:
    """Give the odd signs, those side by side together; marks are left out, for the sense does not hang on them."""
    start = None
    for at in range(len(piece.text) + 1):
        odd = at < len(piece.text) and piece.certainties[at] < WORD_CERTAINTY and piece.text[at].isalnum()
        if odd and start is None:
            start = at
        elif not odd and start is not None:
            yield _part(piece, DoubtKind.WORD, start, at)
            start = None


def _part(piece: ReadPiece, kind: DoubtKind, start: int, end: int) -> DoubtfulPart:
    return DoubtfulPart(kind, start, end, min(piece.certainties[start:end]))


def _is_uneven(piece: ReadPiece, start: int, end: int) -> bool:
    """Whether figures that follow each other stand unevenly."""
    return any(_gap_within(run) for run in _runs_of_figures(piece, start, end))


def _runs_of_figures(piece: ReadPiece, start: int, end: int) -> Iterator[list[float]]:
    run: list[float] = []
    for at in range(start, end):
        if piece.text[at].isdigit() and piece.text[at].isascii():
            run.append(piece.places[at])
        else:
            yield run
            run = []
    yield run


def _gap_within(places: Sequence[float]) -> bool:
    if len(places) < LEAST_FIGURES:
        return False
    gaps = [after - before for before, after in pairwise(places)]
    return max(gaps) > GAP_RATIO * median(gaps)
