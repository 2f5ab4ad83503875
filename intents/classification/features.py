"""What the classifier sees of a message: letters, words, classes of words, sounds.

The classes let a sentence about a permit never seen before look like those about known ones; the sounds let a
misheard one look like what was said.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import add

import rjieba

from intents.text import pronunciation
from intents.text.lexicon import Lexicon, WordSpan

READ_LETTERS = 240
_NUMBER = re.compile("[0-9]+")
_CASE = re.compile("(?:gk|sq|bj|yy|yj|rg|hd)[ -]?[0-9][0-9 -]{6,}")
_LETTERS = re.compile("[a-z]{2,}")
_ABSTRACT = ("elsewhere", "item", "benefit", "record", "problem", "unit", "place", "topic")


class Features:
    """Names the features of a mended normal form."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def of(self, form: str) -> list[str]:
        """Give the distinct features of a form, in a fixed order."""
        text = _NUMBER.sub("0", _CASE.sub("№", form.replace(" ", "")))[:READ_LETTERS]
        spans = self._lexicon.spans(text)
        found = _grams(text)
        found += _words(text)
        found += _classes(spans)
        found += _frames(text, spans)
        found += _sounds(text)
        found += _shape(form, text)
        return list(dict.fromkeys(found))


def _grams(text: str) -> list[str]:
    padded = f"^{text}$"
    found = ["g" + c for c in padded]
    found += ["g" + pair for pair in map(add, padded, padded[1:])]
    found += [f"g{padded[start : start + 3]}" for start in range(len(padded) - 2)]
    return found


def _words(text: str) -> Iterator[str]:
    words = [w for w in rjieba.cut(text) if w.strip()]
    for word in words:
        yield f"w{word}"
    if words:
        yield f"first{words[0]}"
        yield f"last{words[-1]}"


def _classes(spans: list[WordSpan]) -> Iterator[str]:
    kinds = [kind for span in spans for kind in span.classes]
    for kind in kinds:
        yield f"c{kind}"
    for left, right in pairwise(spans):
        for a in left.classes:
            for b in right.classes:
                yield f"d{a}>{b}"


def _frames(text: str, spans: list[WordSpan]) -> Iterator[str]:
    """Give pieces of the sentence in which topical words are replaced by their class (<item>怎么办)."""
    parts: list[str] = []
    place = 0
    for span in spans:
        kind = next((k for k in _ABSTRACT if k in span.classes), None)
        if kind is not None:
            parts.extend(text[place : span.start])
            if not parts or parts[-1] != f"<{kind}>":
                parts.append(f"<{kind}>")
            place = span.end
    parts.extend(text[place:])
    if place == 0:
        return
    padded = ["^", *parts, "$"]
    held = [place for place, piece in enumerate(padded) if len(piece) > 1]
    for size in (2, 3, 4):
        last = len(padded) - size
        reached = -1
        for place in held:
            for start in range(max(0, place - size + 1, reached + 1), min(place, last) + 1):
                yield "f" + "".join(padded[start : start + size])
            reached = max(reached, min(place, last))


def _sounds(text: str) -> list[str]:
    syllables = list(map(pronunciation.sound, text))
    return [f"s{left} {right}" for left, right in pairwise(syllables)]


def _shape(form: str, text: str) -> Iterator[str]:
    yield f"n{min(len(text), 40) // 3 if len(text) > 4 else -len(text)}"  # noqa: PLR2004 - shorter texts count singly.
    if "?" in form or text.endswith(("吗", "么", "没", "不", "呢")):
        yield "question"
    if "!" in form:
        yield "exclaimed"
    if _LETTERS.search(text):
        yield "letters"
    if not any("\u4e00" <= c <= "\u9fff" for c in text):
        yield "no_han"
