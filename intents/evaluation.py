"""Scores a recogniser on labelled messages, so that a change of words or data is judged by figures."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from statistics import fmean, median
from time import perf_counter
from typing import Any

from bot.understanding import FALLBACK, Recognizer, Slot, Understanding
from intents.text.numerals import read_figures

_SEPARATORS = re.compile(r"[\s\-_.,:;/]+")
SURE_SHARE = 0.7
FINER_WISHES = {"withdraw_request": "cancel", "confirm_request": "affirm"}
"""Wishes that labelled sets know only by the name of a wider one."""
BAND_BORDERS = (0.0, 0.3, 0.5, 0.7, 0.9, 0.97, 1.01)
"""Borders of the probabilities among which predictions are compared with what was right."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures over all cases. A case is right when the predicted wish is one of its `accept`; a fallback is wrong.

    `macro_accuracy` is the mean of the shares right per primary wish; `confusion` counts wrong pairs (labelled →
    predicted); `slots` gives per name how many labelled slots were found exactly and how many were labelled;
    `multi` the same for cases with several wishes, all of them found; `sure` the share right among predictions
    above a probability of 0.7, and their share of all; `calibration` gives for each band of probability the
    number of predictions, their mean probability and the share that was right; `calibration_error` is the mean
    difference of the two.
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
    calibration: Mapping[str, tuple[int, float, float]] = field(default_factory=dict)
    calibration_error: float = 0.0
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
    right = [
        not _accepted(case).isdisjoint({reading.intent, FINER_WISHES.get(reading.intent, "")})
        for case, reading in zip(known, readings, strict=True)
    ]
    by_intent = _shares((str(case["intent"]), ok) for case, ok in zip(known, right, strict=True))
    by_tag = _shares(
        (str(tag), ok) for case, ok in zip(known, right, strict=True) for tag in case.get("tags", ())
    )
    confident = [ok for reading, ok in zip(readings, right, strict=True) if reading.confidence >= SURE_SHARE]
    bands = _bands(readings, right)
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
        calibration=bands,
        calibration_error=_mean_gap(bands),
        failed=tuple(
            str(case.get("id", case["text"])) for case, ok in zip(known, right, strict=True) if not ok
        ),
    )


def _bands(readings: list[Understanding], right: list[bool]) -> dict[str, tuple[int, float, float]]:
    bands: dict[str, tuple[int, float, float]] = {}
    for low, high in pairwise(BAND_BORDERS):
        held = [
            (r.confidence, ok) for r, ok in zip(readings, right, strict=True) if low <= r.confidence < high
        ]
        if held:
            name = f"{low:.2f}-{min(high, 1.0):.2f}"
            bands[name] = (len(held), _mean(share for share, _ in held), _mean(ok for _, ok in held))
    return bands


def _mean_gap(bands: Mapping[str, tuple[int, float, float]]) -> float:
    total = sum(count for count, _, _ in bands.values())
    gaps = sum(count * abs(said - was) for count, said, was in bands.values())
    return round(gaps / total, 4) if total else 0.0


@dataclass(frozen=True, slots=True)
class SlotScores:
    """How exactly slots are found.

    `by_slot` gives found and labelled per name, `exact` the share over all of them except the topic, of which the
    labels are not exhaustive; `failed` names case and slot.
    """

    total: int
    exact: float
    exact_with_topic: float
    by_slot: Mapping[str, tuple[int, int]]
    median_ms: float
    failed: tuple[str, ...] = ()


def score_slots(recognizer: Recognizer, cases: Iterable[Mapping[str, Any]]) -> SlotScores:
    """Give how many labelled slots are found with exactly the labelled surface (separators and case aside)."""
    known = [case for case in cases if case.get("slots")]
    readings: list[Understanding] = []
    spent: list[float] = []
    for case in known:
        started = perf_counter()
        readings.append(recognizer.recognize(str(case["text"])))
        spent.append((perf_counter() - started) * 1000)
    counts = _slot_counts(known, readings)
    plain = [pair for name, pair in counts.items() if name != "topic"]
    failed = (
        f"{case.get('id', case['text'])}:{name}"
        for case, reading in zip(known, readings, strict=True)
        for name, surface in case["slots"].items()
        if not _found(reading.slots, str(name), str(surface))
    )
    return SlotScores(
        total=sum(labelled for _, labelled in counts.values()),
        exact=_share(plain),
        exact_with_topic=_share(counts.values()),
        by_slot=counts,
        median_ms=median(spent) if spent else 0.0,
        failed=tuple(failed),
    )


def _share(pairs: Iterable[tuple[int, int]]) -> float:
    known = list(pairs)
    labelled = sum(total for _, total in known)
    return round(sum(found for found, _ in known) / labelled, 4) if labelled else 0.0


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
