"""Asks the chat model what a turn would like to know before anybody answers, where words alone are not decisive."""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.policy.ask_policy import AskPolicy
from handlers.policy.thread.follow_up import Asked
from handlers.published.quotes import quoted
from handlers.talk.arbiter import asks
from handlers.talk.precedence import Events
from handlers.talk.turn import hear
from knowledge.answers.answer import Answer
from knowledge.rewording.advice import Advice, AdviceRequest
from knowledge.rewording.assisted import AssistedAnswering

SHORTEST_REWRITTEN_LETTERS = 6
# Shorter quotes are plain enough.
SHORTEST_REWORDED_LETTERS = 40


class ChatPrefetch:
    """Has advice learnt before anybody looks whether the documents answer a message (`Look`); says nothing itself.

    Approved answers, documents asked for by their number, words of danger and short quotes need none.
    """

    def __init__(self, asking: AskPolicy, advice: Advice, *, answering: AssistedAnswering) -> None:
        self._asking = asking
        self._advice = advice
        self._answering = answering

    async def listen(self, _: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Learn what the latest message needs, within the time that the turn has."""
        heard = hear(tracker)
        if heard.said and not heard.emergency:
            asked = self._asking.outlook(tracker)
            if asked is not None and not _is_settled(asked):
                doubted = self._answering.is_in_doubt(asked.result)
                await self._advice.learn(advice_request(asked, asks=asks(heard.said), doubted=doubted))
        return None


def advice_request(asked: Asked, *, asks: bool, doubted: bool) -> AdviceRequest:
    """Give what to ask about an outcome of the words alone; a `doubted` one is judged."""
    result = asked.result
    shown = result.best if isinstance(result, Answer) else next(iter(result.likely), None)
    quote = quoted(shown) if shown is not None else ""
    return AdviceRequest(
        result.question,
        rewrite=not isinstance(result, Answer)
        and asks
        and not asked.joined
        and len(result.question) >= SHORTEST_REWRITTEN_LETTERS,
        judged=result.best if doubted else None,
        quote=quote if len(quote) >= SHORTEST_REWORDED_LETTERS else "",
    )


def _is_settled(asked: Asked) -> bool:
    """Whether the words settle it: somebody vouched for the answer, or a document's number was written."""
    approved = isinstance(asked.result, Answer) and asked.result.approved
    return approved or bool(asked.missing_number) or asked.named is not None
