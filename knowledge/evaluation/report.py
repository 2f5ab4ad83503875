"""How well questions are found, answered and declined, measured through the importer, the index and the answerer.

The metric definitions stand in the labelled set's README; the keys of the results are fixed by the design's
contracts (§6).
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft, Fault
from knowledge.evaluation import labelled, metrics
from knowledge.evaluation.comparison import QUESTIONS_KEY
from knowledge.evaluation.labelled import LabelledQuestion, damaged
from knowledge.evaluation.metrics import Figures
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.ingest.read import read
from knowledge.search.decisiveness import settled_by_words
from knowledge.search.lookup import readings_of, search
from knowledge.search.question_vectors import Meaning

Progress = Callable[[int, int], None]
# Gives what questions mean beside a generation; the folder is where it lies.
Meant = Callable[[Reader, Sequence[str], Path], Mapping[str, Meaning]]

# Labelled documents carry no dates, so the day only has to lie behind all of them.
TODAY = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Built:
    """A throw-away index, the folder it lies in, how long its building took and how many rows were at fault."""

    index: Index
    folder: Path
    seconds: float
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the questions are asked of: the documents, further ones as distractors, and the damage done to questions.

    `damage` is the share (0 to 1) of wrong characters, `seed` which ones.
    """

    documents: Sequence[Path]
    corpus: Sequence[Path] = ()
    damage: float = 0.0
    seed: int = 0

    def questions(self, path: Path) -> list[LabelledQuestion]:
        """Read labelled questions as they are asked."""
        return damaged(labelled.load(path), share=self.damage, seed=self.seed)


@dataclass(frozen=True, slots=True)
class MeasurementReport:
    """The figures of a measurement, and those of each question by its id."""

    figures: Figures
    questions: dict[str, Figures] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Give everything as one JSON object."""
        return {**self.figures, QUESTIONS_KEY: self.questions}


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
    return Built(index, directory, seconds, tuple(faults))


@dataclass(frozen=True, slots=True)
class Told:
    """The meanings of the questions of a measurement, learnt beforehand, in the place of those learnt while somebody waits."""

    meanings: Mapping[str, Meaning]

    def of(self, question: str, reader: Reader) -> Meaning | None:
        """Give the meaning of a question (`MeaningSource`)."""
        found = self.meanings.get(question)
        return found if found is not None and found.vectors.lineage == reader.shape.lineage else None


def evaluate_retrieval(
    questions: Path, setting: Setting, *, meant: Meant | None = None, progress: Progress | None = None
) -> MeasurementReport:
    """Give how well labelled questions find their documents, passages and answers; by meaning too, where `meant` gives it."""
    asked = setting.questions(questions)
    rows: dict[str, Figures] = {}
    with _built(setting) as (built, reader):
        told = _told(asked, reader, built.folder, meant)
        answerer = Answerer(built.index, meanings=told)
        for question in _with_progress(asked, progress):
            cost = _timed(answerer, question)
            extracts, _ = answerer.candidates(question.text, today=TODAY, limit=1)
            rows[question.id] = {
                **_found(question, reader, told.of(question.text, reader)),
                **metrics.of_answer(question, extracts[0].answer if extracts else ""),
                **cost,
            }
        costs = _costs(built, reader, rows)
    share = {"model_asked": round(len(told.meanings) / max(1, len(asked)), 4)}
    return MeasurementReport({"total": len(asked), **_means(rows), **share, **costs}, rows)


def _told(asked: Sequence[LabelledQuestion], reader: Reader, folder: Path, meant: Meant | None) -> Told:
    """Give what the questions mean that a model would be asked for: those that words alone do not settle."""
    if meant is None:
        return Told({})
    open_ones = [
        one.text for one in asked if not settled_by_words(readings_of(one.text), reader, today=TODAY)
    ]
    return Told(meant(reader, open_ones, folder))


def evaluate_answers(
    questions: Path, unanswerable: Path, setting: Setting, *, progress: Progress | None = None
) -> MeasurementReport:
    """Give how well questions are answered and declined; `unanswerable` holds what these documents cannot answer."""
    asked, strangers = setting.questions(questions), setting.questions(unanswerable)
    rows: dict[str, Figures] = {}
    removed: list[float] = []
    with _built(setting) as (built, reader):
        answerer = Answerer(built.index)
        for question in _with_progress(asked, progress):
            cost = _timed(answerer, question)
            rows[question.id] = {**_answered(question, answerer), **cost}
            gold = frozenset((*question.documents, *question.also))
            removed.append(answerer.candidates(question.text, today=TODAY, limit=1, without=gold)[1])
        outside = [answerer.candidates(stranger.text, today=TODAY, limit=1)[1] for stranger in strangers]
        costs = _costs(built, reader, rows)
    right = [(row["confidence"], row["right"] > 0) for row in rows.values()]
    abstention = metrics.abstention(right, outside, removed)
    return MeasurementReport({"total": len(asked), **_means(rows), **abstention, **costs}, rows)


@contextmanager
def _built(setting: Setting) -> Iterator[tuple[Built, Reader]]:
    with tempfile.TemporaryDirectory() as folder:
        built = build([*setting.documents, *setting.corpus], Path(folder))
        assert built.index.reader is not None, "what was built can be loaded"
        yield built, built.index.reader


def _found(question: LabelledQuestion, reader: Reader, meaning: Meaning | None) -> Figures:
    """Give the figures of one question's lists of documents and passages."""
    found = search(readings_of(question.text), reader, today=TODAY, meaning=meaning)
    documents = list(map(reader.id_of, found.ranked.documents())) if found else []
    return metrics.of_lists(question, documents, found.ranked.passages() if found else [], reader=reader)


