"""Figures that say how well questions are found, answered and declined: their definitions, and those of one question.

The definitions are those of the labelled sets; a question is measured against what its labels call right.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.evaluation import labelled
from knowledge.evaluation.labelled import LabelledQuestion
from knowledge.index.reader import Reader

Figures = dict[str, float]

ANSWER_DEPTHS = (1, 3, 5, 10)


def letters(text: str) -> str:
    """Give the letters and digits of a text only, in lower case: what answers are compared by."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def recall_at(rank: int | None, limit: int) -> float:
    """Give 1 when the first right one stands among the first `limit`; ranks count from 1, None is not found."""
    return float(rank is not None and rank <= limit)


def reciprocal_rank(rank: int | None, limit: int = 10) -> float:
    """Give 1/rank of the first right one, 0 past the limit."""
    return 1 / rank if rank is not None and rank <= limit else 0.0


def gain_of_one(rank: int | None, limit: int = 10) -> float:
    """Give the nDCG for one right document: 1/log2(1+rank), 0 past the limit."""
    return 1 / math.log2(1 + rank) if rank is not None and rank <= limit else 0.0


def gain_of_many(relevant: Sequence[bool], total: int, limit: int = 10) -> float:
    """Give the nDCG of a list with marks for the right ones, `total` of which exist."""
    if total <= 0:
        return 0.0
    gained = sum(1 / math.log2(2 + at) for at, right in enumerate(relevant[:limit]) if right)
    return gained / sum(1 / math.log2(2 + at) for at in range(min(total, limit)))


def character_f1(given: str, wanted: str) -> float:
    """Give the F1 of the two bags of characters, on letters and digits."""
    ours, theirs = letters(given), letters(wanted)
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def rouge_l(given: str, wanted: str) -> float:
    """Give ROUGE-L: the F (beta 1) of the longest common subsequence, on letters and digits."""
    ours, theirs = letters(given), letters(wanted)
    common = _common_subsequence(ours, theirs)
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def _common_subsequence(first: str, second: str) -> int:
    """Give the length of the longest common subsequence, by rows of bits."""
    places: dict[str, int] = {}
    for at, letter in enumerate(first):
        places[letter] = places.get(letter, 0) | (1 << at)
    row = (1 << len(first)) - 1
    whole = row
    for letter in second:
        matched = row & places.get(letter, 0)
        row = ((row + matched) | (row - matched)) & whole
    return len(first) - row.bit_count()


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Give how often a score of the first kind exceeds one of the second; equal scores count half."""
    if not right or not wrong:
        return math.nan
    below = np.sort(np.asarray(wrong))
    scores = np.asarray(right)
    strict, loose = np.searchsorted(below, scores, side="left"), np.searchsorted(below, scores, side="right")
    return float((strict + loose).sum() / 2 / len(scores) / len(below))


def answered_precision(
    answerable: Sequence[tuple[float, bool]], unanswerable: Sequence[float], *, coverage: float = 0.8
) -> float:
    """Give the share of right answers among all answered, when `coverage` of the answerable are answered.

    `answerable` holds each score with whether its answer is right. The unanswerable are weighed as if there were
    as many of them as of the answerable.
    """
    if not answerable or not unanswerable:
        return math.nan
    scores = sorted((score for score, _ in answerable), reverse=True)
    threshold = scores[max(0, math.ceil(coverage * len(scores)) - 1)]
    answered = [right for score, right in answerable if score >= threshold]
    strangers = sum(score >= threshold for score in unanswerable) * len(answerable) / len(unanswerable)
    return sum(answered) / (len(answered) + strangers)


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that `share` (0 to 1) of all values do not exceed."""
    return float(np.quantile(np.asarray(values), share)) if values else math.nan


def of_lists(
    question: LabelledQuestion, documents: Sequence[str], numbers: Sequence[int], *, reader: Reader
) -> Figures:
    """Give the figures of the lists found for a question: ids of documents and numbers of passages, best first."""
    lenient = {*question.documents, *question.also}
    strictly = _first([name in question.documents for name in documents])
    loosely = _first([name in lenient for name in documents])
    relevant = labelled.relevant_passages(question, reader)
    marks = [number in relevant for number in numbers]
    passage = _first(marks)
    held = _first([_holds(question, reader, number) for number in numbers[: max(ANSWER_DEPTHS)]])
    return {
        "recall_at_1": recall_at(strictly, 1),
        "recall_at_1_lenient": recall_at(loosely, 1),
        "recall_at_3": recall_at(strictly, 3),
        "recall_at_3_lenient": recall_at(loosely, 3),
        "recall_at_10": recall_at(strictly, 10),
        "recall_at_10_lenient": recall_at(loosely, 10),
        "mrr_at_10": reciprocal_rank(strictly),
        "mrr_at_10_lenient": reciprocal_rank(loosely),
        "ndcg_at_10": gain_of_one(strictly),
        "ndcg_at_10_lenient": gain_of_one(loosely),
        "passage_recall_at_1": recall_at(passage, 1),
        "passage_recall_at_3": recall_at(passage, 3),
        "passage_recall_at_10": recall_at(passage, 10),
        "passage_ndcg_at_10": gain_of_many(marks, len(relevant)),
        **{f"answer_in_{depth}": recall_at(held, depth) for depth in ANSWER_DEPTHS},
    }


def of_answer(question: LabelledQuestion, given: str) -> Figures:
    """Give the figures of an answer's words, each against the right answer that it matches best."""
    return {
        "f1": max((character_f1(given, answer) for answer in question.answers), default=0.0),
        "rouge_l": max((rouge_l(given, answer) for answer in question.answers), default=0.0),
    }


def means(rows: Sequence[Figures]) -> Figures:
    """Give the mean of each figure over all questions."""
    return {name: round(sum(row[name] for row in rows) / len(rows), 4) for name in rows[0]} if rows else {}


def abstention(
    right: Sequence[tuple[float, bool]], outside: Sequence[float], removed: Sequence[float]
) -> Figures:
    """Give how well the confidence tells answerable from unanswerable questions.

    `right` holds the confidence in each answerable question with whether its answer is right; `outside` the
    confidence in questions that no document answers, `removed` in the answerable ones without their documents.
    """
    scores = [score for score, _ in right]
    others = {"out_of_corpus": outside, "gold_removed": removed}
    return {
        **{f"auroc_{name}": round(auroc(scores, wrong), 4) for name, wrong in others.items()},
        **{
            f"precision_at_{percent}_{name}": round(
                answered_precision(right, wrong, coverage=percent / 100), 4
            )
            for percent in (80, 90)
            for name, wrong in others.items()
        },
    }


def _holds(question: LabelledQuestion, reader: Reader, number: int) -> bool:
    """Whether a passage holds a whole answer, on letters and digits."""
    text = letters(reader.texts.passage(number))
    return any(wanted and wanted in text for wanted in map(letters, question.answers))


def _first(marks: Sequence[bool]) -> int | None:
    return next((rank for rank, mark in enumerate(marks, start=1) if mark), None)
