"""A scan as it was read: its pages, their lines with place and certainty, and the places that a person has to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class DoubtKind(StrEnum):
    """What a doubtful place holds; a wrong figure harms most."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page as it is shown, in shares of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful place of a line: its letters from `start` to before `end`, and where they stand on the page."""

    kind: DoubtKind
    start: int
    end: int
    certainty: float
    box: Box


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line as it stands in the text, with the least certainty of its signs."""

    text: str
    certainty: float
    box: Box
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page: its number from 1, by how many degrees its picture has to be turned clockwise to be read, its lines."""

    number: int
    turn: int
    lines: tuple[ScanLine, ...]

    @property
    def doubts(self) -> int:
        """How many places of it are doubtful."""
        return sum(len(line.doubts) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read of one file; the file itself lies at `path` until it is sealed away."""

    form: str
    digest: str
    pages: tuple[ScanPage, ...]
    path: Path

    @property
    def doubts(self) -> int:
        """How many places of it are doubtful."""
        return sum(page.doubts for page in self.pages)


def lines_to_plain(lines: Sequence[ScanLine]) -> list[dict[str, Any]]:
    """Give lines as plain values, to be kept or sent between processes."""
    return [asdict(line) for line in lines]


def lines_from_plain(values: Sequence[Mapping[str, Any]]) -> tuple[ScanLine, ...]:
    """Give the lines that `lines_to_plain` took apart."""
    return tuple(
        ScanLine(
            one["text"],
            one["certainty"],
            Box(**one["box"]),
            tuple(
                Doubt(
                    DoubtKind(doubt["kind"]),
                    doubt["start"],
                    doubt["end"],
                    doubt["certainty"],
                    Box(**doubt["box"]),
                )
                for doubt in one["doubts"]
            ),
        )
        for one in values
    )


def page_to_plain(page: ScanPage) -> dict[str, Any]:
    """Give a page as plain values."""
    return {"number": page.number, "turn": page.turn, "lines": lines_to_plain(page.lines)}


def page_from_plain(values: Mapping[str, Any]) -> ScanPage:
    """Give the page that `page_to_plain` took apart."""
    return ScanPage(values["number"], values["turn"], lines_from_plain(values["lines"]))
