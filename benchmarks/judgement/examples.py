"""What the judgement sees of each question: the stretches that may answer it, what was measured of them, which are right."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.judgement.questions import Corpus, Fate, Lesson
from knowledge.answers.answerer import reading_text
from knowledge.answers.inquiry import Circumstances, Inquiry
from knowledge.answers.stretches import Stretches
from knowledge.evaluation.helpfulness import holds
from knowledge.evaluation.report import Meant, Told, build
from knowledge.index.reader import Reader
from knowledge.judgement import quantities
from knowledge.judgement.cuts import SHOWN_LETTERS, Border, grown
from knowledge.judgement.judge import JudgedWindows
from knowledge.judgement.windows import Window, sentences_in
from knowledge.search.evidence import Floats
from knowledge.search.lookup import SearchResult, readings_of
from knowledge.search.weights import shipped

TODAY = date(2026, 11, 30)
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch as a citizen would see it; `right` when it holds the answer, `near` when its document is one of those meant.

    `sentences` are where its sentences stand in its passage, whose words up to its end are `passage` and `begins` among
    the letters of all documents; `best` is the one that says most, `text` all that is shown of it alone.
    """

    document: str
    text: str
    passage: str
    begins: int
    sentences: tuple[Border, ...]
    best: int
    right: bool
    near: bool

    def cut(self, letters: int) -> tuple[str, Border]:
        """Give what is left of it within so many letters, and where that lies among the letters of all documents."""
        low, high = grown(self.sentences, self.best, letters)
        start, end = self.sentences[low][0], self.sentences[high][1]
        return self.passage[start:end], (self.begins + start, self.begins + end)


@dataclass(frozen=True, slots=True)
class JudgementExample:
    """A lesson with its candidates; `measured`, array (windows, `quantities.NAMES`), `gains`, array (windows,), what law and calendar changed."""

    lesson: Lesson
    fold: int
    windows: list[Window]
    candidates: tuple[Candidate, ...]
    found: SearchResult
    measured: Floats
    gains: Floats


def examples(corpus: Corpus, folder: Path, *, meant: Meant | None = None) -> Iterator[JudgementExample]:
    """Give an example for each lesson of a corpus that any document shares a term with."""
    reader = build(corpus.documents, folder).index.reader
    assert reader is not None, "what was built can be loaded"
    texts = [reading_text(one.text, one.about, reader) for one in corpus.lessons]
    told = Told(meant(reader, list(dict.fromkeys(texts)), folder)) if meant else Told({})
    stretches = Stretches()
    for lesson, text in zip(corpus.lessons, texts, strict=True):
        inquiry = Inquiry(
            lesson.text,
            readings_of(text),
            Circumstances(TODAY, lesson.about, lesson.without),
            told.of(text, reader),
            reader,
            shipped(),
        )
        found = inquiry.found()
        if found is not None:
            yield _example(lesson, found, stretches.judged(inquiry, found), reader)


def _example(lesson: Lesson, found: SearchResult, judged: JudgedWindows, reader: Reader) -> JudgementExample:
    ranked = found.ranked
    rows = [window.row for window in judged.windows]
    return JudgementExample(
        lesson,
        zlib.crc32(lesson.fold_key.encode()) % FOLDS,
        list(judged.windows),
        tuple(_candidate(lesson, window, reader) for window in judged.windows),
        found,
        judged.measured[:, : len(quantities.NAMES)],
        (ranked.scores - ranked.judged)[rows],
    )


def _candidate(lesson: Lesson, window: Window, reader: Reader) -> Candidate:
    begins = reader.texts.bounds_of(window.number)[0]
    text = reader.texts.text(begins, begins + window.end)
    sentences, best = sentences_in(text, window.start, window.core[0]) or ([(window.start, window.end)], 0)
    document = reader.id_of(window.docnum)
    # Of the sample county a matter has several documents, all of which may answer.
    near = (document.partition("-")[2] if lesson.part == "sample" else document) in lesson.documents
    whole = text[window.start : window.end]
    wanted = near and any(words in whole for words in lesson.answers)
    right = (
        wanted if lesson.part == "sample" else lesson.fate is Fate.ANSWERED and holds(whole, lesson.answers)
    )
    return Candidate(
        document,
        whole[:SHOWN_LETTERS],
        text,
        begins,
        tuple(sentences),
        best,
        right,
        near,
    )


def stacked(found: list[Floats]) -> Floats:
    """Lay the rows of several examples end to end."""
    return np.concatenate(found)
