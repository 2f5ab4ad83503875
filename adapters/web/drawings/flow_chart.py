"""Flow pictures drawn on the server as plain SVG shapes, one step below the other, coloured by the style sheet.

The same steps stand as a list beneath the picture, for whoever has them read aloud.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.web.charts import ChartLabel

WIDTH = 340.0
MARGIN, PADDING = 6.0, 11.0
NUMBER_PLACE, TEXT_PLACE = 26.0, 50.0
TITLE_HEIGHT, NOTE_HEIGHT, ARROW_HEIGHT = 23.0, 19.0, 26.0
TITLE_LETTERS, NOTE_LETTERS = 16.5, 20.5
NARROW = 0.55
"""What a letter that is not Chinese takes of a Chinese one's width."""
NEVER_FIRST = frozenset("，。、；：！？）》”’,.;:!?)")
BASELINE = 0.74


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step: what is done, and what there is to say of it; `kind` chooses its look."""

    title: str
    notes: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FlowBox:
    """A step as it is drawn: its box, its number, the lines of its title and of its notes."""

    number: int
    kind: str
    y: float
    height: float
    middle: float
    title: tuple[ChartLabel, ...]
    notes: tuple[ChartLabel, ...]
    x: float = MARGIN
    width: float = WIDTH - 2 * MARGIN
    number_x: float = NUMBER_PLACE


@dataclass(frozen=True, slots=True)
class FlowArrow:
    """An arrow from one box to the next."""

    top: float
    bottom: float
    x: float = WIDTH / 2

    @property
    def head(self) -> str:
        """Give the three corners of its head."""
        return f"{self.x - 5},{self.bottom - 8} {self.x + 5},{self.bottom - 8} {self.x},{self.bottom}"


@dataclass(frozen=True, slots=True)
class FlowChart:
    """All boxes with their arrows."""

    boxes: tuple[FlowBox, ...]
    arrows: tuple[FlowArrow, ...]
    height: float
    width: float = WIDTH


def flow_chart(steps: Sequence[FlowStep]) -> FlowChart:
    """Draw steps below each other."""
    boxes: list[FlowBox] = []
    top = MARGIN
    for number, step in enumerate(steps, start=1):
        box = _box(number, step, top)
        boxes.append(box)
        top = round(box.y + box.height + ARROW_HEIGHT, 1)
    arrows = tuple(FlowArrow(round(box.y + box.height, 1), following.y) for box, following in pairwise(boxes))
    return FlowChart(tuple(boxes), arrows, round(top - ARROW_HEIGHT + MARGIN, 1))


def _box(number: int, step: FlowStep, top: float) -> FlowBox:
    title = list(lines_of(step.title, TITLE_LETTERS))
    notes = [line for note in step.notes for line in lines_of(note, NOTE_LETTERS)]
    under = top + PADDING + len(title) * TITLE_HEIGHT
    height = 2 * PADDING + len(title) * TITLE_HEIGHT + len(notes) * NOTE_HEIGHT
    return FlowBox(
        number,
        step.kind,
        top,
        height,
        round(top + height / 2, 1),
        _labels(title, top + PADDING, TITLE_HEIGHT),
        _labels(notes, under, NOTE_HEIGHT),
    )


def _labels(lines: Sequence[str], top: float, height: float) -> tuple[ChartLabel, ...]:
    return tuple(
        ChartLabel(TEXT_PLACE, round(top + (place + BASELINE) * height, 1), line)
        for place, line in enumerate(lines)
    )


def lines_of(words: str, letters: float) -> Iterator[str]:
    """Give words in lines of so many Chinese letters at most; no line begins with a closing mark."""
    line, width = "", 0.0
    for letter in " ".join(words.split()):
        taken = NARROW if letter.isascii() else 1.0
        if line and width + taken > letters and letter not in NEVER_FIRST:
            yield line
            line, width = "", 0.0
        line, width = line + letter, width + taken
    if line:
        yield line
