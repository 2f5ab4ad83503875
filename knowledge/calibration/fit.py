"""Fits the small weights of ranking, answer spans and abstention from labelled questions, and says how good they are.

`mingbai knowledge calibrate` runs it. Nothing of the questions' or documents' text enters the weights: they lie on
features that are free of words.
"""

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import InputError
from knowledge.answers import span_choice, span_features, spans
from knowledge.calibration.examples import FOLDS, RankingExample, candidates, examples, reweighed, stacked
from knowledge.calibration.linear_models import Linear, listwise, logistic
from knowledge.calibration.meaning_gain import gain_of_meaning
from knowledge.evaluation import labelled, metrics
from knowledge.evaluation.metrics import Figures
from knowledge.evaluation.report import Meant, build
from knowledge.index.reader import Reader
from knowledge.search import confidence, features, ranking
from knowledge.search.ranking import Ranked
from knowledge.search.weights import Weights, shipped
from knowledge.text.question import analyse

PASSAGE_PENALTY = 1e-2
SPAN_PENALTY = 5e-3
CONFIDENCE_PENALTY = 1e-3
# How sharply a better span is wanted over a slightly worse one: so sharply that the scores tell odds.
SPAN_SHARPNESS = 40.0
# Below this share of the threshold the nearest document is only noise, and names nobody to ask.
NEAR_SHARE = 0.6
# Gives what questions mean beside a reader; what has to be kept for it may lie in the folder.


@dataclass(frozen=True, slots=True)
class Models:
    """The three fitted models."""

    passage: Linear
    span: Linear
    confidence: Linear

    def plain(self) -> dict[str, Any]:
        """Give the weights by name, as they are kept in the file."""
        return {
            "passage": _named(features.NAMES, self.passage),
            "span": _named(span_features.NAMES, self.span),
            "confidence": {
                **_named(confidence.NAMES, self.confidence),
                "bias": round(self.confidence.bias, 5),
            },
        }


def fit(found: list[RankingExample], strangers: list[Ranked], reader: Reader) -> Models:
    """Fit all three models on these questions."""
    passage = listwise(
        *stacked([(example.ranked.features, example.right) for example in found]), penalty=PASSAGE_PENALTY
    )
    sharpened = [
        (example.span_rows, np.exp(SPAN_SHARPNESS * (example.span_gains - example.span_gains.max())))
        for example in found
        if len(example.span_gains) and example.span_gains.max() > 0
    ]
    span = listwise(*stacked(sharpened), penalty=SPAN_PENALTY)

    def measured(candidates: Iterable[Ranked | None]) -> list[list[float]]:
        return [confidence.of_question(reweighed(one, passage), reader) for one in candidates if one]

    right = measured(example.ranked for example in found)
    removed = measured(example.removed for example in found)
    wrong = measured(strangers)
    rows = np.array([*right, *removed, *wrong])
    labels = np.concatenate((np.ones(len(right)), np.zeros(len(removed) + len(wrong))))
    shares = np.concatenate(
        (
            np.full(len(right), 1 / max(1, len(right))),
            np.full(len(removed), 0.5 / max(1, len(removed))),
            np.full(len(wrong), 0.5 / max(1, len(wrong))),
        )
    )
    return Models(passage, span, logistic(rows, labels, shares, penalty=CONFIDENCE_PENALTY))


@dataclass(slots=True)
class Judged:
    """How questions were served: the figures of each by its id, and how sure of answerable and other questions."""

    questions: dict[str, Figures] = field(default_factory=dict)
    right: list[tuple[float, bool]] = field(default_factory=list)
    removed: list[float] = field(default_factory=list)
    outside: list[float] = field(default_factory=list)

    def figures(self) -> Figures:
        """Give the means over all questions, and from which confidence on some shares of them are answered."""
        means = metrics.means(list(self.questions.values()))
        means |= metrics.abstention(self.right, self.outside, self.removed)
        for share in (0.6, 0.7, 0.8, 0.9):
            means[f"threshold_at_{share}"] = round(
                metrics.percentile([score for score, _ in self.right], 1 - share), 3
            )
        return means

    def add(self, other: "Judged") -> None:
        """Count the questions of another part of the set, too."""
        self.questions |= other.questions
        self.right += other.right
        self.removed += other.removed
        self.outside += other.outside


def judge(
    found: Sequence[RankingExample], strangers: Iterable[Ranked], reader: Reader, *, models: Models
) -> Judged:
    """Give how questions are served by these models."""
    judged = Judged()
    for example in found:
        ranked = reweighed(example.ranked, models.passage)
        figures = _scores_of(example, ranked, reader, span=models.span)
        judged.questions[example.question.id] = figures
        judged.right.append((_sure(ranked, reader, models), bool(figures["recall_at_1_lenient"])))
        if example.removed is not None:
            judged.removed.append(_sure(reweighed(example.removed, models.passage), reader, models))
    judged.outside += [_sure(reweighed(one, models.passage), reader, models) for one in strangers]
    return judged


