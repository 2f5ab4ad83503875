"""What an answer may be narrowed to: year, issuer, level, theme, kind, place, what is in force now or was at a time.

A narrowed question is searched among the documents that fit, so that what does not fit cannot crowd them out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from knowledge.documents.document import Kind
from knowledge.index.names import FACETS, NO_SUCCESSOR, Docnums, Mask, Name
from knowledge.index.tables import DATED, EFFECTIVE, ENDED, EXPIRES

Calendar = npt.NDArray[np.int64]
# A body's name says at which level it stands where the document does not; the first that fits counts.
_LEVELS = (
    ("国家级", re.compile("国务院|国家|全国|中华人民共和国|中共中央|^[^省市县区]+部$")),
    ("乡级", re.compile("[镇乡]人民政府|[镇乡](?:政府)?$|街道")),
    ("县级", re.compile("县|(?<!地|社|园|景)区")),
    ("市级", re.compile("市(?!场|政|民|容)")),
    ("省级", re.compile("省|自治区")),
)
_COLUMNS = {"issuer": ("issuer", "unit"), "theme": ("theme",), "place": ("place",)}
SCOPES_REMEMBERED = 32
_NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days in the past, both included, whose rules are asked for."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is narrowed to; empty values narrow nothing.

    `issuer`, `theme` and `place` are names as the documents have them (`Facets.named`), `level` one of 国家级 to 乡级;
    `in_force` leaves out what has ended or not begun, `past` what did not count in that period.
    """

    year: int = 0
    issuer: str = ""
    level: str = ""
    theme: str = ""
    kind: Kind | None = None
    place: str = ""
    in_force: bool = False
    past: Period | None = None

    def __bool__(self) -> bool:
        """Whether it narrows anything."""
        return self != _EVERYTHING


_EVERYTHING = Scope()


class Facets:
    """The facets of all documents of a generation, by docnum."""

    def __init__(self, names: Sequence[Name], calendar: Calendar, successors: Docnums) -> None:
        self._names = names
        self._calendar = calendar
        self._ends = _ends(calendar, successors)
        self._masks: dict[tuple[Scope, date], Mask] = {}

    def mask(self, scope: Scope, today: date) -> Mask:
        """Tell for each docnum whether its document fits: array (documents,)."""
        found = self._masks.get((scope, today))
        if found is None:
            if len(self._masks) >= SCOPES_REMEMBERED:
                self._masks.clear()
            found = self._masks[scope, today] = self._fitting(scope, today)
        return found

    def named(self, facet: str, spoken: str) -> str:
        """Give the name that documents have for what somebody called 县医保局 or 养老; empty when none comes near.

        A name fits when it has the spoken letters in their order; the shortest one does best.
        """
        columns = [FACETS.index(name) for name in _COLUMNS[facet]]
        counted = Counter(name.facets[column] for name in self._names for column in columns)
        fitting = [value for value in counted if value and _abbreviates(spoken, value)]
        return min(fitting, key=lambda value: (value != spoken, len(value), -counted[value]), default="")

    def _fitting(self, scope: Scope, today: date) -> Mask:
        fits = np.ones(len(self._names), dtype=bool)
        day = today.toordinal()
        if scope.year:
            dated = self._calendar[:, DATED]
            fits &= (dated >= date(scope.year, 1, 1).toordinal()) & (
                dated <= date(scope.year, 12, 31).toordinal()
            )
        if scope.in_force:
            fits &= (self._calendar[:, ENDED] == 0) & (self._calendar[:, EXPIRES] >= day)
            fits &= self._calendar[:, EFFECTIVE] <= day
        if scope.past is not None:
            begun = np.maximum(self._calendar[:, EFFECTIVE], 1)
            # Nobody says since when a document counts: then since the day it bears.
            begun = np.where(begun > 1, begun, self._calendar[:, DATED])
            fits &= (begun <= scope.past.last.toordinal()) & (self._ends >= scope.past.first.toordinal())
        fits &= self._worded(scope)
        return fits

    def _worded(self, scope: Scope) -> Mask:
        if not (scope.kind or scope.issuer or scope.theme or scope.place or scope.level):
            return np.ones(len(self._names), dtype=bool)
        return np.fromiter((_fits(name, scope) for name in self._names), dtype=bool, count=len(self._names))


def _fits(name: Name, scope: Scope) -> bool:
    values = dict(zip(FACETS, name.facets, strict=True))
    return (
        (not scope.kind or name.kind is scope.kind)
        and (not scope.issuer or scope.issuer in (values["issuer"], values["unit"]))
        and (not scope.theme or values["theme"] == scope.theme)
        and (not scope.place or scope.place == values["place"] or scope.place in name.title)
        and (not scope.level or level_of(values["level"], values["issuer"]) == scope.level)
    )


def level_of(said: str, issuer: str) -> str:
    """Give the level of a document: as it says, else as its issuer's name does; empty when neither tells."""
    if said:
        return next((level for level, _ in _LEVELS if level[0] == said[0]), "")
    return next((level for level, pattern in _LEVELS if pattern.search(issuer)), "")


def _abbreviates(spoken: str, name: str) -> bool:
    """Whether a name has all letters of a shorter one in their order."""
    letters = iter(name)
    return bool(spoken) and all(letter in letters for letter in spoken)


def _ends(calendar: Calendar, successors: Docnums) -> Calendar:
    """Give the last day each document counted, as far as anybody says; `date.max` for those that still do: array (documents,).

    One that was abolished on an unknown day counted until its successor began; without one, nobody knows.
    """
    begun = np.where(calendar[:, EFFECTIVE] > 1, calendar[:, EFFECTIVE], calendar[:, DATED])
    followed = successors != NO_SUCCESSOR
    handed_over = np.zeros(len(calendar), dtype=np.int64)
    handed_over[followed] = begun[successors[followed]] - 1
    declared = (calendar[:, ENDED] == 1) & (calendar[:, EXPIRES] >= _NEVER)
    ends: Calendar = np.where(declared, handed_over, calendar[:, EXPIRES])
    return ends
