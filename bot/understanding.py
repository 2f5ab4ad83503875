"""What a recogniser makes of a message; the engine is given one and knows no other part of it."""

from dataclasses import dataclass, replace
from typing import Protocol

FALLBACK = "nlu_fallback"


@dataclass(frozen=True, slots=True)
class Slot:
    """A named piece of the message: the words as written and the value read from them.

    `score` tells how well a value that was looked up (the title a topic is linked to) fits, from 0 to 1.
    """

    name: str
    surface: str
    value: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation expects next, which decides how a bare number or a short word is read.

    `located` says that the form awaits a place.
    """

    form: str | None = None
    awaited: str | None = None
    choices: int = 0
    located: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """One of several wishes of a message: what is wanted, the words that say so, and the pieces in those words.

    `linked` tells that a linking word (顺便, 另外) announces it as something else than what was said before.
    """

    intent: str
    text: str
    slots: tuple[Slot, ...] = ()
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Understanding:
    """The reading of one message.

    `intent` is the wish to act on (`nlu_fallback` when too unsure), `confidence` its calibrated probability,
    `intents` every wish found, in the order of the text, `ranking` the candidates best first, `emergency` the
    kind of danger somebody is in now, if any, `alarm` the kind that the words might mean where that is not sure,
    `limit` the kind of what is done for nobody and is wanted here. `spelled` is given for a message in Latin letters: the
    words that its pinyin spells, or the message itself where it is English.
    `wishes` tells where several wishes stand in the text, in its order; it is empty where there is but one. Where a
    form awaits an answer, words before the first wish that are none stand there too, as a wish of the fallback: they
    may be that answer.
    """

    text: str
    intent: str
    confidence: float
    intents: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    emergency: str | None = None
    alarm: str | None = None
    limit: str | None = None
    spelled: str | None = None
    wishes: tuple[Wish, ...] = ()

    def parts(self) -> tuple["Understanding", ...]:
        """Give one reading for each wish, with its own words and pieces; the whole reading where it is one wish."""
        return tuple(
            replace(
                self, text=wish.text, intent=wish.intent, intents=(wish.intent,), slots=wish.slots, wishes=()
            )
            for wish in self.wishes
        ) or (self,)

    def slot(self, name: str) -> str | None:
        """Give the value of the first slot of that name."""
        return next((slot.value for slot in self.slots if slot.name == name), None)


class Recognizer(Protocol):
    """Reads one message; pure computing, quick enough for the event loop."""

    def recognize(self, text: str, context: Context = ...) -> Understanding:
        """Give the reading of a text in its context."""
        ...
