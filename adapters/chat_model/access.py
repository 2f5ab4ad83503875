"""Where the chat model meets the program: opened when its address is set, nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

import aiohttp

from adapters.chat_model.service import ChatModelService, OutcomeCounter
from adapters.settings import Settings
from knowledge.answers.answer import Answering
from knowledge.answers.answerer import Answerer
from knowledge.rewording.advice import Advice
from knowledge.rewording.asked_as import AskedAsProposals
from knowledge.rewording.assisted import AssistedAnswering

# From no chance on words are sure to a lenient one, from none at all to one that is reserved.
ALWAYS_SURE, NEVER_SURE = 0.0, 2.0


@dataclass(frozen=True, slots=True)
class ChatAdvice:
    """What a chat model brings: its advice beside the turns, and lines that a document may be asked for by."""

    service: ChatModelService
    advice: Advice
    proposals: AskedAsProposals
    answering: AssistedAnswering = field(repr=False)

    @classmethod
    def of(
        cls,
        service: ChatModelService,
        by_words: Answerer,
        *,
        at: Callable[[float], Answering],
        seconds: float,
    ) -> Self:
        """Give what a model brings to an answerer; `at` gives the same one with another bar for sure answers."""
        counter = OutcomeCounter()
        advice = Advice(service, counter, seconds=seconds)
        answering = AssistedAnswering(
            by_words,
            lenient=at(ALWAYS_SURE),
            reserved=at(NEVER_SURE),
            advice=advice,
            bar=lambda: by_words.threshold,
        )
        return cls(service, advice, AskedAsProposals(service, counter), answering)


def chat_model_of(settings: Settings, session: aiohttp.ClientSession) -> ChatModelService | None:
    """Give the service that the settings name, None while there is none."""
    if not settings.chat_model_url:
        return None
    return ChatModelService(
        session,
        url=settings.chat_model_url,
        model=settings.chat_model_name,
        key=settings.chat_model_key.get_secret_value(),
    )