def cross_validate(found: list[RankingExample], strangers: list[Ranked], reader: Reader) -> Judged:
    """Give how questions are served that the fit did not see."""
    whole = Judged()
    for fold in range(FOLDS):
        models = fit(
            [example for example in found if example.fold != fold],
            [ranked for at, ranked in enumerate(strangers) if at % FOLDS != fold],
            reader,
        )
        own = [example for example in found if example.fold == fold]
        apart = [ranked for at, ranked in enumerate(strangers) if at % FOLDS == fold]
        whole.add(judge(own, apart, reader, models=models))
    return whole


def models_of(weights: Weights) -> Models:
    """Give the models that some weights stand for."""
    of_confidence, bias = confidence.confidence_weights(weights)
    return Models(
        Linear(ranking.passage_weights(weights), 0.0),
        Linear(span_choice.span_weights(weights), 0.0),
        Linear(np.array(of_confidence), bias),
    )


def thresholds(figures: dict[str, float]) -> dict[str, float]:
    """Give the confidence from which to answer, and the one from which the nearest document tells whom to ask."""
    return {"answer": figures["threshold_at_0.9"], "near": round(NEAR_SHARE * figures["threshold_at_0.9"], 3)}


def _scores_of(example: RankingExample, ranked: Ranked, reader: Reader, *, span: Linear) -> Figures:
    row = int(ranked.order[0])
    stretch = spans.region_of(ranked, reader, row)
    start, end = spans.bounds_of(
        stretch, span_choice.safest(span.score(span_features.of_spans(ranked, row, stretch)), stretch)
    )
    documents = list(map(reader.id_of, ranked.documents()))
    return {
        **metrics.of_lists(example.question, documents, ranked.passages(), reader=reader),
        **metrics.of_answer(example.question, reader.texts.text(stretch.start + start, stretch.start + end)),
    }


def _sure(ranked: Ranked, reader: Reader, models: Models) -> float:
    score = models.confidence.score(np.array([confidence.of_question(ranked, reader)]))[0]
    return float(1 / (1 + np.exp(-score)))


def _named(names: tuple[str, ...], model: Linear) -> dict[str, float]:
    return {name: round(float(weight), 5) for name, weight in zip(names, model.weights, strict=True)}


@dataclass(frozen=True, slots=True)
class Calibration:
    """Newly fitted weights, with how questions are served by them, unseen, and by the weights in use.

    `meaning` tells what a service or model for meanings brings, nothing without one.
    """

    fitted: dict[str, Any]
    now: Judged
    before: Judged
    meaning: Figures = field(default_factory=dict)


def calibrated(
    documents: Sequence[Path],
    questions: Sequence[Path],
    unanswerable: Sequence[Path],
    *,
    in_use: Weights | None = None,
    meant: Meant | None = None,
) -> Calibration:
    """Give the weights fitted on all questions, with the cross-validated figures and the thresholds they lead to.

    `in_use` are the weights to compare with, those shipped unless others are given; `meant` gives what questions mean, where a service or a model is configured.

    Raises `InputError` (`knowledge.too_few_questions`) when a fold would be left without a question to learn from.
    """
    with tempfile.TemporaryDirectory() as folder:
        reader = build(documents, Path(folder)).index.reader
        assert reader is not None, "what was built can be loaded"
        found = examples([one for path in questions for one in labelled.load(path)], reader)
        asked = [analyse(one.text) for path in unanswerable for one in labelled.load(path)]
        strangers = [ranked for one in asked if (ranked := candidates(one, reader)) is not None]
        right = sum(bool(example.right.any()) for example in found)
        if right < FOLDS or len({example.fold for example in found}) < 2:  # noqa: PLR2004 - one to learn from, one to be asked
            raise InputError("knowledge.too_few_questions", right=right, strangers=len(strangers))
        now = cross_validate(found, strangers, reader)
        figures = now.figures()
        fitted = {
            "figures": figures,
            **fit(found, strangers, reader).plain(),
            "thresholds": thresholds(figures),
        }
        meaning: Figures = {}
        if meant is not None:
            meanings = meant(reader, [example.question.text for example in found], Path(folder))
            passage = Linear(np.array([fitted["passage"][name] for name in features.NAMES]), 0.0)
            meaning = gain_of_meaning(found, meanings, reader, passage=passage)
        return Calibration(
            fitted, now, judge(found, strangers, reader, models=models_of(in_use or shipped())), meaning
        )


def write(fitted: dict[str, Any], path: Path) -> None:
    """Write weights as the program reads them."""
    path.write_text(json.dumps(fitted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
