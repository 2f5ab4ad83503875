"""Words of the field by class, so that a sentence about a permit it never saw still looks like the others.

A class is a file of words under `data/lexicons`. The caller may add words at run time (titles of guides,
documents, places), which the classifier then treats like the built-in ones of that class: no new training.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from intents.text import pronunciation
from intents.text.normal_form import normalise

TOPICAL = ("item", "benefit", "record", "problem")
LEAST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A word of the lexicon found in a text."""

    start: int
    end: int
    word: str
    classes: tuple[str, ...]


def lines(source: Traversable) -> Iterator[str]:
    """Give the lines of a data file that carry data."""
    for line in source.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.rstrip("\n")


class Lexicon:
    """Words and their classes, dialect words, and what letters typed in haste stand for."""

    def __init__(
        self, words: Mapping[str, Iterable[str]], spoken: Mapping[str, str], *, initials: Mapping[str, str]
    ) -> None:
        classes: dict[str, set[str]] = defaultdict(set)
        for kind, members in words.items():
            for word in members:
                if plain := normalise(word).replace(" ", ""):
                    classes[plain].add(kind)
        self.classes = {word: tuple(sorted(kinds)) for word, kinds in classes.items()}
        self.spoken = dict(spoken)
        self.by_sound: dict[tuple[str, ...], str] = {}
        self.initials: dict[str, str] = {}
        self.spelled: dict[str, str] = {}
        for word in sorted(self.classes, key=lambda w: (len(w), w)):
            self._index(word)
        self.initials.update(initials)
        self._table = initials
        self._sizes = _sizes_by_start(self.classes)
        self._spoken = re.compile("|".join(map(re.escape, sorted(spoken, key=len, reverse=True))) or r"(?!)")
        self._spoken_longest = max(map(len, spoken), default=1)

    def _index(self, word: str) -> None:
        if not all("\u4e00" <= c <= "\u9fff" for c in word):
            return
        self.by_sound.setdefault(pronunciation.sounds(word), word)
        self.spelled.setdefault(pronunciation.spelled(word), word)
        if len(word) >= LEAST_INITIALS:
            self.initials.setdefault(pronunciation.initials(word), word)

    def with_words(self, words: Mapping[str, Iterable[str]]) -> "Lexicon":
        """Give a lexicon that knows further words, by class."""
        merged: dict[str, list[str]] = defaultdict(list)
        for word, kinds in self.classes.items():
            for kind in kinds:
                merged[kind].append(word)
        for kind, members in words.items():
            merged[kind].extend(members)
        return Lexicon(merged, self.spoken, initials=self._table)

    def plain_speech(self, text: str) -> str:
        """Give the text with words of the dialects said in plain speech."""
        return self._spoken.sub(lambda match: self.spoken[match.group()], text)

    def spans(self, text: str) -> list[WordSpan]:
        """Give the longest words of the lexicon in a text, from left to right, not overlapping."""
        found: list[WordSpan] = []
        sizes, classes = self._sizes, self.classes
        free = 0
        for place, c in enumerate(text):
            if place < free or (offered := sizes.get(c)) is None:
                continue
            for size in offered:
                word = text[place : place + size]
                if (kinds := classes.get(word)) is not None:
                    free = place + len(word)
                    found.append(WordSpan(place, free, word, kinds))
                    break
        return found

    def __contains__(self, word: str) -> bool:
        """Tell whether the word is known."""
        return word in self.classes


def _sizes_by_start(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Give for each first character the lengths of the words that begin with it, longest first."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for word in words:
        sizes[word[0]].add(len(word))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in sizes.items()}


def load(extra: Mapping[str, Iterable[str]] | None = None) -> Lexicon:
    """Give the lexicon of the package's data, with the caller's further words by class."""
    data = files("intents") / "data"
    words: dict[str, list[str]] = {}
    for source in sorted((data / "lexicons").iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".txt"):
            words[source.name.removesuffix(".txt")] = [w for line in lines(source) for w in line.split()]
    for kind, members in (extra or {}).items():
        words.setdefault(kind, []).extend(members)
    return Lexicon(words, dict(_pairs(data / "spoken.txt")), initials=dict(_pairs(data / "initials.txt")))


def _pairs(source: Traversable) -> Iterator[tuple[str, str]]:
    for line in lines(source):
        left, _, right = line.partition(" ")
        yield left, right.strip()