def _answered(question: LabelledQuestion, answerer: Answerer) -> Figures:
    """Give the figures of one question's answer, given whatever the confidence."""
    extracts, sure = answerer.candidates(question.text, today=TODAY, limit=1)
    lenient = {*question.documents, *question.also}
    return {
        **metrics.of_answer(question, extracts[0].answer if extracts else ""),
        "right": float(bool(extracts) and extracts[0].citation.document.id in lenient),
        "confidence": round(sure, 6),
    }


def _timed(answerer: Answerer, question: LabelledQuestion) -> Figures:
    """Give the milliseconds from a question's words to its answer; ask before anything else has looked them up."""
    started, worked = time.perf_counter(), time.process_time()
    answerer.answer(question.text, today=TODAY)
    spent = {"ms": time.perf_counter() - started, "cpu_ms": time.process_time() - worked}
    return {name: round(1000 * seconds, 3) for name, seconds in spent.items()}


def _costs(built: Built, reader: Reader, rows: dict[str, Figures]) -> Figures:
    """Give what measuring cost: milliseconds a question by the clock and of the processor, seconds of building, memory."""
    return {
        **{
            f"{name}_{kind}": round(metrics.percentile([row[kind] for row in rows.values()], share), 3)
            for kind in ("ms", "cpu_ms")
            for name, share in (("p50", 0.5), ("p95", 0.95))
        },
        "build_s": round(built.seconds, 3),
        "documents_per_s": round(reader.shape.documents / max(1e-9, built.seconds), 1),
        "rss_mb": round(_resident_mb(), 1),
        "documents": reader.shape.documents,
        "faults": len(built.faults),
    }


def _means(rows: dict[str, Figures]) -> Figures:
    found = metrics.means(list(rows.values()))
    return {name: value for name, value in found.items() if name not in {"ms", "cpu_ms", "confidence"}}


def _with_progress(
    asked: Sequence[LabelledQuestion], progress: Progress | None
) -> Iterator[LabelledQuestion]:
    for done, question in enumerate(asked, start=1):
        yield question
        if progress is not None:
            progress(done, len(asked))


def _resident_mb() -> float:
    """Give the memory this process has ever held at once, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024
