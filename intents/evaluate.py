"""Scores a recogniser on labelled messages, so that a change of words or data is judged by figures."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import fmean, median
from time import perf_counter
from typing import Any

from bot.understanding import FALLBACK, Recognizer, Slot, Understanding
from intents.numerals import read_figures

_SEPARATORS = re.compile(r"[\s\-_.,:;/]+")
_SURE = 0.7


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures over all cases. A case is right when the predicted wish is one of its `accept`; a fallback is wrong.

    `macro_accuracy` is the mean of the shares right per primary wish; `confusion` counts wrong pairs (labelled →
    predicted); `slots` gives per name how many labelled slots were found exactly and how many were labelled;
    `multi` the same for cases with several wishes, all of them found; `sure` the share right among predictions
    above a probability of 0.7, and their share of all.
    """

    total: int
    accuracy: float
    macro_accuracy: float
    by_intent: Mapping[str, float]
    by_tag: Mapping[str, float]
    median_ms: float
    fallback_rate: float
    confusion: Mapping[str, int] = field(default_factory=dict)
    slots: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    multi: tuple[int, int] = (0, 0)
    sure: tuple[float, float] = (0.0, 0.0)
    failed: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Give one JSON object with every figure."""
        return json.dumps(asdict(self), ensure_ascii=False)


def score(recognizer: Recognizer, cases: Iterable[Mapping[str, Any]]) -> Scores:
    """Give the scores on cases with `id, text, intent, intents, accept, slots, tags` (disclosure-rules §15)."""
    known = list(cases)
    readings: list[Understanding] = []
    spent: list[float] = []
    for case in known:
        started = perf_counter()
        readings.append(recognizer.recognize(str(case["text"])))
        spent.append((perf_counter() - started) * 1000)
    right = [reading.intent in _accepted(case) for case, reading in zip(known, readings, strict=True)]
    by_intent = _shares((str(case["intent"]), ok) for case, ok in zip(known, right, strict=True))
    by_tag = _shares(
        (str(tag), ok) for case, ok in zip(known, right, strict=True) for tag in case.get("tags", ())
    )
    confident = [ok for reading, ok in zip(readings, right, strict=True) if reading.confidence >= _SURE]
    return Scores(
        total=len(known),
        accuracy=_mean(right),
        macro_accuracy=_mean(by_intent.values()),
        by_intent=by_intent,
        by_tag=by_tag,
        median_ms=median(spent) if spent else 0.0,
        fallback_rate=_mean(reading.intent == FALLBACK for reading in readings),
        confusion=_confusion(known, readings, right),
        slots=_slot_counts(known, readings),
        multi=_multi(known, readings),
        sure=(_mean(confident), len(confident) / len(known) if known else 0.0),
        failed=tuple(
            str(case.get("id", case["text"])) for case, ok in zip(known, right, strict=True) if not ok
        ),
    )


def _accepted(case: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(case.get("accept") or [case["intent"]])


def _mean(values: Iterable[float]) -> float:
    known = [float(value) for value in values]
    return round(fmean(known), 4) if known else 0.0


def _shares(results: Iterable[tuple[str, bool]]) -> dict[str, float]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for name, ok in results:
        groups[name].append(ok)
    return {name: _mean(groups[name]) for name in sorted(groups)}


def _confusion(
    cases: list[Mapping[str, Any]], readings: list[Understanding], right: list[bool]
) -> dict[str, int]:
    wrong = Counter(
        f"{case['intent']} → {reading.intent}"
        for case, reading, ok in zip(cases, readings, right, strict=True)
        if not ok
    )
    return dict(wrong.most_common())


def canonical(surface: str) -> str:
    """Give a surface upper-cased, without separators and with spoken figures as digits, for comparison."""
    return _SEPARATORS.sub("", read_figures(surface.upper()))


def _slot_counts(cases: list[Mapping[str, Any]], readings: list[Understanding]) -> dict[str, tuple[int, int]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for case, reading in zip(cases, readings, strict=True):
        for name, surface in (case.get("slots") or {}).items():
            counts[name][0] += _found(reading.slots, str(name), str(surface))
            counts[name][1] += 1
    return {name: (found, labelled) for name, (found, labelled) in sorted(counts.items())}


def _found(slots: tuple[Slot, ...], name: str, surface: str) -> bool:
    return any(slot.name == name and canonical(slot.surface) == canonical(surface) for slot in slots)


def _multi(cases: list[Mapping[str, Any]], readings: list[Understanding]) -> tuple[int, int]:
    several = [(c, r) for c, r in zip(cases, readings, strict=True) if len(c.get("intents") or ()) > 1]
    return sum(set(c["intents"]) <= set(r.intents) for c, r in several), len(several)
