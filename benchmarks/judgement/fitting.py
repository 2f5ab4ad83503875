"""Fits the three models of the judgement, and predicts every question by models that did not see its documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.judgement.examples import FOLDS, JudgementExample
from benchmarks.judgement.questions import Fate
from knowledge.calibration.linear_models import Linear, listwise, logistic
from knowledge.judgement import sureness
from knowledge.judgement.judge import (
    BELONGING,
    CHOICE,
    CHOICE_NAMES,
    FOREIGN_LOSS,
    FOREIGN_SHARE,
    SURENESS,
    chosen_gains,
    foreign_of,
    of_both,
    stray_shares,
)
from knowledge.search.evidence import Floats

# How much one question of a part counts, by what it teaches: natural wordings over real documents most.
CHOICE_COUNTS = {
    "natural": 3, "county": 3, "natural_second": 2, "county_second": 2, "older": 0.5, "sample": 8, "own": 0.7,
    "own_second": 0.5,
}  # fmt: skip
SURENESS_COUNTS = {
    "natural": 3, "county": 3, "natural_second": 2, "county_second": 2, "older": 0.3, "sample": 4, "own": 0.5,
    "own_second": 0.5, "strangers": 1, "natural_without": 1, "county_without": 1, "older_without": 0.2,
    "own_without": 0.3,
}  # fmt: skip
BELONGING_COUNTS = {
    "natural": 3, "county": 3, "natural_second": 2, "county_second": 2, "older": 1, "sample": 2, "own": 0.5,
    "own_second": 0.5, "strangers": 3, "natural_without": 1.5, "county_without": 1.5, "older_without": 0.5,
    "own_without": 0.5,
}  # fmt: skip
CHOICE_PENALTY, SURENESS_PENALTY, BELONGING_PENALTY = 0.003, 0.01, 0.01


@dataclass(frozen=True, slots=True)
class Models:
    """The three fitted models."""

    choice: Linear
    sureness: Linear
    belonging: Linear

    def plain(self) -> dict[str, Any]:
        """Give the weights by part and name, as the file has them."""
        return {
            CHOICE: _named(CHOICE_NAMES, self.choice, bias=False),
            SURENESS: _named(sureness.NAMES, self.sureness),
            BELONGING: _named(sureness.NAMES, self.belonging),
        }


@dataclass(frozen=True, slots=True)
class Prediction:
    """What unseen models think of an example: its stretches in their order with their shares, and of the first how sure, and whether it belongs."""

    example: JudgementExample
    order: list[int]
    shares: Floats
    chance: float
    belonging: float

    @property
    def right(self) -> bool:
        """Whether the first stretch holds the answer."""
        return self.example.candidates[self.order[0]].right

    @property
    def structured(self) -> bool:
        """Whether the first stretch is of a document whose sections were chosen among."""
        windows = self.example.windows
        return windows[self.order[0]].docnum in {window.docnum for window in windows if window.section}


def fit(examples: Sequence[JudgementExample]) -> tuple[Models, list[Prediction]]:
    """Give the models fitted on all examples, and the predictions by models fitted on the other folds.

    Sureness is fitted on choices that did not see the question either, so that it is as sure as it may be.
    """
    inside = {fold: fit_choice([one for one in examples if one.fold != fold]) for fold in range(FOLDS)}
    scores = [
        of_both(one.measured) @ inside[one.fold].weights + one.gains + chosen_gains(one.windows)
        for one in examples
    ]
    # As the rules have them: what is foreign stands back once the sums are made.
    foreign = [foreign_of(one.measured) for one in examples]
    orders = [
        (FOREIGN_LOSS * out - row).argsort(kind="stable") for row, out in zip(scores, foreign, strict=True)
    ]
    firsts = [int(order[0]) for order in orders]
    weighed = np.array(
        [_weighed(one, row)[first] for one, row, first in zip(examples, scores, firsts, strict=True)]
    )
    chosen = [one.candidates[first] for one, first in zip(examples, firsts, strict=True)]
    right = np.array([one.right for one in chosen])
    # A wrong stretch of an answerable question, and one of a near-miss's own document, harm nobody as the nearest words.
    stray = np.array(
        [
            one.lesson.fate is Fate.STRANGER or (one.lesson.fate is Fate.NEAR_MISS and not candidate.near)
            for one, candidate in zip(examples, chosen, strict=True)
        ]
    )

    def sure_by(kept: Sequence[int]) -> tuple[Linear, Linear]:
        return (
            _pointwise(examples, weighed, right, kept, counts=SURENESS_COUNTS, penalty=SURENESS_PENALTY),
            _pointwise(
                examples,
                weighed,
                right,
                [at for at in kept if right[at] or stray[at]],
                counts=BELONGING_COUNTS,
                penalty=BELONGING_PENALTY,
            ),
        )

    apart = {
        fold: sure_by([at for at, one in enumerate(examples) if one.fold != fold]) for fold in range(FOLDS)
    }
    predictions = []
    for at, one in enumerate(examples):
        chance, belonging = (_likely(model, weighed[at]) for model in apart[one.fold])
        if foreign[at][firsts[at]]:
            chance, belonging = FOREIGN_SHARE * chance, stray_shares(one.windows)[firsts[at]] * belonging
        ruled = scores[at] - FOREIGN_LOSS * foreign[at]
        predictions.append(Prediction(one, orders[at].tolist(), sureness.shares_of(ruled), chance, belonging))
    return Models(fit_choice(examples), *sure_by(range(len(examples)))), predictions


def fit_choice(examples: Sequence[JudgementExample]) -> Linear:
    """Fit weights that put the right stretches of each question first; what law and calendar change stays as it is."""
    taught = [
        one
        for one in examples
        if CHOICE_COUNTS.get(one.lesson.part, 0) and any(candidate.right for candidate in one.candidates)
    ]
    return listwise(
        np.concatenate([of_both(one.measured) for one in taught]),
        np.array([float(candidate.right) for one in taught for candidate in one.candidates]),
        np.repeat(np.arange(len(taught)), [len(one.candidates) for one in taught]),
        penalty=CHOICE_PENALTY,
        weight=np.array([CHOICE_COUNTS[one.lesson.part] for one in taught]),
    )


def _pointwise(
    examples: Sequence[JudgementExample],
    weighed: Floats,
    right: Floats,
    kept: Sequence[int],
    *,
    counts: Mapping[str, float],
    penalty: float,
) -> Linear:
    places = [at for at in kept if counts.get(examples[at].lesson.part, 0)]
    weight = np.array([counts[examples[at].lesson.part] for at in places])
    return logistic(weighed[places], right[places].astype(np.float64), weight, penalty=penalty)


def _weighed(example: JudgementExample, scores: Floats) -> Floats:
    return sureness.of_choice(
        example.windows,
        example.found,
        measured=example.measured,
        scores=scores,
        threaded=example.lesson.about is not None,
    )


def _likely(model: Linear, row: Floats) -> float:
    return float(1 / (1 + np.exp(-model.score(row[None])[0])))


def _named(names: Sequence[str], model: Linear, *, bias: bool = True) -> dict[str, float]:
    named = {
        name: round(float(weight), 4) for name, weight in zip(names, model.weights, strict=True) if weight
    }
    return {**named, "bias": round(model.bias, 4)} if bias else named
