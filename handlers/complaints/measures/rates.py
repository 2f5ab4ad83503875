"""The three rates as formulas over counts. Pure; each is written again in words in docs/complaint-measures.md."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the complaints of some unit, kind, place or month.

    `registered` are all. `excluded` are in no other count. `ended` are told a result, `late` those of them after their
    day, `overdue` those that go on after theirs.
    """

    registered: int = 0
    excluded: int = 0
    running: int = 0
    overdue: int = 0
    ended: int = 0
    late: int = 0
    solved: int = 0
    unsolved: int = 0
    answered: int = 0
    redirected: int = 0
    rated: int = 0
    satisfied: int = 0
    repeated: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Give both together."""
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def response(self) -> float | None:
        """响应率: told in time, by all that were told or should have been; None where there are none."""
        return _share(self.ended - self.late, self.ended + self.overdue)

    @property
    def solution(self) -> float | None:
        """解决率: solved, by solved and not solved; None where there are none."""
        return _share(self.solved, self.solved + self.unsolved)

    @property
    def satisfaction(self) -> float | None:
        """满意率: rated without any low score, by all that were rated; None where nobody rated."""
        return _share(self.satisfied, self.rated)


COUNTS = tuple(one.name for one in fields(Tally))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
