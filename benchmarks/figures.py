"""The figures of a run: each with its rounds, its spread and its aim, kept as JSON and held against those of another run."""

import json
import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

# What moves less than this, however quiet the machine, is nobody's doing.
LEAST_CHANGE = 0.03
# And what moves less than so many times the noise of both runs.
NOISE_TIMES = 2.0
# From the median of the distances to a normal deviation.
DEVIATION = 1.4826


class FiguresError(Exception):
    """A file that holds no figures; it says which and why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured in each round; `aim` is the bar it has to keep, and `more` whether greater is better."""

    name: str
    unit: str
    rounds: tuple[float, ...]
    aim: float | None = None
    more: bool = False

    def __post_init__(self) -> None:
        """Refuse to stand for nothing."""
        if not self.rounds:
            raise ValueError(f"{self.name} has no rounds")

    @property
    def middle(self) -> float:
        """Give the median of the rounds."""
        return statistics.median(self.rounds)

    @property
    def noise(self) -> float | None:
        """Give how far rounds usually lie from the middle, as a share of it; None where one round tells nothing."""
        if len(self.rounds) < 2 or not self.middle:
            return None
        middle = self.middle
        return DEVIATION * statistics.median(abs(value - middle) for value in self.rounds) / abs(middle)

    @property
    def keeps_aim(self) -> bool | None:
        """Whether it keeps its aim; None where it has none."""
        if self.aim is None:
            return None
        return self.middle >= self.aim if self.more else self.middle <= self.aim


class Verdict(StrEnum):
    """What became of a figure from one run to another."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNSURE = "unsure"
    """One round alone says nothing of its noise."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of two runs; `noise` is that of both together, as a share."""

    before: Figure
    after: Figure

    @property
    def ratio(self) -> float:
        """Give how many times the one before it is."""
        return self.after.middle / self.before.middle if self.before.middle else float("inf")

    @property
    def noise(self) -> float | None:
        """Give the noise of both runs together."""
        one, other = self.before.noise, self.after.noise
        return None if one is None or other is None else (one**2 + other**2) ** 0.5

    @property
    def verdict(self) -> Verdict:
        """Tell whether it became better or worse by more than the noise."""
        moved = abs(self.ratio - 1)
        if moved <= LEAST_CHANGE:
            return Verdict.SAME
        if self.noise is None:
            return Verdict.UNSURE
        if moved <= NOISE_TIMES * self.noise:
            return Verdict.SAME
        return Verdict.BETTER if (self.ratio > 1) is self.after.more else Verdict.WORSE


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """The figures of one run, with the machine it had: when, how many processors, and the load at its beginning and its end."""

    figures: tuple[Figure, ...]
    at: str
    processors: int
    load: tuple[float, float]

    @classmethod
    def of(cls, figures: Iterable[Figure], *, load_before: float) -> Self:
        """Give the sheet of a run that ends now."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        loads = (round(load_before, 1), round(os.getloadavg()[0], 1))
        return cls(tuple(figures), now, os.cpu_count() or 1, loads)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a sheet; raises `FiguresError`."""
        try:
            told: dict[str, Any] = json.loads(path.read_text("utf-8"))
            figures = tuple(
                Figure(**{**row, "rounds": tuple(map(float, row["rounds"]))}) for row in told["figures"]
            )
            before, after = told["load"]
            return cls(figures, str(told["at"]), int(told["processors"]), (float(before), float(after)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise FiguresError(
                f"{path}: no figures of a run ({error}); write them with `make bench`"
            ) from error

    def write(self, path: Path) -> None:
        """Write the sheet, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")
        fresh.replace(path)

    def since(self, other: "FigureSheet") -> list[FigureChange]:
        """Give what both runs measured, in the order of this one."""
        before = {figure.name: figure for figure in other.figures}
        return [FigureChange(before[each.name], each) for each in self.figures if each.name in before]


def unlike(one: FigureSheet, other: FigureSheet) -> Sequence[str]:
    """Give the names of figures that only one of two runs has."""
    return sorted({figure.name for figure in one.figures} ^ {figure.name for figure in other.figures})
