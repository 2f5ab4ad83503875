"""Saved questions run against a generation of the index, and two generations compared by them.

Everything here computes and may take a second for hundreds of questions: call it in a thread.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.answers.answer import Answer, Extract
from knowledge.answers.answerer import Answerer
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.search.weights import WeightSource, shipped
from knowledge.text import anchors, lexicon
from knowledge.text.lexicon import SayingSource

QUOTE_LETTERS = 120


@dataclass(frozen=True, slots=True)
class Expected:
    """A question, the document that has to answer it, and words its quote has to hold.

    `accepted` says that a person published although it failed: it blocks nothing until it passes again.
    """

    id: int
    question: str
    document: str
    words: tuple[str, ...] = ()
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """What came of a question: whether it passed, the document cited (empty after a no), how sure, the quote's start.

    `spot` is the article or heading the quote stands under. `shown` says that the wanted words are what is shown first,
    surely or with a reservation.
    """

    passed: bool
    cited: str
    confidence: float
    quote: str
    spot: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question that two generations answer with different success."""

    expected: Expected
    before: AnswerResult
    after: AnswerResult


@dataclass(frozen=True, slots=True)
class RegressionVerdict:
    """What a new generation makes worse and better; `blocking` are the worse ones that nobody accepted yet."""

    total: int
    worse: tuple[AnswerChange, ...]
    better: tuple[AnswerChange, ...]

    @property
    def blocking(self) -> tuple[AnswerChange, ...]:
        """Give what has to be confirmed by a person before the generation may serve."""
        return tuple(change for change in self.worse if not change.expected.accepted)


class Still(Index):
    """One generation held still, whatever becomes current meanwhile."""

    def __init__(self, reader: Reader | None) -> None:
        super().__init__(Path())
        self._reader = reader


def run(
    reader: Reader | None,
    questions: Sequence[Expected],
    *,
    today: date,
    weights: WeightSource = shipped,
    sayings: SayingSource = lexicon.shipped,
    seconds: float = math.inf,
) -> dict[int, AnswerResult]:
    """Give the result of each question, by its id, from the very answerer that citizens get.

    No further one is asked after so many `seconds`; the first always is.
    """
    answerer = Answerer(Still(reader), weights=weights, sayings=sayings)
    results: dict[int, AnswerResult] = {}
    until = time.monotonic() + seconds
    for asked in questions:
        results[asked.id] = _result(answerer, asked, today=today)
        if time.monotonic() >= until:
            break
    return results


def compare(
    before: Reader | None, after: Reader | None, *, questions: Sequence[Expected], today: date
) -> RegressionVerdict:
    """Run questions on two generations; one that passed and passes no longer is worse."""
    old, new = (run(reader, questions, today=today) for reader in (before, after))
    return judge(questions, old, new)


def judge(
    questions: Sequence[Expected], old: Mapping[int, AnswerResult], new: Mapping[int, AnswerResult]
) -> RegressionVerdict:
    """Compare the results of two runs."""
    changes = [AnswerChange(asked, old[asked.id], new[asked.id]) for asked in questions]
    return RegressionVerdict(
        total=len(questions),
        worse=tuple(change for change in changes if change.before.passed and not change.after.passed),
        better=tuple(change for change in changes if change.after.passed and not change.before.passed),
    )


def _result(answerer: Answerer, asked: Expected, *, today: date) -> AnswerResult:
    found = answerer.answer(asked.question, today=today)
    if not isinstance(found, Answer):
        nearest = found.likely[0] if found.likely else None
        return AnswerResult(
            passed=False,
            cited="",
            confidence=found.confidence,
            quote="",
            spot=_spot(nearest) if nearest else "",
            shown=nearest is not None and _wanted(asked, nearest),
        )
    wanted = _wanted(asked, found.best)
    return AnswerResult(
        passed=wanted,
        cited=found.citation.document.id,
        confidence=found.confidence,
        quote=found.quoted[:QUOTE_LETTERS],
        spot=_spot(found.best),
        shown=wanted,
    )


def _wanted(asked: Expected, extract: Extract) -> bool:
    """Whether words are those that a question has to be answered with."""
    return extract.citation.document.id == asked.document and all(
        word in extract.quoted for word in asked.words
    )


def _spot(extract: Extract) -> str:
    return anchors.opening(extract.anchor, extract.path, title=extract.citation.document.title)
