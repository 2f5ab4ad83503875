"""What other sayings would do to the answers, before they are kept: recent and saved questions asked with both.

Only questions that the changes touch are asked; all others are read word for word as before.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.clock import Clock, local_date
from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.answers.answerer import Answerer
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.questions.log import QuestionLog
from knowledge.questions.regression import AnswerResult, Expected, RegressionVerdict, Still, judge, run
from knowledge.questions.saved_questions import SavedQuestions
from knowledge.search.weights import WeightSource, shipped
from knowledge.text.lexicon import SayingTable
from knowledge.text.synonyms import in_documents_words, official_words

RECENT_QUESTIONS = 2_000
# Asking one with both takes about a hundredth of a second, which the process takes from those whom it answers.
MOST_ASKED = 100
NOTHING = RegressionVerdict(0, (), ())


@dataclass(frozen=True, slots=True)
class SayingOutcome:
    """What came first for a question: the document (empty when none shares a word), how sure, and the words shown or nearest."""

    document: str
    title: str
    confidence: float
    answered: bool
    quote: str


@dataclass(frozen=True, slots=True)
class SayingEffect:
    """A question that is answered otherwise with other sayings: by other words, or from another document first."""

    question: str
    saved: bool
    before: SayingOutcome
    after: SayingOutcome

    @property
    def moved(self) -> bool:
        """Whether another document comes first."""
        return self.before.document != self.after.document


@dataclass(frozen=True, slots=True)
class SayingVerdict:
    """What other sayings change: of so many questions `looked` through so many are read otherwise (`touched`).

    `asked` of these were asked, the others were too many; `effects` are answered otherwise; `saved` tells which of the
    saved questions get worse and better.
    """

    looked: int
    touched: int
    asked: int
    effects: tuple[SayingEffect, ...]
    saved: RegressionVerdict


class SayingTrial:
    """Asks recent questions and those that must stay answered, with the sayings in use and with others."""

    def __init__(
        self,
        index: Index,
        *,
        log: QuestionLog,
        saved: SavedQuestions,
        clock: Clock,
        weights: WeightSource = shipped,
    ) -> None:
        self._index = index
        self._log = log
        self._saved = saved
        self._clock = clock
        self._weights = weights

    async def verdict(self, before: SayingTable, after: SayingTable, *, recent: bool = True) -> SayingVerdict:
        """Give what using `after` instead of `before` would change; raises `ServiceError` when the database is away.

        Without `recent` only the saved questions are looked through.
        """
        asked, _ = await self._log.page(size=RECENT_QUESTIONS) if recent else ((), False)
        questions = list(dict.fromkeys(one.question for one in asked))
        watched, today = await self._saved.watched(), local_date(self._clock.now())
        return await asyncio.to_thread(self._compared, questions, watched, before, after, today)

    def _compared(
        self,
        recent: Sequence[str],
        watched: Sequence[Expected],
        before: SayingTable,
        after: SayingTable,
        today: date,
    ) -> SayingVerdict:
        saved = {one.question: one for one in watched}
        everything = list(dict.fromkeys([*saved, *recent]))
        touched = [question for question in everything if _is_touched(question, before, after)]
        reader, asked = self._index.reader, touched[:MOST_ASKED]
        old, new = (self._answerer(reader, table) for table in (before, after))
        found = (
            SayingEffect(
                question, question in saved, _outcome(old, question, today), _outcome(new, question, today)
            )
            for question in asked
        )
        concerned = [saved[question] for question in touched if question in saved]
        return SayingVerdict(
            looked=len(everything),
            touched=len(touched),
            asked=len(asked),
            effects=tuple(one for one in found if _differs(one)),
            saved=self._judged(reader, concerned, before, after, today) if concerned else NOTHING,
        )

    def _judged(
        self,
        reader: Reader | None,
        concerned: Sequence[Expected],
        before: SayingTable,
        after: SayingTable,
        today: date,
    ) -> RegressionVerdict:
        def passed(table: SayingTable) -> dict[int, AnswerResult]:
            return run(reader, concerned, today=today, weights=self._weights, sayings=lambda: table)

        return judge(concerned, passed(before), passed(after))

    def _answerer(self, reader: Reader | None, table: SayingTable) -> Answerer:
        return Answerer(Still(reader), weights=self._weights, sayings=lambda: table)


def _is_touched(question: str, before: SayingTable, after: SayingTable) -> bool:
    folded = in_documents_words(question)
    return official_words(folded, before) != official_words(folded, after)


def _outcome(answerer: Answerer, question: str, today: date) -> SayingOutcome:
    result = answerer.answer(question, today=today)
    best = _best(result)
    return SayingOutcome(
        document=best.citation.document.id if best else "",
        title=best.citation.document.title if best else "",
        confidence=result.confidence,
        answered=isinstance(result, Answer),
        quote=best.quoted if best else "",
    )


def _best(result: Answer | Decline) -> Extract | None:
    return result.best


def _differs(effect: SayingEffect) -> bool:
    one, other = effect.before, effect.after
    return (one.document, one.answered, one.quote) != (other.document, other.answered, other.quote)
