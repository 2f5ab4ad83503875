"""One written form for what people type: width, traditional characters, hidden characters, emoji, repeats.

`fold` keeps for every character the place it came from, so that a slot found in the folded text can be shown
exactly as the citizen wrote it; `normalise` goes on to the form in which wishes are compared.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

from intents.text.numerals import with_digits

EMOJI_KINDS = {
    "👍": "👍👌🆗✅💯🤝✔☑",
    "🙏": "🙏💐🌹🤗❤💕",
    "👎": "👎❌🙅🚫⛔✖",
    "😡": "😡🤬💢😠🤮👿😤🙄😒💔😭😢😩",
    "😂": "😂🤣😄😀🙂😊😁😆😅",
    "👋": "👋🤚✋",
    "🤔": "🤔❓❔🧐🙋",
    "📍": "📍🗺🚩🧭",
    "🔔": "🔔📢📣📮",
    "📄": "📄📃📑📝📋🧾",
    "⏰": "⏰📅🕘⌚📆🗓",
    "⭐": "⭐🌟✨",
    "🔥": "🔥🚒",
}
_KIND_OF = {c: kind for kind, members in EMOJI_KINDS.items() for c in members}
_OTHER_PICTURE = "▪"
_PICTURE_BLOCKS = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x231A, 0x23FF))
_HAN_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFF))
_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff\ufe00-\ufe0f\u20e3]")
_ZHUYIN_MARKS = re.compile("[\u02ca\u02cb\u02c7\u02d9]")
_LOOKALIKES = str.maketrans({"【": "[", "】": "]", "﹑": "、", "〜": "~", "—": "-", "–": "-"})
_REPEATED = re.compile(r"([!?。,、.~;:…▪\-_=*#+]|[👍🙏👎😡😂👋🤔📍🔔📄⏰⭐🔥])\1+")
_PLAIN = re.compile("[\u4e00-\u9fffa-z0-9 ,.?!:;()。、]*")
"""Texts of these characters alone are of one width already."""
_SPACES = re.compile(r"\s+")
READ_LETTERS = 1000
"""Characters that are read for the wish; a longer message has told it by then, and reading stays quick."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with one width and one script; `origins[i]` is the place in the source of its i-th character."""

    source: str
    text: str
    origins: Sequence[int]

    def surface(self, start: int, end: int) -> str:
        """Give the words of the source that stand behind a span of the folded text."""
        return self.source[self.origins[start] : self.origins[end - 1] + 1] if end > start else ""


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _traditional() -> frozenset[str]:
    """Give the characters that simplification changes; the dictionary is far slower than this look."""
    listed = [chr(code) for first, last in _HAN_BLOCKS for code in range(first, last + 1)]
    simple = str(_simplifier().convert("\n".join(listed))).split("\n")
    return frozenset(c for c, plain in zip(listed, simple, strict=True) if c != plain)


@lru_cache(maxsize=16384)
def _fold_character(c: str) -> str:
    if _MODIFIERS.match(c):
        return ""
    if c in _KIND_OF:
        return _KIND_OF[c]
    plain = unicodedata.normalize("NFKC", c).lower().translate(_LOOKALIKES)
    kept = "".join(_visible(part) for part in plain)
    return kept if kept == c else "".join(_fold_character(part) for part in kept if part != c) or kept


def _visible(c: str) -> str:
    category = unicodedata.category(c)
    if c.isspace():
        return " "
    if category in {"Cf", "Cc", "Co", "Cn", "Cs", "Mn", "Me"} or _ZHUYIN_MARKS.match(c):
        return ""
    code = ord(c)
    if c not in EMOJI_KINDS and any(low <= code <= high for low, high in _PICTURE_BLOCKS):
        return _KIND_OF.get(c, _OTHER_PICTURE)
    return c


def fold(source: str) -> Folded:
    """Give the text in one width and in simplified characters, hidden characters left out, places kept."""
    if not source.isascii() and _PLAIN.fullmatch(source):
        return Folded(source, _simplify(source), range(len(source)))
    parts: list[str] = []
    origins: list[int] = []
    for place, c in enumerate(source):
        folded = c if "\u4e00" <= c <= "\u9fff" else _fold_character(c)
        parts.append(folded)
        origins.extend([place] * len(folded))
    text = "".join(parts)
    simple = _simplify(text)
    return Folded(source, simple, tuple(origins))


def _simplify(text: str) -> str:
    # A phrase may change its length; then each character is turned by itself, so that places stay right.
    if text.isascii() or _traditional().isdisjoint(text):
        return text
    simple = str(_simplifier().convert(text))
    if len(simple) == len(text):
        return simple
    return "".join(one if len(one := str(_simplifier().convert(c))) == 1 else c for c in text)


def plain_lines(source: str) -> str:
    """Give many lines in one width and script at once, without the care single characters get in `fold`."""
    plain = unicodedata.normalize("NFKC", source).lower()
    return plain if _traditional().isdisjoint(set(plain)) else _simplify(plain)


def normalise(source: str) -> str:
    """Give the form in which wishes are compared: folded, squeezed, plain numbers in digits; idempotent."""
    return settle(fold(source[:READ_LETTERS]).text)


def settle(folded: str) -> str:
    """Give folded text with spaces and repeated marks squeezed and plain numbers in digits."""
    text = _simplify(folded)
    while True:
        squeezed = with_digits(_SPACES.sub(" ", _REPEATED.sub(r"\1", text)).strip())
        if squeezed == text:
            return text
        text = squeezed
