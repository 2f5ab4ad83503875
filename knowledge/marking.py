"""How well one question was served, measured against what its labels call right: a figure for each definition."""

from collections.abc import Sequence

from knowledge.evaluation import labelled, metrics
from knowledge.evaluation.labelled import LabelledQuestion
from knowledge.index.reader import Reader

Figures = dict[str, float]

DEPTHS = (1, 3, 5, 10)


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
    held = _first([_holds(question, reader, number) for number in numbers[: max(DEPTHS)]])
    return {
        "recall_at_1": metrics.recall_at(strictly, 1),
        "recall_at_1_lenient": metrics.recall_at(loosely, 1),
        "recall_at_3": metrics.recall_at(strictly, 3),
        "recall_at_3_lenient": metrics.recall_at(loosely, 3),
        "recall_at_10": metrics.recall_at(strictly, 10),
        "recall_at_10_lenient": metrics.recall_at(loosely, 10),
        "mrr_at_10": metrics.reciprocal_rank(strictly),
        "mrr_at_10_lenient": metrics.reciprocal_rank(loosely),
        "ndcg_at_10": metrics.gain_of_one(strictly),
        "ndcg_at_10_lenient": metrics.gain_of_one(loosely),
        "passage_recall_at_1": metrics.recall_at(passage, 1),
        "passage_recall_at_3": metrics.recall_at(passage, 3),
        "passage_recall_at_10": metrics.recall_at(passage, 10),
        "passage_ndcg_at_10": metrics.gain_of_many(marks, len(relevant)),
        **{f"answer_in_{depth}": metrics.recall_at(held, depth) for depth in DEPTHS},
    }


def of_answer(question: LabelledQuestion, given: str) -> Figures:
    """Give the figures of an answer's words, each against the right answer that it matches best."""
    return {
        "f1": max((metrics.character_f1(given, answer) for answer in question.answers), default=0.0),
        "rouge_l": max((metrics.rouge_l(given, answer) for answer in question.answers), default=0.0),
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
        **{f"auroc_{name}": round(metrics.auroc(scores, wrong), 4) for name, wrong in others.items()},
        **{
            f"precision_at_{percent}_{name}": round(
                metrics.answered_precision(right, wrong, coverage=percent / 100), 4
            )
            for percent in (80, 90)
            for name, wrong in others.items()
        },
    }


def _holds(question: LabelledQuestion, reader: Reader, number: int) -> bool:
    """Whether a passage holds a whole answer, on letters and digits."""
    text = metrics.letters(reader.text(int(reader.passages[number, 0]), int(reader.passages[number, 1])))
    return any(wanted and wanted in text for wanted in map(metrics.letters, question.answers))


def _first(marks: Sequence[bool]) -> int | None:
    return next((rank for rank, mark in enumerate(marks, start=1) if mark), None)
