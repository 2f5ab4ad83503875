"""How good the judgement is unseen, and the bars that keep what is shown within the bounds of the measure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.judgement.fitting import Prediction
from benchmarks.judgement.questions import Fate
from knowledge.answers.outcome import BESIDE_LETTERS
from knowledge.evaluation.helpfulness import QUOTED_LETTERS, holds
from knowledge.evaluation.intervals import separation
from knowledge.judgement.cuts import SHOWN_LETTERS, Border

# The bounds of the measure, a little inside: noise, near-misses and misled by set.
# By part: how many near-misses may be surely answered, and how many questions surely and wrong; the documents that are
# laid out in sections, whose sections are chosen among, have a bar of their own.
SURE_BOUNDS = {"natural": (0.06, 0.055), "county": (0.05, 0.03)}
STRUCTURED_BOUNDS = {"county": (0.05, 0.045), "sample": (0.115, 0.07)}
# What the measure asks of each set that must get no stray passage: near-misses of a part, and strangers, in these numbers.
# The bounds are shares of all of them; those of one set add up to its bound.
NOISE_BOUNDS = (({"natural": 110, "strangers": 200}, 0.23), ({"county": 40}, 0.1))
# A near-miss beside the sample county's documents is stray with any passage: a figure next to it misleads.
STRUCTURED_NOISE_BOUNDS = (({"county": 40}, 0.1), ({"sample": 48}, 0.36))
# Of two passages shown the second is at least this share as likely as the first, and none stands beside one likelier than that.
ALONE_SHARE, BESIDE_SHARE, ELSEWHERE_SHARE = 0.7, 0.3, 0.6
# Whom to ask is named a little before anything is shown, and documents are offered to choose long before.
NEAR_SHARE, OFFERED_SHARE = 0.8, 0.25
STEPS = 200


@dataclass(frozen=True, slots=True)
class ShownWords:
    """What would be shown with a reservation: the texts together, and whether they hold an answer or stray from it."""

    helps: bool
    strays: bool


def shown(prediction: Prediction) -> ShownWords:
    """Give what would be shown: the best stretch, or two short ones that are about equally good."""
    candidates, lesson = prediction.example.candidates, prediction.example.lesson
    first = prediction.order[0]
    chosen, texts = [first], [candidates[first].text]
    if prediction.shares[first] < ALONE_SHARE:
        for at in prediction.order[1:]:
            own = candidates[at].document == candidates[first].document
            least = prediction.shares[first] * (BESIDE_SHARE if own else ELSEWHERE_SHARE)
            beside, place = candidates[at].cut(BESIDE_LETTERS)
            short, other = candidates[first].cut(SHOWN_LETTERS - len(beside))
            if prediction.shares[at] >= least and not (own and _meet(place, other)):
                chosen, texts = [first, at], [short, beside]
                break
    helps = lesson.fate is Fate.ANSWERED and (
        candidates[first].right
        if lesson.part == "sample"
        else holds("\n".join(texts)[:QUOTED_LETTERS], lesson.answers)
    )
    strays = lesson.fate is Fate.STRANGER or not all(candidates[at].near for at in chosen)
    return ShownWords(helps, strays)


def degrees(predictions: Sequence[Prediction]) -> dict[str, float]:
    """Give the bars at which unseen questions stay within the bounds, as many of them helped as can be."""
    bars = np.linspace(0, 1, STEPS + 1).tolist()
    likely, likely_structured = (
        max(
            _least(bars, partial(_is_quiet, predictions, counts, most, structured=kind))
            for counts, most in measured
        )
        for kind, measured in ((False, NOISE_BOUNDS), (True, STRUCTURED_NOISE_BOUNDS))
    )
    sure, structured = (
        max(
            _least(bars, partial(_is_safe, predictions, part, bounds, structured=kind))
            for part, bounds in parts.items()
        )
        for kind, parts in ((False, SURE_BOUNDS), (True, STRUCTURED_BOUNDS))
    )
    return {
        "sure": round(sure, 3),
        "sure_structured": round(structured, 3),
        "likely": round(likely, 3),
        "likely_structured": round(likely_structured, 3),
        "near": round(NEAR_SHARE * likely, 3),
        "offered": round(OFFERED_SHARE * likely, 3),
        "alone": ALONE_SHARE,
        "beside": BESIDE_SHARE,
        "beside_elsewhere": ELSEWHERE_SHARE,
    }


def figures(predictions: Sequence[Prediction], bars: dict[str, float]) -> dict[str, dict[str, float]]:
    """Give by part, and by style within the natural ones, how good the choice is, how sure, and what would be shown."""
    groups: dict[str, list[Prediction]] = {}
    for one in predictions:
        lesson = one.example.lesson
        groups.setdefault(lesson.part, []).append(one)
        if lesson.part in SURE_BOUNDS and lesson.style:
            groups.setdefault(f"{lesson.part}:{lesson.style}", []).append(one)
    return {name: _figures(rows, bars) for name, rows in sorted(groups.items())}


def _figures(rows: Sequence[Prediction], bars: dict[str, float]) -> dict[str, float]:
    answered = [one for one in rows if one.example.lesson.fate is Fate.ANSWERED]
    others = [one for one in rows if one.example.lesson.fate is not Fate.ANSWERED]
    right = [one.chance for one in rows if one.right]
    wrong = [one.chance for one in rows if not one.right]
    auroc = separation(right, wrong).value
    known = {
        "questions": float(len(rows)),
        "best": _mean(one.right for one in answered),
        "best_three": _mean(
            any(one.example.candidates[at].right for at in one.order[:3]) for one in answered
        ),
        "auroc": round(auroc, 3) if auroc is not None else None,
        "helped": _mean(is_shown(one, bars) and shown(one).helps for one in answered),
        "sure": _mean(_is_sure(one, bars) for one in answered),
        "misled": _mean(_is_sure(one, bars) and not one.right for one in answered),
        "near_sure": _mean(_is_sure(one, bars) for one in others),
        "noise": _mean(is_shown(one, bars) and shown(one).strays for one in others),
    }
    return {name: value for name, value in known.items() if value is not None}


def _is_quiet(
    predictions: Sequence[Prediction],
    counts: Mapping[str, int],
    most: float,
    bar: float,
    *,
    structured: bool,
) -> bool:
    """Whether few enough of the questions of some parts, each counted as often as it is measured, get a stray passage."""
    fates = {Fate.NEAR_MISS, Fate.STRANGER}
    shares = {
        part: _mean(
            one.structured is structured and one.belonging >= bar and shown(one).strays
            for one in _of(predictions, {part}, fates)
        )
        or 0.0
        for part in counts
    }
    whole = sum(shares[part] * count for part, count in counts.items())
    return whole <= most * sum(counts.values())


def is_shown(one: Prediction, bars: Mapping[str, float]) -> bool:
    """Whether anything would be shown."""
    return one.belonging >= bars["likely_structured" if one.structured else "likely"]


def _is_safe(
    predictions: Sequence[Prediction],
    part: str,
    bounds: tuple[float, float],
    bar: float,
    *,
    structured: bool,
) -> bool:
    """Whether few enough are sure of what is wrong."""
    most_near, most_misled = bounds

    def is_sure(one: Prediction) -> bool:
        return one.structured is structured and one.chance >= bar

    near = _mean(is_sure(one) for one in _of(predictions, {part}, {Fate.NEAR_MISS})) or 0.0
    asked = _of(predictions, {part}, {Fate.ANSWERED})
    misled = _mean(is_sure(one) and not one.right for one in asked) or 0.0
    return near <= most_near and misled <= most_misled


def _is_sure(one: Prediction, bars: Mapping[str, float]) -> bool:
    return one.chance >= bars["sure_structured" if one.structured else "sure"]


def _least(bars: Sequence[float], holds_at: Callable[[float], bool]) -> float:
    return next((bar for bar in bars if holds_at(bar)), 1.0)


def _of(predictions: Iterable[Prediction], parts: set[str], fates: set[Fate]) -> list[Prediction]:
    return [
        one for one in predictions if one.example.lesson.part in parts and one.example.lesson.fate in fates
    ]


def _mean(values: Iterable[float]) -> float | None:
    found = [float(value) for value in values]
    return round(sum(found) / len(found), 3) if found else None


def _meet(one: Border, other: Border) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])
