"""What a whole sentence sounds like, learnt from own examples, for the danger that neither signs nor evidence know.

Alone it only ever leads to the one calm line before the answer, never to the words for a sure danger: it may be wrong.
Beside signs and evidence it helps to choose between kinds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from intents.classification.classifier import Model, TrainingSample

NONE = "none"
_OWN = 2.0
"""How much an example counts beside one of the many ordinary messages."""
_EVERYWHERE = frozenset(["person"])
"""What stands in any message, and tells nothing."""
Read = Callable[[str], tuple[str, Iterable[frozenset[str]]]]
"""Gives the words of a text, and what they stand for."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Shares from which a guess alone means that there may be danger: told, and asking about rules, money or papers."""

    told: float
    asking: float


@dataclass(frozen=True, slots=True)
class Guesser:
    """A model of the kinds whose lines are said, which kinds each stands for, because they share its number, and its least."""

    model: Model
    stands_for: Mapping[str, frozenset[str]]
    likely: Mapping[str, Likely]

    def guess(self, text: str, found: Iterable[frozenset[str]]) -> dict[str, float]:
        """Give how likely a text tells of each kind of danger, or of another with the same number."""
        shares = dict(self.model.scores(features(text, found)))
        guessed: dict[str, float] = {}
        for learnt, kinds in self.stands_for.items():
            for kind in kinds:
                guessed[kind] = guessed.get(kind, 0.0) + shares.get(learnt, 0.0)
        return guessed

    def total(self, guess: Mapping[str, float]) -> float:
        """Give how likely it is that there is any danger."""
        return sum(guess.get(learnt, 0.0) for learnt in self.stands_for)

    def likeliest(self, guess: Mapping[str, float], *, asking: bool) -> str | None:
        """Give the kind a guess tells of most where any danger is likely enough for it; nothing where it is not."""
        kind = max(self.stands_for, key=lambda learnt: guess.get(learnt, 0.0))
        least = self.likely[kind].asking if asking else self.likely[kind].told
        return kind if self.total(guess) >= least else None


def features(text: str, found: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """Give the characters, the pairs of characters, how it begins and ends, and the things of a text, each once."""
    things = (f"={thing}" for thing in sorted(frozenset(chain.from_iterable(found)) - _EVERYWHERE))
    pairs = (text[place : place + 2] for place in range(len(text) - 1))
    ends = (f"^{text[:1]}", f"^{text[:2]}", f"{text[-1:]}$", f"{text[-2:]}$")
    return tuple(dict.fromkeys(chain(text, pairs, ends, things)))


def samples(data: Mapping[str, Any], ordinary: Iterable[str], *, read: Read) -> Iterator[TrainingSample]:
    """Give what there is to learn from: own examples of danger and of none, and ordinary messages."""
    for kind, said in data["examples"].items():
        for text in said:
            yield TrainingSample(features(*read(text)), kind, _OWN)
    for text in ordinary:
        yield TrainingSample(features(*read(text)), NONE)


def kinds(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Give which kinds each learnt kind stands for."""
    return {learnt: frozenset(names.split()) for learnt, names in data["stands_for"].items()}


def likely(data: Mapping[str, Any]) -> dict[str, Likely]:
    """Give the least shares of each learnt kind."""
    return {learnt: Likely(*shares) for learnt, shares in data["likely"].items()}
