"""What speaks for a danger without naming it: many small things, each weak, that together mean one (电梯, 灯灭了, 没人应).

Everyday words are looked up in lexicons of things (water, falling, a weapon, nobody answers), and each thing weighs for
the kinds of danger it belongs to. What stands within a few clauses is added up; a clause about rules, the past or the news
counts little. So a story needs no listed phrase, and one word alone raises no alarm.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import rjieba

from intents.text.corrections import SMALL_WORDS
from intents.text.pronunciation import coded

NEAR = 5
"""Clauses that tell of one thing together."""
CALM, CALM_WITHIN = 0.25, 0.6
"""How much a clause about rules, the past or the imagined counts, and one that is several without a comma."""
RUN_ON = 30
"""Characters from which a clause is several."""
LONELY = 0.4
"""Points that a thing loses which no other of its kind stands beside."""
_ANY = "any"
_DENIALS = frozenset("没不未别无冇")
_DENIED = frozenset(["没有", "不会", "不是", "不要", "没被", "不用"])
_WHOLE_SOUND = 3
"""Characters from which a word is known by its sound alone."""
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a lexicon: how it is written or sounds, its length, and what it stands for."""

    form: str
    spelled: str
    concept: str


class DangerEvidence:
    """Lexicons by what the words stand for, and what each thing weighs for each kind."""

    def __init__(
        self, concepts: Mapping[str, str], kinds: Mapping[str, Weights], *, cores: Mapping[str, str]
    ) -> None:
        self._cores = {name: frozenset(words.split()) for name, words in cores.items()}
        self._common = kinds[_ANY]
        self._kinds = {name: weights for name, weights in kinds.items() if name != _ANY}
        self._written: dict[str, list[Word]] = {}
        self._heard: dict[str, list[Word]] = {}
        for concept, words in concepts.items():
            for word in words.split():
                self._learn(word, concept)

    @property
    def concepts(self) -> frozenset[str]:
        """Give what the words stand for."""
        return frozenset(word.concept for word in chain.from_iterable(self._written.values()))

    def weigh(self, found: Sequence[frozenset[str]], shares: Sequence[float]) -> dict[str, float]:
        """Give the points that a few neighbouring clauses bring for each kind, at most; kinds without any are left out."""
        told = list(zip(found, shares, strict=True))
        best: dict[str, float] = {}
        for start in range(max(len(told) - NEAR, 0) + 1):
            for kind, points in self._points(told[start : start + NEAR]).items():
                best[kind] = max(points, best.get(kind, 0.0))
        return best

    def found(self, clause: str) -> frozenset[str]:
        """Give what the words of a clause stand for."""
        code = coded(clause)
        concepts: set[str] = set()
        for place in range(len(clause)):
            written = (self._written.get(clause[place : place + size], ()) for size in (1, 2))
            for word in chain.from_iterable(written):
                if clause.startswith(word.form, place) and not _denied(clause, place):
                    concepts.add(word.concept)
            for word in self._heard.get(code[place : place + 2], ()):
                if word.concept not in concepts and _sounds(clause, code, place, word):
                    concepts.add(word.concept)
        return frozenset(concepts)

    def _points(self, found: Iterable[tuple[frozenset[str], float]]) -> dict[str, float]:
        """Add up, each thing once, where it counts most."""
        counts: dict[str, float] = {}
        for concepts, share in found:
            for concept in concepts:
                counts[concept] = max(share, counts.get(concept, 0.0))
        common = sum(weight * counts.get(concept, 0.0) for concept, weight in self._common.items())
        points: dict[str, float] = {}
        for kind, weights in self._kinds.items():
            own = counts.keys() & weights.keys()
            if own & self._cores.get(kind, own):
                alone = LONELY if len(own) == 1 else 0.0
                points[kind] = sum(weights[one] * counts[one] for one in own) + common - alone
        return points

    def _learn(self, word: str, concept: str) -> None:
        known = Word(word, word, concept)
        self._written.setdefault(word[:2], []).append(known)
        if len(word) > 1 and not word.isascii():
            code = coded(word)
            self._heard.setdefault(code[:2], []).append(Word(code, word, concept))


def share(clause: str, *, calm: bool) -> float:
    """Give how much what a clause says counts."""
    if not calm:
        return 1.0
    return CALM if len(clause) < RUN_ON else CALM_WITHIN


def _sounds(clause: str, code: str, place: int, word: Word) -> bool:
    """Whether a stretch that is no word of its own sounds like a word, and is partly written like it."""
    if not code.startswith(word.form, place) or _denied(clause, place):
        return False
    end = place + len(word.form)
    stretch = clause[place:end]
    same = sum(a == b for a, b in zip(stretch, word.spelled, strict=True))
    if not same or rjieba.has_word(stretch):
        return False
    return (len(stretch) >= _WHOLE_SOUND or SMALL_WORDS.isdisjoint(stretch)) and _stands_alone(
        clause, place, end
    )


def _stands_alone(clause: str, start: int, end: int) -> bool:
    """Whether no ordinary word lies across the ends of a stretch."""
    place = 0
    for token in rjieba.cut(clause):
        after = place + len(token)
        if place < start < after or place < end < after:
            return False
        place = after
    return True


def _denied(clause: str, place: int) -> bool:
    """Whether the words just before deny what comes."""
    return clause[place - 1 : place] in _DENIALS or clause[max(place - 2, 0) : place] in _DENIED


def load(data: Mapping[str, Any]) -> DangerEvidence:
    """Give the evidence of a parsed data file."""
    return DangerEvidence(data["concepts"], data["kinds"], cores=data["cores"])
