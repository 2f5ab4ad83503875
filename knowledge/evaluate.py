"""How well questions are found, answered and declined, measured through the importer, the index and the answerer.

The metric definitions stand in the labelled set's README; the keys of the results are fixed by the design's
contracts (§6).
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge import labelled, metrics
from knowledge.answers import Answerer
from knowledge.document import Document
from knowledge.generation import Reader
from knowledge.index import Index
from knowledge.ingest.draft import Draft, Fault
from knowledge.ingest.read import read
from knowledge.labelled import LabelledQuestion
from knowledge.search import search

Figures = dict[str, float]
Progress = Callable[[int, int], None]

# Labelled documents carry no dates, so the day only has to lie behind all of them.
TODAY = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Built:
    """A throw-away index, how long its building took and how many rows were at fault."""

    index: Index
    seconds: float
    faults: tuple[Fault, ...]


def build(files: Sequence[Path], directory: Path) -> Built:
    """Import files and index all of their documents in a directory, with the product's own importer and index."""
    faults: list[Fault] = []

    def documents() -> Iterator[tuple[Document, str]]:
        for item in read(files):
            if isinstance(item, Draft):
                yield item.document, item.text
            else:
                faults.append(item)

    index = Index(directory)
    started = time.perf_counter()
    index.build(documents())
    seconds = time.perf_counter() - started
    index.reload()
    return Built(index, seconds, tuple(faults))


def evaluate_retrieval(
    questions: Path,
    documents: Sequence[Path],
    *,
    corpus: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Figures:
    """Give the retrieval figures of labelled questions on these documents, with `corpus` as distractors."""
    asked = labelled.load(questions)
    with tempfile.TemporaryDirectory() as folder:
        built = build([*documents, *corpus], Path(folder))
        reader = built.index.reader
        if reader is None:
            return {}
        rows = [_found(question, reader) for question in _told(asked, progress)]
        seconds = [_timed(Answerer(built.index), question) for question in asked]
    figures = _means(rows)
    return {
        "total": len(asked),
        **figures,
        "p50_ms": round(1000 * metrics.percentile(seconds, 0.5), 3),
        "p95_ms": round(1000 * metrics.percentile(seconds, 0.95), 3),
        "build_s": round(built.seconds, 3),
        "rss_mb": round(_resident_mb(), 1),
        "documents": len(reader.ids),
        "faults": len(built.faults),
    }


def evaluate_answers(
    questions: Path,
    documents: Sequence[Path],
    unanswerable: Path,
    *,
    corpus: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Figures:
    """Give the answer and abstention figures; `unanswerable` holds questions these documents cannot answer."""
    asked, strangers = labelled.load(questions), labelled.load(unanswerable)
    with tempfile.TemporaryDirectory() as folder:
        built = build([*documents, *corpus], Path(folder))
        answerer = Answerer(built.index)
        rows: list[Figures] = []
        right: list[tuple[float, bool]] = []
        removed: list[float] = []
        for question in _told(asked, progress):
            figures, sure = _answered(question, answerer)
            rows.append(figures)
            right.append((sure, figures["right"] > 0))
            gold = frozenset((*question.documents, *question.also))
            removed.append(answerer.candidates(question.text, today=TODAY, limit=1, without=gold)[1])
        outside = [answerer.candidates(stranger.text, today=TODAY, limit=1)[1] for stranger in strangers]
    scores = [score for score, _ in right]
    return {
        "total": len(asked),
        **_means([{name: row[name] for name in ("f1", "rouge_l")} for row in rows]),
        "auroc_out_of_corpus": round(metrics.auroc(scores, outside), 4),
        "auroc_gold_removed": round(metrics.auroc(scores, removed), 4),
        "precision_at_80_out_of_corpus": round(metrics.answered_precision(right, outside), 4),
        "precision_at_80_gold_removed": round(metrics.answered_precision(right, removed), 4),
    }


def _found(question: LabelledQuestion, reader: Reader) -> Figures:
    """Give the figures of one question's lists of documents and passages."""
    found = search(question.text, reader, today=TODAY)
    documents = [reader.ids[place] for place in found.ranked.documents()] if found else []
    numbers = found.ranked.passages() if found else []
    lenient = {*question.documents, *question.also}
    at = _first([name in question.documents for name in documents])
    relevant = labelled.relevant_passages(question, reader)
    marks = [number in relevant for number in numbers]
    held = [_holds(question, reader, number) for number in numbers[:3]]
    return {
        "recall_at_1": metrics.recall_at(at, 1),
        "recall_at_1_lenient": float(bool(documents) and documents[0] in lenient),
        "recall_at_3": metrics.recall_at(at, 3),
        "recall_at_10": metrics.recall_at(at, 10),
        "mrr_at_10": metrics.reciprocal_rank(at),
        "ndcg_at_10": metrics.gain_of_one(at),
        "passage_recall_at_3": metrics.recall_at(_first(marks), 3),
        "passage_ndcg_at_10": metrics.gain_of_many(marks, len(relevant)),
        "answer_in_1": float(any(held[:1])),
        "answer_in_3": float(any(held)),
    }


def _answered(question: LabelledQuestion, answerer: Answerer) -> tuple[Figures, float]:
    extracts, sure = answerer.candidates(question.text, today=TODAY, limit=1)
    given = extracts[0].answer if extracts else ""
    lenient = {*question.documents, *question.also}
    return {
        "f1": max((metrics.character_f1(given, answer) for answer in question.answers), default=0.0),
        "rouge_l": max((metrics.rouge_l(given, answer) for answer in question.answers), default=0.0),
        "right": float(bool(extracts) and extracts[0].citation.document.id in lenient),
    }, sure


def _holds(question: LabelledQuestion, reader: Reader, number: int) -> bool:
    """Whether a passage holds a whole answer, on letters and digits."""
    text = metrics.letters(reader.text(int(reader.passages[number, 0]), int(reader.passages[number, 1])))
    return any(wanted and wanted in text for wanted in map(metrics.letters, question.answers))


def _timed(answerer: Answerer, question: LabelledQuestion) -> float:
    started = time.perf_counter()
    answerer.answer(question.text, today=TODAY)
    return time.perf_counter() - started


def _first(marks: Sequence[bool]) -> int | None:
    return next((rank for rank, mark in enumerate(marks, start=1) if mark), None)


def _means(rows: Sequence[Figures]) -> Figures:
    return {name: round(sum(row[name] for row in rows) / len(rows), 4) for name in rows[0]} if rows else {}


def _told(asked: Sequence[LabelledQuestion], progress: Progress | None) -> Iterator[LabelledQuestion]:
    for done, question in enumerate(asked, start=1):
        yield question
        if progress is not None:
            progress(done, len(asked))


def _resident_mb() -> float:
    """Give the memory this process has ever held at once, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024
