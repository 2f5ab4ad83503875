"""The openness sheet: what is counted of each unit, and the score that is made of it (docs/openness-sheet.md). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: requests replied on time, policies explained, guides complete, links alive, columns kept up; each some of a whole."""

    unit: str
    replied: int = 0
    on_time: int = 0
    policies: int = 0
    explained: int = 0
    guides: int = 0
    complete: int = 0
    links: int = 0
    alive: int = 0
    columns: int = 0
    kept_up: int = 0

    @property
    def parts(self) -> Mapping[str, tuple[int, int]]:
        """Give each part of the score as some of a whole."""
        return {
            "response": (self.on_time, self.replied),
            "pairing": (self.explained, self.policies),
            "guides": (self.complete, self.guides),
            "links": (self.alive, self.links),
            "columns": (self.kept_up, self.columns),
        }

    @property
    def score(self) -> float | None:
        """The mean of the parts of which there is a whole, out of 100; None where there is none at all."""
        shares = [some / whole for some, whole in self.parts.values() if whole]
        return 100 * sum(shares) / len(shares) if shares else None


def line_of(fields: Mapping[str, Any]) -> UnitLine:
    """Give a line as it was kept."""
    return UnitLine(**fields)


def ranked(lines: Sequence[UnitLine]) -> list[UnitLine]:
    """Give the units by their score, the best first; those without any last."""
    return sorted(lines, key=lambda one: (one.score is None, -(one.score or 0), one.unit))
