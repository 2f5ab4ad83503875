"""Fetches the meaning of a question before anybody answers it, unless its words settle the matter."""

from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from handlers.talk.precedence import Events
from handlers.talk.turn import hear
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.search.decisiveness import settled_by_words
from knowledge.search.lookup import readings_of
from knowledge.search.question_vectors import Meanings
from knowledge.text.question import Question

QUESTION_LETTERS = 400


class MeaningPrefetch:
    """Has the service or model read a question before anybody looks whether the documents answer it.

    Words are looked up first, in a millisecond or two: where they settle it, nobody is asked. Otherwise the turn waits
    0.3 seconds at most, and has the words alone if need be.
    """

    def __init__(self, answerer: Answerer, index: Index, *, meanings: Meanings, clock: Clock) -> None:
        self._answerer = answerer
        self._index = index
        self._meanings = meanings
        self._clock = clock

    async def listen(self, _: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Have the meaning of a message known to whoever looks or answers after it (`Look`); says nothing itself."""
        heard = hear(tracker)
        if heard.said and not heard.emergency:
            await self.learn(heard.said[:QUESTION_LETTERS])
        return None

    async def learn(self, said: str) -> None:
        """Have it known what a question means, unless its words settle it, or 0.3 seconds are over; never raises."""
        reader, readings = self._index.reader, readings_of(said, self._answerer.sayings)
        # 你好 and 谢谢 look for nothing.
        if reader is not None and readings and not self._is_settled(said, readings, reader):
            await self._meanings.learn(said, reader)

    def _is_settled(self, said: str, readings: Sequence[Question], reader: Reader) -> bool:
        """Whether words alone settle it: an approved answer, a document's number, or a document far before the others."""
        today = local_date(self._clock.now())
        if settled_by_words(readings, reader, today=today, weights=self._answerer.weights):
            return True
        if not reader.approved.docnums:
            return False
        found = self._answerer.answer(said, today=today)
        return isinstance(found, Answer) and found.approved
