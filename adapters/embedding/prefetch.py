"""Fetches the meaning of a question before anybody answers it, while the words are looked up."""

import asyncio

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from handlers.talk.precedence import Events, Look
from handlers.talk.turn import hear
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.index.generations import Index
from knowledge.search.question_vectors import Meanings
from knowledge.text.question import analyse

QUESTION_LETTERS = 400


class MeaningPrefetch:
    """Has the embedding service read a question before the look that may answer it.

    The look waits 0.3 seconds at most, and has the words alone if need be.
    """

    def __init__(self, answerer: Answerer, index: Index, *, meanings: Meanings, clock: Clock) -> None:
        self._answerer = answerer
        self._index = index
        self._meanings = meanings
        self._clock = clock

    def before(self, look: Look) -> Look:
        """Give the same look, which finds the question's meaning learnt when it begins."""

        async def prepared(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
            heard = hear(tracker)
            if heard.said and not heard.emergency:
                await self._learn(heard.said[:QUESTION_LETTERS])
            return await look(dispatcher, tracker)

        return prepared

    async def _learn(self, said: str) -> None:
        reader = self._index.reader
        if reader is None:
            return
        learning = asyncio.create_task(self._meanings.learn(said, reader))
        # Once round the loop, and the request is on its way while the words are looked up.
        await asyncio.sleep(0)
        if not learning.done() and self._is_settled(said):
            learning.cancel()
        await asyncio.wait({learning})

    def _is_settled(self, said: str) -> bool:
        """Whether words alone settle it: an approved answer, or a document asked for by its number."""
        if analyse(said).number:
            return True
        found = self._answerer.answer(said, today=local_date(self._clock.now()))
        return isinstance(found, Answer) and found.approved
