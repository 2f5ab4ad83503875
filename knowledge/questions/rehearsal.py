"""What a publication would do to the answers, before it happens: the saved questions run with and without it.

The generation tried stands beside the current one and serves nobody. Only what is worse and not yet accepted keeps a
document from the public; a withdrawal is never rehearsed, since it must not wait.
"""

import asyncio
import math
from collections.abc import Mapping, Sequence
from datetime import date

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.answers.answerer import Answerer
from knowledge.documents import store
from knowledge.documents.struck import store as struck_store
from knowledge.documents.struck.passages import NOTHING_STRUCK
from knowledge.index.generations import LOCK_PAUSE_SECONDS, Index
from knowledge.index.reader import Reader
from knowledge.index.writer import Public
from knowledge.questions.effect import (
    AskedChange,
    Compared,
    Noted,
    Readers,
    UnbrokenRun,
    compared,
    worst_first,
)
from knowledge.questions.log import AskedOften
from knowledge.questions.regression import AnswerResult, Expected, RegressionVerdict, Still, judge, run
from knowledge.questions.saved_questions import SavedQuestions
from knowledge.search.weights import WeightSource, shipped
from knowledge.text import lexicon
from knowledge.text.lexicon import SayingSource

# So long others who publish wait for a trial at most, and so long it waits for them to come forward.
TURN_SECONDS, BETWEEN_TURNS_SECONDS = 2.0, 3 * LOCK_PAUSE_SECONDS
NOTHING = RegressionVerdict(0, (), ())

# What one generation says to a question: the answer or the no, and the passages that were weighed.
Heard = tuple[Answer | Decline, tuple[Extract, ...]]


