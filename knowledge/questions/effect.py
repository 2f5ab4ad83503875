"""What another generation of the index changes among questions that were really asked: better, worse, another document. Pure.

Everything here computes for seconds: call it in a thread.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.index.reader import Reader
from knowledge.questions.log import AskedOften
from knowledge.questions.regression import Still
from knowledge.search.weights import WeightSource
from knowledge.text import normal_form, segmentation
from knowledge.text.lexicon import SayingSource

QUOTE_LETTERS = 200
# So many questions are asked twice; those that share nothing with a document cannot be answered otherwise by it.
MOST_ASKED = 200
SHARED_LEAST, SHARED_SHARE = 2, 0.3
# Between two questions whoever waits for an answer of their own comes first.
BREATH_SECONDS = 0.002
# Is told how many are asked of how many; false when it shall stop.
Noted = Callable[[int, int], bool]
# The generation before and the one after; None where there is none.
Readers = tuple[Reader | None, Reader | None]


class AskedShift(StrEnum):
    """What became of a question."""

    WORSE = "worse"
    OTHER = "other"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class AskedOutcome:
    """What came of a question: the document that answered or came nearest, and its words; `degree` is 2 sure, 1 near, 0 no."""

    degree: int
    document: str = ""
    title: str = ""
    confidence: float = 0.0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class AskedChange:
    """A question asked so many times that is answered otherwise."""

    question: str
    times: int
    shift: AskedShift
    before: AskedOutcome
    after: AskedOutcome

    def concerns(self, identifier: str, released: Collection[str]) -> bool:
        """Whether the change is one document's among several released, as far as the answers tell."""
        named = {self.before.document, self.after.document}
        return identifier in named or named.isdisjoint(released)


# What changed, and how many questions were asked to find it.
Compared = tuple[list[AskedChange], int]


class UnbrokenRun:
    """Some of all questions asked without a break: ends after so many seconds, at the earliest after one question."""

    def __init__(self, noted: Noted, *, before: int, total: int, seconds: float) -> None:
        self.stopped = False
        self._noted = noted
        self._before = before
        self._total = total
        self._seconds = seconds
        self._until: float | None = None

    def __call__(self, done: int, _: int) -> bool:
        """Pass on how many of all are asked; false when the turn is over or somebody asked to stop."""
        now = time.monotonic()
        # Neither waiting for the turn nor writing the trial is part of it.
        self._until = self._until or now + self._seconds
        self.stopped = not self._noted(self._before + done, self._total)
        return not self.stopped and (done == 0 or now < self._until)


@dataclass(frozen=True, slots=True)
class AskedEffect:
    """Of so many questions `looked` through so many are `touched` by a document, and so many of these were `asked`.

    `together` is how many documents became public at once: what is touched and asked is that of all of them.
    """

    looked: int
    touched: int
    asked: int
    changes: tuple[AskedChange, ...] = ()
    stopped: bool = False
    together: int = 1

    def of_one(self, identifier: str, released: Collection[str]) -> "AskedEffect":
        """Give what concerns one of several released documents: answers that name it, and those that name none of them."""
        own = [one for one in self.changes if one.concerns(identifier, released)]
        return replace(self, changes=tuple(own), together=len(released))

    def count(self, shift: AskedShift) -> int:
        """Give how many questions changed in one way."""
        return sum(change.shift is shift for change in self.changes)

    def plain(self) -> dict[str, Any]:
        """Give it as plain values, to be kept."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "AskedEffect":
        """Give what was kept."""
        changes = tuple(
            AskedChange(
                one["question"],
                one["times"],
                AskedShift(one["shift"]),
                AskedOutcome(**one["before"]),
                AskedOutcome(**one["after"]),
            )
            for one in kept["changes"]
        )
        numbers = (kept["looked"], kept["touched"], kept["asked"])
        return cls(*numbers, changes, kept["stopped"], kept.get("together", 1))


def touched(questions: Sequence[AskedOften], texts: Sequence[str]) -> list[AskedOften]:
    """Give the questions that share enough with some texts to be answered from them, in their order."""
    held = {pair for text in texts for pair in segmentation.pairs(normal_form.bare(text))}
    found = []
    for asked in questions:
        own = set(segmentation.pairs(normal_form.bare(asked.question)))
        shared = len(own & held)
        if shared >= SHARED_LEAST and shared >= SHARED_SHARE * len(own):
            found.append(asked)
    return found


def compared(
    readers: Readers,
    questions: Sequence[AskedOften],
    *,
    today: date,
    weights: WeightSource,
    sayings: SayingSource,
    noted: Noted,
) -> Compared:
    """Give what a second generation answers otherwise than a first one, worse ones first, and how many were asked."""
    before, after = (Answerer(Still(reader), weights=weights, sayings=sayings) for reader in readers)
    changes: list[AskedChange] = []
    done = 0
    for asked in questions:
        if not noted(done, len(questions)):
            break
        old, new = (_outcome(one.answer(asked.question, today=today)) for one in (before, after))
        if shift := shift_of(old, new):
            changes.append(AskedChange(asked.question, asked.times, shift, old, new))
        done += 1
        time.sleep(BREATH_SECONDS)
    noted(done, len(questions))
    return worst_first(changes), done


def worst_first(changes: Iterable[AskedChange]) -> list[AskedChange]:
    """Give changes in the order in which they are read: worse ones first, of each shift what was asked most."""
    order = list(AskedShift)
    return sorted(changes, key=lambda one: (order.index(one.shift), -one.times))


def shift_of(old: AskedOutcome, new: AskedOutcome) -> AskedShift | None:
    """Give what became of a question; None where nothing did that its citizen would see."""
    if new.degree != old.degree:
        return AskedShift.BETTER if new.degree > old.degree else AskedShift.WORSE
    return AskedShift.OTHER if new.document != old.document else None


def _outcome(result: Answer | Decline) -> AskedOutcome:
    if isinstance(result, Answer):
        shown, degree = result.best, 2
    elif result.likely:
        shown, degree = result.likely[0], 1
    else:
        return AskedOutcome(0, confidence=result.confidence)
    document = shown.citation.document
    return AskedOutcome(
        degree, document.id, document.title, round(result.confidence, 3), shown.quoted[:QUOTE_LETTERS]
    )
