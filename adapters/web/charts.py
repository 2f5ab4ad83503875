"""Charts drawn on the server as plain SVG shapes, coloured by the style sheet: pages allow no style of their own.

A chart is a set of rectangles with words to read out; the same figures stand in a table beneath it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 400.0, 180.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 4.0, 10.0, 20.0
GAP = 0.28
STEPS = (1, 2, 5)
LINES = 4
ROOMY = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of a column: `kind` chooses the colour, `words` name it with its figure."""

    kind: str
    value: int
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of parts that stand on each other, the first at the bottom."""

    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """Give the height of the column."""
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class ChartLabel:
    """Words at a place."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Rectangles, the words below them, and the lines across with their figures."""

    bars: tuple[Bar, ...]
    below: tuple[ChartLabel, ...]
    lines: tuple[ChartLabel, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT


def stacked(columns: Sequence[Column]) -> Chart:
    """Draw columns side by side, all to one scale."""
    top = _round_up(max((column.total for column in columns), default=0))
    place = (WIDTH - LEFT - RIGHT) / max(len(columns), 1)
    scale = (HEIGHT - TOP - BOTTOM) / top
    floor = HEIGHT - BOTTOM
    bars: list[Bar] = []
    for number, column in enumerate(columns):
        x, y = LEFT + place * (number + GAP / 2), floor
        for part in column.parts:
            height = part.value * scale
            y -= height
            if height:
                bars.append(
                    Bar(
                        round(x, 1),
                        round(y, 1),
                        round(place * (1 - GAP), 1),
                        round(height, 1),
                        part.kind,
                        part.words,
                    )
                )
    below = tuple(
        ChartLabel(round(LEFT + place * (number + 0.5), 1), HEIGHT - 6, column.label)
        for number, column in enumerate(columns)
        # Of many, every second label, counted from the newest, leaves room to read them.
        if len(columns) <= ROOMY or (len(columns) - 1 - number) % 2 == 0
    )
    step = max(top // LINES, 1)
    lines = tuple(
        ChartLabel(LEFT - 5, round(floor - value * scale, 1), str(value)) for value in range(0, top + 1, step)
    )
    return Chart(tuple(bars), below, lines)


def lying(parts: Sequence[Part], most: int, *, width: float = WIDTH) -> tuple[Bar, ...]:
    """Draw one bar from left to right, `most` being the whole width."""
    bars: list[Bar] = []
    x = 0.0
    for part in parts:
        length = width * part.value / max(most, 1)
        if length:
            bars.append(Bar(round(x, 1), 0, round(length, 1), 14, part.kind, part.words))
        x += length
    return tuple(bars)


def _round_up(value: int) -> int:
    """Give the least round number that is not below a value, so that the lines across bear round figures."""
    size = 1
    while True:
        for step in STEPS:
            if LINES * step * size >= value:
                return LINES * step * size
        size *= 10
