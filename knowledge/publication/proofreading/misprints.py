"""Likely typing errors: characters that the county's documents never set side by side, but that sound like a word of theirs.

The vocabulary is drawn from the published documents themselves, so the county's own terms are no mistakes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import rjieba

from bot.text.pinyin import reading
from knowledge.publication.proofreading.finding import Finding, Trouble, Weight

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
FAMILIAR_COUNT = 6
WORD_LETTERS = 4
PAIR_LETTERS = 2
RARE_COUNT = 1
VOCABULARY_LETTERS = 3_000_000
AROUND_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often two characters stand together in what is published, its words by their sound, and its single ones."""

    pairs: Counter[str] = field(default_factory=Counter)
    sounds: dict[str, str] = field(default_factory=dict)
    singles: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        """Draw the vocabulary from texts, three million characters at most; takes seconds, so call it in a thread."""
        pairs: Counter[str] = Counter()
        words: Counter[str] = Counter()
        left = VOCABULARY_LETTERS
        for text in texts:
            for run in HAN.findall(text[:left]):
                pairs.update(map("".join, pairwise(run)))
            words.update(rjieba.cut(text[:left], False))
            left -= len(text)
            if left <= 0:
                break
        sounds: dict[str, str] = {}
        for word, count in words.most_common():
            if count < FAMILIAR_COUNT:
                break
            if len(word) <= WORD_LETTERS and HAN.fullmatch(word):
                # The commonest word of a sound is the one that was meant.
                sounds.setdefault(_sound(word), word)
        return cls(pairs, sounds, Counter({word: count for word, count in words.items() if len(word) == 1}))

    def misprints(self, text: str) -> tuple[Finding, ...]:
        """Give what sounds like a familiar word but is written as nobody here writes."""
        findings: dict[int, Finding] = {}
        for run in HAN.finditer(text):
            for start, end, meant in self._suspects(run[0]):
                at = run.start() + start
                if not any(at < one.end and one.start < run.start() + end for one in findings.values()):
                    findings[at] = self._finding(text, at, run.start() + end, meant)
        return tuple(findings.values())

    def _suspects(self, run: str) -> Iterator[tuple[int, int, str]]:
        """Give stretches of one to four single characters, one of them out of place, and the word that was meant."""
        places = [at for at in range(len(run) - 1) if self.pairs[run[at : at + 2]] <= RARE_COUNT]
        if not places or not self.sounds:
            return
        borders = _borders(run)
        for size in range(WORD_LETTERS, 1, -1):
            for start in dict.fromkeys(first for at in places for first in range(at - size + 2, at + 1)):
                stretch = run[start : start + size]
                if start < 0 or len(stretch) < size or not {start, start + size} <= borders:
                    continue
                meant = self.sounds.get(_sound(stretch), stretch)
                if self._is_mistake(stretch, meant):
                    yield start, start + size, meant

    def _is_mistake(self, written: str, meant: str) -> bool:
        """Whether one character is wrong; of two, the wrong one must hardly ever be a word by itself (人多就公开)."""
        wrong = [a for a, b in zip(written, meant, strict=True) if a != b]
        if len(wrong) != 1 or rjieba.has_word(written):
            return False
        return len(written) > PAIR_LETTERS or self.singles[wrong[0]] < FAMILIAR_COUNT

    @staticmethod
    def _finding(text: str, start: int, end: int, meant: str) -> Finding:
        excerpt = " ".join(text[max(0, start - AROUND_LETTERS) : end + AROUND_LETTERS].split())
        return Finding(Trouble.TYPO, Weight.LOOK, "homophone", excerpt, start, end, instead=meant)


def _borders(run: str) -> frozenset[int]:
    """Give where words begin and end, taken from the dictionary alone: a mistake falls apart into characters."""
    borders, at = {0}, 0
    for word in rjieba.cut(run, False):
        at += len(word)
        borders.add(at)
    return frozenset(borders)


def _sound(word: str) -> str:
    return " ".join(map(reading, word))