class Rehearsal:
    """Tries documents in the index before they are public."""

    def __init__(
        self,
        database: Database,
        *,
        index: Index,
        saved: SavedQuestions,
        clock: Clock,
        weights: WeightSource = shipped,
        sayings: SayingSource = lexicon.shipped,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        self._database = database
        self._index = index
        self._saved = saved
        self._clock = clock
        self._weights = weights
        self._sayings = sayings
        self._turn = turn_seconds
        # What serves is run once for many rehearsals: who asked what of which edition on which day, and the results.
        self._known: tuple[object, Mapping[int, AnswerResult]] = (None, {})

    async def verdict(self, identifier: str) -> RegressionVerdict:
        """Give what publishing a document's newest version would make worse and better.

        Raises `InputError` (`knowledge.missing`) and `ServiceError`.
        """
        return await self.verdict_of([identifier])

    async def verdict_of(self, identifiers: Sequence[str]) -> RegressionVerdict:
        """Give what publishing the newest versions of several documents together would make worse and better.

        As in `changes_with`, whoever publishes goes between two turns. Raises `InputError` (`knowledge.missing`) and `ServiceError`.
        """
        questions, today = await self._saved.watched(), local_date(self._clock.now())
        if not questions or self._index.reader is None:
            await self.newest(identifiers[:1])
            return NOTHING
        rows = await self.newest(identifiers)
        after: dict[int, AnswerResult] = {}
        while left := questions[len(after) :]:
            async with self._index.writing():
                after |= await asyncio.to_thread(self._after, rows, left, today)
            if len(after) < len(questions):
                await asyncio.sleep(BETWEEN_TURNS_SECONDS)
        # Last, as it is what serves by then that the trial is compared with.
        before = await asyncio.to_thread(self._before, questions, today)
        return judge(questions, before, after)

    async def ask(self, question: str, identifier: str, *, limit: int) -> Heard | None:
        """Give what the index would say to a question with a document's newest version; None without an index.

        Raises `InputError` (`knowledge.missing`) and `ServiceError`.
        """
        if self._index.reader is None:
            return None
        rows, today = await self.newest([identifier]), local_date(self._clock.now())
        async with self._index.writing():
            return await asyncio.to_thread(self._heard_with, rows, question, today, limit)

    async def ask_before(self, question: str, *, limit: int) -> Heard | None:
        """Give what the generation before the current one says to a question; None when it is there no more."""
        return await asyncio.to_thread(self._heard_before, question, local_date(self._clock.now()), limit)

    @property
    def serving(self) -> Reader | None:
        """Give the generation that serves; None while nothing has been built."""
        return self._index.reader

    async def changes(self, readers: Readers, questions: Sequence[AskedOften], noted: Noted) -> Compared:
        """Give what the second of two generations answers otherwise than the first, worse ones first, and how many were asked."""
        return await asyncio.to_thread(self._compared, readers, questions, noted)

    async def changes_with(
        self, rows: Sequence[Public], questions: Sequence[AskedOften], noted: Noted
    ) -> Compared:
        """Give what some documents would change of what is answered, as `changes` does.

        A trial lies where the next generation will be written, so it is asked in turns: between two of them whoever
        publishes goes first. Raises `FileNotFoundError` while nothing has been built.
        """
        changes: list[AskedChange] = []
        asked, stopped = 0, False
        while asked < len(questions) and not stopped:
            turn = UnbrokenRun(noted, before=asked, total=len(questions), seconds=self._turn)
            async with self._index.writing():
                part, done = await asyncio.to_thread(self._compared_with, rows, questions[asked:], turn)
            changes, asked, stopped = [*changes, *part], asked + done, turn.stopped
            await asyncio.sleep(BETWEEN_TURNS_SECONDS)
        return worst_first(changes), asked

    async def newest(self, identifiers: Sequence[str]) -> list[Public]:
        """Give the newest versions of documents as an index takes them; raises `InputError` (`knowledge.missing`)."""
        rows: list[Public] = []
        async with self._database.reading() as tx:
            struck = await struck_store.struck(tx)
            for identifier in identifiers:
                record = await store.record_of(tx, identifier)
                version = await store.version(tx, identifier, record.current_version) if record else None
                if version is None:
                    raise InputError("knowledge.missing", id=identifier)
                rows.append(
                    (
                        version.document,
                        version.text,
                        version.number,
                        struck.get(identifier, NOTHING_STRUCK),
                    )
                )
        return rows

    def _before(self, questions: Sequence[Expected], today: date) -> Mapping[int, AnswerResult]:
        reader = self._index.reader
        asked = (reader.edition if reader else None, questions, today, self._sayings())
        if self._known[0] != asked:
            self._known = (asked, self._run(reader, questions, today, math.inf))
        return self._known[1]

    def _after(
        self, rows: Sequence[Public], questions: Sequence[Expected], today: date
    ) -> Mapping[int, AnswerResult]:
        with self._index.trial(rows) as reader:
            return self._run(reader, questions, today, self._turn)

    def _run(
        self, reader: Reader | None, questions: Sequence[Expected], today: date, seconds: float
    ) -> Mapping[int, AnswerResult]:
        return run(
            reader, questions, today=today, weights=self._weights, sayings=self._sayings, seconds=seconds
        )

    def _compared_with(
        self, rows: Sequence[Public], questions: Sequence[AskedOften], noted: Noted
    ) -> Compared:
        with self._index.trial(rows) as reader:
            return self._compared((self._index.reader, reader), questions, noted)

    def _compared(self, readers: Readers, questions: Sequence[AskedOften], noted: Noted) -> Compared:
        return compared(
            readers,
            questions,
            today=local_date(self._clock.now()),
            weights=self._weights,
            sayings=self._sayings,
            noted=noted,
        )

    def _heard_with(self, rows: Sequence[Public], question: str, today: date, limit: int) -> Heard:
        with self._index.trial(rows) as reader:
            return self._heard(reader, question, today, limit)

    def _heard(self, reader: Reader, question: str, today: date, limit: int) -> Heard:
        answerer = Answerer(Still(reader), weights=self._weights, sayings=self._sayings)
        return heard(answerer, question, today=today, limit=limit)

    def _heard_before(self, question: str, today: date, limit: int) -> Heard | None:
        reader = self._index.previous()
        return self._heard(reader, question, today, limit) if reader else None


def heard(answerer: Answerer, question: str, *, today: date, limit: int) -> Heard:
    """Give what an answerer says, with the passages it weighed."""
    extracts, _ = answerer.candidates(question, today=today, limit=limit)
    return answerer.answer(question, today=today), extracts
