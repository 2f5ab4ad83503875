"""How well complaints are put into classes: measured on texts that the model has not learnt from."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from handlers.complaints.classification import training, written_letters
from handlers.complaints.classification.class_model import ClassModel, ClassProposal
from handlers.complaints.classification.labelled_matter import LabelledMatter

TOP = 3
FOLDS = 5


@dataclass(frozen=True, slots=True)
class MeasuredMatter:
    """A complaint with what was proposed, among the classes of the file and among all; and what it took."""

    label: str
    proposal: ClassProposal
    unlimited: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One class: how many there were, and how many proposals of it and for it were right."""

    cases: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class ClassMeasure:
    """What came out; `threshold` is that of the models, `threshold_seen` the one these texts would have asked for."""

    cases: int
    accuracy: float
    macro_f1: float
    top3: float
    accuracy_all_classes: float
    threshold_seen: float
    share_above: float
    right_above: float
    share_sure: float
    right_sure: float
    calibration_error: float
    milliseconds: float
    by_class: dict[str, ClassFigures]
    confusion: dict[str, int]


def measured_ones(cases: Sequence[LabelledMatter]) -> list[LabelledMatter]:
    """Give those that are measured: the raw texts, or all when there is none."""
    return [one for one in cases if one.is_raw] or list(cases)


def shipped(cases: Sequence[LabelledMatter], model: ClassModel) -> ClassMeasure:
    """Measure a model on all raw texts."""
    labels = _labels(cases)
    return _summed([_measured(model, one, labels) for one in measured_ones(cases)])


def trained(cases: Sequence[LabelledMatter], history: Sequence[LabelledMatter]) -> ClassMeasure:
    """Measure what is learnt from other texts; those of the history that are also measured are not learnt."""
    labels, measured = _labels(cases), measured_ones(cases)
    model = training.learnt(training.seen(_others(history, measured)), training.written())
    return _summed([_measured(model, one, labels) for one in measured])


def folded(
    cases: Sequence[LabelledMatter], *, folds: int = FOLDS, progress: Callable[[int, int], None] | None = None
) -> ClassMeasure:
    """Measure each part of the raw texts with what is learnt from all the others."""
    labels, measured = _labels(cases), measured_ones(cases)
    order = np.random.default_rng(written_letters.SEED).permutation(len(measured))
    seen, company = dict(zip(cases, training.seen(cases), strict=True)), training.written()
    found: list[MeasuredMatter] = []
    for fold in range(folds):
        part = [measured[i] for i in order[fold::folds]]
        model = training.learnt([seen[one] for one in _others(cases, part)], company)
        found += [_measured(model, one, labels) for one in part]
        if progress:
            progress(fold + 1, folds)
    return _summed(found)


def _others(history: Sequence[LabelledMatter], measured: Sequence[LabelledMatter]) -> list[LabelledMatter]:
    texts = {(one.title, one.body) for one in measured}
    return [one for one in history if (one.title, one.body) not in texts]


def _labels(cases: Sequence[LabelledMatter]) -> tuple[str, ...]:
    return tuple(sorted({one.label for one in cases}))


def _measured(model: ClassModel, one: LabelledMatter, labels: Sequence[str]) -> MeasuredMatter:
    began = time.process_time()
    proposal = model.propose(one.title, one.body, among=labels)
    seconds = time.process_time() - began
    return MeasuredMatter(one.label, proposal, model.propose(one.title, one.body).label, seconds)


def _summed(found: Sequence[MeasuredMatter]) -> ClassMeasure:
    right = np.array([one.proposal.label == one.label for one in found])
    shares = np.array([one.proposal.ranked[0][1] for one in found])
    sure = np.array([one.proposal.is_sure for one in found])
    threshold = training.sure_from(shares, right)
    by_class = dict(_by_class(found))
    missed = Counter(
        f"{one.label} → {one.proposal.label}" for one in found if one.proposal.label != one.label
    )
    tops = [one.label in [label for label, _ in one.proposal.ranked[:TOP]] for one in found]
    return ClassMeasure(
        cases=len(found),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([figures.f1 for figures in by_class.values()])),
        top3=float(np.mean(tops)),
        accuracy_all_classes=float(np.mean([one.unlimited == one.label for one in found])),
        threshold_seen=threshold,
        share_above=float((shares >= threshold).mean()),
        right_above=_share(right, shares >= threshold),
        share_sure=float(sure.mean()),
        right_sure=_share(right, sure),
        calibration_error=_calibration_error(shares, right),
        milliseconds=1000 * float(np.mean([one.seconds for one in found])),
        by_class=by_class,
        confusion=dict(missed.most_common()),
    )


def _share(right: np.ndarray, chosen: np.ndarray) -> float:
    return float(right[chosen].mean()) if chosen.any() else 0.0


def _by_class(found: Sequence[MeasuredMatter]) -> Iterator[tuple[str, ClassFigures]]:
    of = Counter(one.label for one in found)
    proposed = Counter(one.proposal.label for one in found)
    right = Counter(one.label for one in found if one.proposal.label == one.label)
    for label in sorted(of):
        precision, recall = right[label] / max(proposed[label], 1), right[label] / of[label]
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        yield label, ClassFigures(of[label], precision, recall, f1)


def _calibration_error(shares: np.ndarray, right: np.ndarray) -> float:
    """Give how far the probabilities are from what came true, over ten bands, each counted by its texts."""
    bands = np.minimum((shares * 10).astype(int), 9)
    gaps = [
        abs(shares[bands == b].mean() - right[bands == b].mean()) * (bands == b).sum()
        for b in set(bands.tolist())
    ]
    return float(sum(gaps) / len(shares))
