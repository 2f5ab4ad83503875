"""Whether a change helped: two measurements of the same questions compared one by one, with the sign test."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import InputError
from knowledge.evaluation.metrics import Figures

QUESTIONS_KEY = "questions"
COMPARED_FIGURES = (
    "recall_at_1",
    "recall_at_1_lenient",
    "passage_recall_at_3",
    "answer_in_3",
    "right",
    "f1",
    "rouge_l",
    "helped",
    "within_one_tap",
    "misled",
    "near_miss_sure",
    "noise",
    "second_helped",
    "second_misled",
)
LESS_IS_BETTER = frozenset({"misled", "near_miss_sure", "noise", "second_misled"})
ALIKE_DIFFERENCE = 1e-6


@dataclass(frozen=True, slots=True)
class Comparison:
    """On how many questions a figure is better, worse or the same as before.

    `p` is how likely so lopsided a result would be if the change were a toss of a coin for each question that
    differs: the exact two-sided sign test.
    """

    better: int
    worse: int
    equal: int
    p: float


def compare(now: Mapping[str, Figures], before: Mapping[str, Figures]) -> dict[str, Comparison]:
    """Give the comparison of each figure that both measurements have, over the questions for which both have it."""
    shared = [(now[name], before[name]) for name in now if name in before]
    differences = {
        name: [new[name] - old[name] for new, old in shared if name in new and name in old]
        for name in COMPARED_FIGURES
    }
    return {
        name: _compared([-one for one in found] if name in LESS_IS_BETTER else found)
        for name, found in differences.items()
        if found
    }


def sign_test(better: int, worse: int) -> float:
    """Give the probability of a split at least as uneven when either side is equally likely."""
    total = better + worse
    tail = sum(math.comb(total, count) for count in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / (1 << total))


def load(path: Path) -> dict[str, Figures]:
    """Read the figures of each question from what `mingbai check … --json` printed.

    Raises `InputError` (`knowledge.bad_measurement`) when the file holds none.
    """
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))[QUESTIONS_KEY]
        rows = {name: {figure: float(value) for figure, value in row.items()} for name, row in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("knowledge.bad_measurement", file=path.name) from error
    return rows


def _compared(differences: list[float]) -> Comparison:
    better = sum(difference > ALIKE_DIFFERENCE for difference in differences)
    worse = sum(difference < -ALIKE_DIFFERENCE for difference in differences)
    return Comparison(better, worse, len(differences) - better - worse, round(sign_test(better, worse), 6))
