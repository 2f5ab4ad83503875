"""What there is to learn from: labelled questions with their candidates, and what is right among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from knowledge.answers import span_features, spans
from knowledge.calibration.linear_models import Linear
from knowledge.evaluation import labelled, metrics
from knowledge.evaluation.labelled import LabelledQuestion
from knowledge.evaluation.report import TODAY
from knowledge.index.reader import Reader
from knowledge.search import features, ranking
from knowledge.search.evidence import Floats, Integers
from knowledge.search.ranking import Ranked
from knowledge.text.question import Question, analyse

FOLDS = 5
# Where the fit begins: passages by what they and their titles hold of the question.
FIRST_WEIGHTS = np.array([float(name in {"bm25", "title_cover"}) for name in features.NAMES])


@dataclass(slots=True)
class RankingExample:
    """One answerable question: its candidates, and what is right among them."""

    question: LabelledQuestion
    fold: int
    ranked: Ranked
    right: Floats
    removed: Ranked | None
    span_rows: Floats = field(default_factory=lambda: np.zeros((0, len(span_features.NAMES))))
    span_gains: Floats = field(default_factory=lambda: np.zeros(0))


def examples(questions: list[LabelledQuestion], reader: Reader) -> list[RankingExample]:
    """Give the answerable questions with their candidates; questions on one document share a fold."""
    found = []
    for question in questions:
        asked = analyse(question.text)
        ranked = candidates(asked, reader)
        if ranked is None:
            continue
        relevant = labelled.relevant_passages(question, reader)
        gold = reader.docnums_of((*question.documents, *question.also))
        example = RankingExample(
            question=question,
            fold=min(gold, default=0) % FOLDS,
            ranked=ranked,
            right=np.array(
                [number in relevant for number in ranked.evidence.numbers.tolist()], dtype=np.float64
            ),
            removed=candidates(asked, reader, without=gold),
        )
        _add_spans(example, reader)
        found.append(example)
    return found


def candidates(asked: Question, reader: Reader, *, without: frozenset[int] = frozenset()) -> Ranked | None:
    """Give the candidates for a question before anything is fitted; None when no document shares a term."""
    found = (
        ranking.rank([asked], reader, today=TODAY, without=without, fitted=FIRST_WEIGHTS)
        if asked.pairs
        else ()
    )
    return found[0] if found else None


def _add_spans(example: RankingExample, reader: Reader) -> None:
    """Take the spans of the best right passage, each with how well it matches an answer."""
    rows = [row for row in example.ranked.order if example.right[row]]
    if not rows:
        return
    region = spans.region_of(example.ranked, reader, int(rows[0]))
    texts = [
        reader.texts.text(region.start + start, region.start + end)
        for start, end in (spans.bounds_of(region, candidate) for candidate in range(len(region.first)))
    ]
    example.span_rows = span_features.of_spans(example.ranked, int(rows[0]), region)
    example.span_gains = np.array(
        [max(metrics.character_f1(text, answer) for answer in example.question.answers) for text in texts]
    )


def reweighed(ranked: Ranked, passage: Linear) -> Ranked:
    """Give the candidates in the order another set of weights gives them."""
    raw = ranked.features @ passage.weights
    order = np.argsort(-raw, kind="stable")
    return replace(ranked, raw=raw, judged=raw, scores=raw, order=order)


def stacked(
    pieces: Sequence[tuple[Floats, Floats]],
) -> tuple[Floats, Floats, Integers]:
    """Lay the rows of several questions end to end, with what is wanted and the number of each row's question."""
    groups = np.repeat(np.arange(len(pieces)), [len(rows) for rows, _ in pieces])
    return (
        np.concatenate([rows for rows, _ in pieces]),
        np.concatenate([wanted for _, wanted in pieces]),
        groups,
    )
