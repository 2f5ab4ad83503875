"""Puts right what typing and dictation got wrong in words of the field: homophones and split words.

A stretch is only replaced when it is no word of its own and sounds like exactly one word of the lexicon, so that
ordinary words are never turned into others.
"""

import re
from functools import lru_cache

import rjieba
from rapidfuzz.distance import Levenshtein

from intents.text import pronunciation
from intents.text.latin import Letters
from intents.text.lexicon import Lexicon
from intents.text.pronunciation import coded

_SPACED = re.compile(
    r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?: |$))|(?<=(?<= )[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
)
_HAN = re.compile("[\u4e00-\u9fff]+")
_LONGEST_WORD = 6
_WHOLE_FROM = 4
"""Only a word this long may replace a stretch in which a shorter word was already recognised."""
_NEAR_FROM = 3
"""Words of this many characters may also differ by a sound that is only nearly the same."""
SMALL_WORDS = frozenset(
    "的了吗呢吧啊么是不在有我你他她它要会能可去来到个这那说给让被把和与就都也还很太最没一二三四五六七八九十上下大小多少人再又只几点开看过从对向"
)
"""Characters that mostly stand alone; two characters with one of them are hardly ever one misheard word."""
_FUNCTION_CLASSES = frozenset(
    [
        "how",
        "where",
        "rule",
        "yes",
        "no",
        "greet",
        "chat",
        "abuse",
        "injection",
        "elsewhere",
        "group",
        "material",
        "thanks",
    ]
)
"""Classes of everyday words, into which nothing is corrected."""


@lru_cache(maxsize=8192)
def _common(word: str) -> bool:
    return bool(rjieba.has_word(word))


class Mender:
    """Rewrites a normal form with the words that were meant."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._letters = Letters(lexicon)
        self._near: dict[str, list[str]] = {}
        self._target = {
            coded(word): word
            for word in lexicon.by_sound.values()
            if not _FUNCTION_CLASSES.issuperset(lexicon.classes[word])
            and (len(word) > _NEAR_FROM - 1 or SMALL_WORDS.isdisjoint(word))
        }
        for code, word in self._target.items():
            if _NEAR_FROM <= len(word) <= _LONGEST_WORD and SMALL_WORDS.isdisjoint(word):
                for place in range(len(code)):
                    self._near.setdefault(_without(code, place), []).append(word)
        # Of the first three sounds of a word at least two are heard even in a slip: a stretch without is no such word.
        near = [code for code, word in self._target.items() if len(word) >= _NEAR_FROM]
        self._starts = frozenset(code[:2] for code in self._target)
        self._seconds = frozenset(code[1:3] for code in near)
        self._gapped = frozenset(code[0] + code[2] for code in near)

    def mend(self, text: str) -> str:
        """Give the text with letters read as words, split words joined and homophones put right."""
        joined = _SPACED.sub("", text)
        read = self._letters.read(joined)
        return self._homophones(read)

    def _homophones(self, text: str) -> str:
        taken = [False] * len(text)
        for span in self._lexicon.spans(text):
            if span.end - span.start > 1:
                taken[span.start : span.end] = [True] * (span.end - span.start)
        if all(taken):
            return text
        free = _borders(text)
        code = coded(text)
        place = 0
        while place < len(text):
            worth = free[place] and self._may_begin(code[place : place + 3])
            for end in range(min(place + _LONGEST_WORD, len(text)), place + 1, -1) if worth else ():
                if not free[end]:
                    continue
                held = True in taken[place:end]
                if held and end - place < _WHOLE_FROM:
                    continue
                word = self._meant(text[place:end], code[place:end], exactly=held)
                if word is not None:
                    text = text[:place] + word + text[end:]
                    taken[place:end] = [True] * (end - place)
                    break
            place += 1
        return text

    def _may_begin(self, code: str) -> bool:
        """Tell whether three sounds may begin a word, one of them being a slip."""
        return (
            code[:2] in self._starts
            or code[1:] in self._seconds
            or (len(code) > 2 and code[0] + code[2] in self._gapped)  # noqa: PLR2004
        )

    def _meant(self, window: str, code: str, *, exactly: bool) -> str | None:
        if (word := self._target.get(code)) is not None:
            return word if word != window and window not in self._lexicon and _suspect(window) else None
        if exactly or len(window) < _NEAR_FROM:
            return None
        near: set[str] = set()
        for place in range(len(code)):
            for word in self._near.get(_without(code, place), ()):
                if _nearly(pronunciation.sound(window[place]), pronunciation.sound(word[place])) and _shared(
                    window, word
                ):
                    near.add(word)
        return near.pop() if len(near) == 1 and window not in self._lexicon and _suspect(window) else None


def _without(code: str, place: int) -> str:
    """Give the sounds of a word with one of them open."""
    return f"{code[:place]}\0{code[place + 1 :]}"


def _borders(text: str) -> list[bool]:
    """Tell for each place, the end included, whether an ordinary word may begin or end there."""
    free = [True] * (len(text) + 1)
    place = 0
    for token in rjieba.cut(text):
        if len(token) > 1 and _common(token):
            free[place + 1 : place + len(token)] = [False] * (len(token) - 1)
        place += len(token)
    return free


def _suspect(window: str) -> bool:
    if not _HAN.fullmatch(window) or _common(window):
        return False
    return len(window) > 2 or SMALL_WORDS.isdisjoint(window)  # noqa: PLR2004


@lru_cache(maxsize=8192)
def _nearly(left: str, right: str) -> bool:
    """Tell whether two syllables differ by one letter at most."""
    return left != right and Levenshtein.distance(left, right, score_cutoff=1) <= 1


def _shared(window: str, word: str) -> bool:
    """Tell whether most characters are the same, which a slip of the tongue leaves so."""
    return sum(a == b for a, b in zip(window, word, strict=True)) * 2 >= len(word)
