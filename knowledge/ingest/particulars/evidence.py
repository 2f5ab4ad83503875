"""Weighs what was read of one particular in several places: the best supported value, and how certain it is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import prod

from knowledge.documents.draft import Proposed
from knowledge.ingest.particulars.lines import shown

# What a rival takes away from the certainty of the value chosen, as a share of its own support.
RIVAL_SHARE = 0.3
SHOWN_RIVALS = 3


@dataclass(frozen=True, slots=True)
class Sighting:
    """One value of a particular in one place; `weight` is how often such a place is right when nothing else speaks."""

    field: str
    value: str
    evidence: str
    weight: float
    source: str = "text"
    line: int = 0


def _equal(one: str, other: str) -> bool:
    return one == other


def chosen(readings: Iterable[Sighting], *, same: Callable[[str, str], bool] = _equal) -> Proposed | None:
    """Give the best supported of the values read of one field; None when nothing was read.

    Places that say the same support each other, and what says otherwise makes it less certain and is named.
    """
    groups: list[list[Sighting]] = []
    for one in sorted(readings, key=lambda reading: -reading.weight):
        if one.value:
            group = next((group for group in groups if same(group[0].value, one.value)), None)
            if group is None:
                groups.append([one])
            else:
                group.append(one)
    if not groups:
        return None
    groups.sort(key=lambda group: -_support(group))
    best, *rivals = groups
    support = _support(best)
    against = _support(rivals[0]) if rivals else 0.0
    certainty = support * support / (support + RIVAL_SHARE * against)
    return _proposed(best[0], certainty, rivals)


def _support(group: Sequence[Sighting]) -> float:
    return 1 - prod(1 - one.weight for one in group)


def _proposed(best: Sighting, certainty: float, rivals: Sequence[Sequence[Sighting]]) -> Proposed:
    others = tuple(group[0].value for group in rivals[:SHOWN_RIVALS])
    return Proposed(
        best.field, best.value, shown(best.evidence), best.source, round(certainty, 2), best.line, others
    )
