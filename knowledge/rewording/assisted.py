"""Answers with a model's advice: it adds a candidate, or moves one between sure and likely, within narrow bounds.

The documents' own words stay the only answer. A question in official words is looked up like any other, and what it
finds is compared with what the words found on the same scale; it is never sure by that alone. A verdict counts only
where the judgement by words is not far from the bar.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from knowledge.answers.answer import Answer, Answering, Decline, Extract, Stretch
from knowledge.documents.document import Document
from knowledge.index.facets import Scope
from knowledge.rewording.advice import Advice, Verdict

MARGIN = 0.15
"""So far from the bar of a sure answer, up or down, a verdict still counts."""
BELIEVED = 0.35
"""What a model's wording led to is said to be so likely at most: the nearest words, never the probable ones."""
DOCUMENTS_OFFERED = 4


class AssistedAnswering:
    """Stands in for the answering by words (`Answering`).

    `lenient` gives what the words would answer however unlikely it is, `reserved` the same with a reservation however
    likely: so what a verdict moves is the very answer of the words, with all that belongs to it. `bar` gives the
    chance from which the words are sure.
    """

    def __init__(
        self,
        by_words: Answering,
        *,
        lenient: Answering,
        reserved: Answering,
        advice: Advice,
        bar: Callable[[], float],
    ) -> None:
        self._by_words = by_words
        self._lenient = lenient
        self._reserved = reserved
        self._advice = advice
        self._bar = bar

    def is_in_doubt(self, result: Answer | Decline) -> bool:
        """Whether a verdict could change how sure a result of the words is."""
        if isinstance(result, Answer):
            return not result.approved and result.confidence < self._bar() + MARGIN
        return bool(result.likely) and result.confidence >= self._bar() - MARGIN

    def answer(
        self,
        question: str,
        *,
        today: date,
        about: str | None = None,
        without: frozenset[str] = frozenset(),
        scope: Scope | None = None,
        before: str = "",
    ) -> Answer | Decline:
        """Give an answer or an honest no (`Answering`)."""

        def asked(of: Answering, words: str) -> Answer | Decline:
            return of.answer(words, today=today, about=about, without=without, scope=scope, before=before)

        result = asked(self._by_words, question)
        best = result.best
        if best is not None and self.is_in_doubt(result):
            verdict = self._advice.verdict(question, best)
            if isinstance(result, Answer) and verdict is Verdict.MISSES:
                return _same_best(asked(self._reserved, question), result)
            if isinstance(result, Decline) and verdict is Verdict.ANSWERS:
                return _same_best(asked(self._lenient, question), result)
        if isinstance(result, Decline) and not about and (official := self._advice.rewritten(question)):
            return with_candidate(result, asked(self._by_words, official))
        return result

    def nearest_in(
        self, document: str, question: str, *, today: date, stretch: Stretch | None = None
    ) -> Extract | None:
        """Give the words of one document that come nearest to a question (`Answering`)."""
        return self._by_words.nearest_in(document, question, today=today, stretch=stretch)

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        """Whether some words stand anywhere in the matter of a document (`Answering`)."""
        return self._by_words.mentions(document, words, today=today)

    def leaves(self, document: str, question: str, *, before: str, today: date, least: float) -> bool:
        """Whether a question begins another matter than that of a document (`Answering`)."""
        return self._by_words.leaves(document, question, before=before, today=today, least=least)


def _same_best(moved: Answer | Decline, result: Answer | Decline) -> Answer | Decline:
    """Give a result moved between degrees, if it shows the very words that the other one rested on."""
    same = moved.best is not None and result.best is not None and _place(moved.best) == _place(result.best)
    shown = isinstance(moved, Answer) or bool(moved.likely)
    return moved if same and shown else result


def with_candidate(result: Decline, found: Answer | Decline) -> Decline:
    """Give a no with what another wording of its question found: shown where it is likelier, else its document offered."""
    candidate = found.best if isinstance(found, Answer) else next(iter(found.likely), None)
    if candidate is None:
        return result
    own = [extract.citation.document for extract in result.likely]
    if result.likely and candidate.score <= result.likely[0].score:
        return replace(result, offered=_distinct((*own, *result.offered), candidate.citation.document))
    shown = replace(candidate, score=min(candidate.score, BELIEVED))
    return replace(
        result,
        likely=(shown,),
        best=shown,
        confidence=max(result.confidence, shown.score),
        unseen=(),
        further=found.further,
        offered=_distinct((*own, *result.offered)),
    )


def _distinct(documents: tuple[Document, ...], *more: Document) -> tuple[Document, ...]:
    return tuple({document.id: document for document in (*documents, *more)}.values())[:DOCUMENTS_OFFERED]


def _place(extract: Extract) -> object:
    return extract.citation.document.id, extract.number, extract.quote
