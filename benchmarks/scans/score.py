"""What was read held against what stood there: signs, figures and days, doubtful places, and the order of reading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from benchmarks.scans.papers import Paper
from knowledge.documents.scans.scan import ScanLine

FIGURE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d[\d,.\-%]*\d|\d")
# Signs that look the same on paper in their wide and narrow form.
SAME = str.maketrans("（），：；！？％．－〔〕［］“”‘’—–〇", "(),:;!?%.-[][]\"\"''--○")
BEGINNING = 8


@dataclass(slots=True)
class Score:
    """Sums over pages; `unmarked` are figures that came out wrong with nobody told to look."""

    pages: int = 0
    signs: int = 0
    wrong_signs: int = 0
    figures: int = 0
    wrong_figures: int = 0
    unmarked: int = 0
    marked: int = 0
    in_order: int = 0
    seconds: list[float] = field(default_factory=list)
    misread: list[tuple[str, str]] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.pages + other.pages, self.signs + other.signs, self.wrong_signs + other.wrong_signs,
            self.figures + other.figures, self.wrong_figures + other.wrong_figures, self.unmarked + other.unmarked,
            self.marked + other.marked, self.in_order + other.in_order, self.seconds + other.seconds,
            self.misread + other.misread,
        )  # fmt: skip

    @property
    def signs_right(self) -> float:
        """The share of signs that came out right; one too many counts as wrong."""
        return 1 - self.wrong_signs / self.signs if self.signs else 1.0

    @property
    def figures_right(self) -> float:
        """The share of figures and days that came out right."""
        return 1 - self.wrong_figures / self.figures if self.figures else 1.0

    @property
    def right_or_marked(self) -> float:
        """The share of figures and days that came out right, or that somebody is told to look at."""
        return 1 - self.unmarked / self.figures if self.figures else 1.0


def scored(paper: Paper, lines: Sequence[ScanLine], seconds: float) -> Score:
    """Give how well a page was read."""
    stood = paper.text.translate(SAME)
    read, marks = _read(lines)
    steps = Levenshtein.opcodes(stood, read)
    wrong = sum(
        max(one.src_end - one.src_start, one.dest_end - one.dest_start) for one in steps if one.tag != "equal"
    )
    score = Score(1, len(stood), wrong, marked=sum(len(line.doubts) for line in lines), seconds=[seconds])
    place = _places(steps, len(stood))
    for figure in FIGURE.finditer(stood):
        score.figures += 1
        start, end = place[figure.start()], place[figure.end() - 1] + 1
        if read[start:end] != figure[0]:
            score.wrong_figures += 1
            if not any(marks[max(0, start - 1) : end + 1]):
                score.unmarked += 1
                score.misread.append((figure[0], read[max(0, start - 3) : end + 3]))
    score.in_order = _is_in_order(paper, read)
    return score


def _read(lines: Sequence[ScanLine]) -> tuple[str, list[bool]]:
    """Give all signs that were read but blanks, and which of them are marked as doubtful."""
    signs, marks = [], []
    for line in lines:
        doubtful = {at for doubt in line.doubts for at in range(doubt.start, doubt.end)}
        for at, sign in enumerate(line.text):
            if not sign.isspace():
                signs.append(sign.translate(SAME))
                marks.append(at in doubtful)
    return "".join(signs), marks


def _places(steps: Sequence[Levenshtein.opcodes], length: int) -> list[int]:  # type: ignore[valid-type]
    """Give for each sign that stood there where it came out."""
    places = [0] * (length + 1)
    for one in steps:
        for at in range(one.src_start, one.src_end):  # type: ignore[attr-defined]
            places[at] = one.dest_start + min(at - one.src_start, max(0, one.dest_end - one.dest_start - 1))  # type: ignore[attr-defined]
    return places


def _is_in_order(paper: Paper, read: str) -> bool:
    """Whether the longer paragraphs begin one after the other in what was read."""
    place = 0
    for line in paper.lines:
        begins = "".join(line.split())[:BEGINNING].translate(SAME)
        if len(begins) < BEGINNING or begins not in read:
            continue
        found = read.find(begins, place)
        if found < 0:
            return False
        place = found
    return True
