"""What answers questions: the index, the answerer over it, both without what was switched off, and the two models."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from adapters.chat_model.access import ChatAdvice
from adapters.embedding.access import Semantics
from adapters.services.foundation import Foundation
from adapters.services.ways_out import WaysOut
from handlers.switches.service import SwitchBoard
from knowledge.answers.answerer import Answerer
from knowledge.index.closed import OpenIndex
from knowledge.index.generations import Index
from knowledge.search.weights import WeightSource
from knowledge.text.lexicon import SayingSource


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """How questions are read: the index, the weights, the everyday words, and the model that knows meanings, if any."""

    index: Index
    weights: WeightSource
    sayings: SayingSource
    understood: Semantics | None


@dataclass(frozen=True, slots=True)
class AnsweringServices:
    """What the talk and the pages ask; `open_index` and `open_answerer` know nothing of what was switched off."""

    index: Index
    answerer: Answerer
    switches: SwitchBoard
    open_index: OpenIndex
    open_answerer: Answerer
    understanding: Semantics | None
    chat: ChatAdvice | None

    @classmethod
    def of(cls, base: Foundation, reading: QuestionReading, ways: WaysOut) -> Self:
        """Give them."""
        switches = SwitchBoard(base.database, index=reading.index, clock=base.clock, ring=ways.ring)
        open_index = OpenIndex(reading.index, switches.closed)
        answering = partial(
            Answerer,
            meanings=reading.understood.meanings if reading.understood else None,
            weights=reading.weights,
            sayings=reading.sayings,
        )
        openly = partial(answering, open_index)
        open_answerer = openly()
        return cls(
            index=reading.index,
            answerer=answering(reading.index),
            switches=switches,
            open_index=open_index,
            open_answerer=open_answerer,
            understanding=reading.understood,
            chat=ChatAdvice.of(
                ways.chat_model,
                open_answerer,
                at=lambda least: openly(threshold=least),
                seconds=ways.chat_seconds,
            )
            if ways.chat_model
            else None,
        )

    def talking(self) -> Self:
        """Give them for a talk, which answers from what is not switched off."""
        return replace(self, index=self.open_index, answerer=self.open_answerer)
