"""Plays a message as somebody's who has never written, where nothing can be written, and gives what decided it."""

import asyncio
import uuid
from collections.abc import Sequence

from adapters.explanation.trace import DecisionTrace, TurnNotes, claim_of, decisive
from bot.clock import Clock
from bot.conversation import Conversation
from bot.dispatcher import Dispatcher
from bot.errors import ServiceError
from bot.message import Inbound, Reply, Wording
from bot.trace import traced
from knowledge.answers.answerer import Answerer
from knowledge.judgement.judge import threshold

CHANNEL = "wechat"
SHOWN_STRETCHES = 5
MOST_EARLIER = 10


class Explainer:
    """Explains decisions of a dispatcher whose services cannot write (`adapters.storage.read_only`)."""

    def __init__(self, dispatcher: Dispatcher, answerer: Answerer, *, wording: Wording, clock: Clock) -> None:
        self._dispatcher = dispatcher
        self._answerer = answerer
        self._wording = wording
        self._clock = clock

    async def explain(self, text: str, *, earlier: Sequence[str] = ()) -> DecisionTrace:
        """Play a message after earlier ones of the same talk, and give how the last one was decided.

        What would have been written is not, and the reply says so. Raises `ServiceError` when the database is away.
        """
        citizen = f"trial-{uuid.uuid4().hex}"
        conversation = Conversation.new(citizen)
        for before in earlier[-MOST_EARLIER:]:
            conversation, _ = await self._turn(before, conversation)
        with traced() as notes:
            _, replies = await self._turn(text, conversation)
        turn = TurnNotes.of(notes)
        found = decisive(turn.lookups, claim_of(replies))
        weighed = (
            await asyncio.to_thread(
                self._answerer.weighed, found.question, found.circumstances, limit=SHOWN_STRETCHES
            )
            if found
            else ()
        )
        weights = self._answerer.weights
        # With a meaning known the bars are others.
        meant = (
            found is not None
            and self._answerer.meaning(found.question, found.circumstances.about) is not None
        )
        sure = "sure_structured" if weighed and weighed[0].structured else "sure"
        return DecisionTrace(
            said=text,
            notes=turn,
            replies=tuple(replies),
            decisive=found,
            weighed=weighed,
            sure=threshold(weights, sure, meant=meant),
            likely=threshold(weights, "likely", meant=meant),
        )

    async def replay(self, said: Sequence[str], *, channel: str = CHANNEL) -> list[list[Reply]]:
        """Play a talk of a channel and give what is answered to each message; raises `ServiceError` when the database is away."""
        conversation = Conversation.new(f"trial-{uuid.uuid4().hex}")
        answered = []
        for text in said[-MOST_EARLIER:]:
            conversation, replies = await self._turn(text, conversation, channel=channel)
            answered.append(replies)
        return answered

    async def _turn(
        self, text: str, conversation: Conversation, *, channel: str = CHANNEL
    ) -> tuple[Conversation, list[Reply]]:
        inbound = Inbound(
            channel, conversation.citizen, uuid.uuid4().hex, "text", self._clock.now(), text=text
        )
        before = conversation.copy()
        try:
            return await self._dispatcher.turn(inbound, conversation)
        except ServiceError as error:
            if error.text_key != "trace.not_done":
                raise
            return before, [Reply(self._wording(error.text_key))]
