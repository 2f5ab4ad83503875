"""What a county has laid down for its openness: key areas (重点领域), columns (栏目), channels, and the boards of its villages.

From the file `openness.yml` beside the county file (`openness_file.py`). Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from knowledge.documents.document import Document, Kind

LEAST_WORD_LETTERS = 2
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyArea:
    """One key area: its number and name, the group it is offered in, what else it is called.

    `special` is an area of this county alone (“+1”); `front` stands on the front page (阳光公开栏).
    """

    number: int
    name: str
    group: str
    words: tuple[str, ...] = ()
    special: bool = False
    front: bool = True

    def covers(self, theme: str) -> bool:
        """Whether a document of a theme belongs to this area."""
        return theme == self.name or theme in self.words


class RubricPlace(StrEnum):
    """Where what belongs in a column stands, if not among the documents; the value is how it is written in a plan."""

    PROJECTS = "民生实事"
    OPINIONS = "征求意见"
    QUESTIONNAIRES = "问卷"
    ACTIVITIES = "活动"
    ZONES = "公开专区"
    EVENTS = "一件事"
    TOWNS = "乡镇级目录"


@dataclass(frozen=True, slots=True)
class Rubric:
    """One column of the second level, and what stands in it: documents that name it, or all of a kind or of some themes.

    `place` is where the rest of it stands, or all of it: the column leads there.
    """

    name: str
    parent: str
    kind: Kind | None = None
    themes: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    place: RubricPlace | None = None

    def holds(self, document: Document) -> bool:
        """Whether a document stands in this column; what it names itself counts before any rule."""
        if document.rubric:
            return document.rubric in {self.name, f"{self.parent}/{self.name}"}
        ruled = self.kind is not None or bool(self.themes) or bool(self.genres)
        return (
            ruled
            and (self.kind is None or document.kind is self.kind)
            and (not self.themes or document.theme in self.themes)
            and (not self.genres or document.genre in self.genres)
        )


@dataclass(frozen=True, slots=True)
class PublicChannel:
    """One channel by which the county publishes: its name, what kind it is, where it is, and who runs it."""

    name: str
    kind: str
    where: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class BoardPart:
    """One part that a board has to have, and what else people call it."""

    name: str
    words: tuple[str, ...] = ()

    def named_in(self, said: str) -> str:
        """Give the longest of its names that stands in words; empty text for none."""
        return max((word for word in (self.name, *self.words) if word in said), key=len, default="")


@dataclass(frozen=True, slots=True)
class VillageBoard:
    """One kind of board in villages and communities (七公开一曝光), and the parts that it has to have."""

    name: str
    parts: tuple[BoardPart, ...]
    words: tuple[str, ...] = ()
    communities_only: bool = False


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community with boards, and the township it belongs to."""

    name: str
    township: str

    @property
    def is_community(self) -> bool:
        """Whether it is a community (社区)."""
        return self.name.endswith("社区")


@dataclass(frozen=True, slots=True)
class OpennessPlan:
    """All of it, in the order of the file; `sample` marks an invented county."""

    areas: tuple[KeyArea, ...] = ()
    rubrics: tuple[Rubric, ...] = ()
    channels: tuple[PublicChannel, ...] = ()
    boards: tuple[VillageBoard, ...] = ()
    villages: tuple[Village, ...] = ()
    sample: bool = False
    _by_name: dict[str, KeyArea] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Lay out the areas by everything they are called."""
        self._by_name.update({word: area for area in self.areas for word in (*area.words, area.name)})

    @property
    def groups(self) -> Sequence[str]:
        """The groups of the areas on the front page, in order."""
        return tuple(dict.fromkeys(area.group for area in self.areas if area.front))

    @property
    def parents(self) -> Sequence[str]:
        """The columns of the first level, in order."""
        return tuple(dict.fromkeys(rubric.parent for rubric in self.rubrics))

    @property
    def series(self) -> Sequence[str]:
        """The names of the series that have a column."""
        return tuple(name for rubric in self.rubrics if rubric.kind is Kind.SERIES for name in rubric.genres)

    def in_group(self, group: str) -> tuple[KeyArea, ...]:
        """Give the areas of a group that stand on the front page."""
        return tuple(area for area in self.areas if area.front and area.group == group)

    def area_of(self, theme: str) -> KeyArea | None:
        """Give the area a theme belongs to."""
        return self._by_name.get(theme)

    def area_named(self, said: str) -> KeyArea | None:
        """Give the area that words name; the longest name counts, none is found in less than two letters."""
        return longest_named(self._by_name, said)

    def rubric_of(self, document: Document) -> Rubric | None:
        """Give the column a document stands in: the first of the file that holds it."""
        return next((rubric for rubric in self.rubrics if rubric.holds(document)), None)

    def village_named(self, said: str) -> Village | None:
        """Give the village that words name, with or without its township."""
        return longest_named({village.name: village for village in self.villages}, said)

    def board_named(self, said: str) -> VillageBoard | None:
        """Give the kind of board that words name."""
        return longest_named(
            {word: board for board in self.boards for word in (board.name, *board.words)}, said
        )


def longest_named(by_name: Mapping[str, T], said: str) -> T | None:
    """Give what the longest name that stands in words belongs to."""
    found: Iterable[str] = (name for name in by_name if len(name) >= LEAST_WORD_LETTERS and name in said)
    name = max(found, key=len, default="")
    return by_name[name] if name else None


NO_PLAN = OpennessPlan()
