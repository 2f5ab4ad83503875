"""Where a text may be cut without breaking what a reader sees as one character (protocol §7).

The rules are those of Unicode annex 29, simplified to the safe side: where the annex needs a property that the
standard library lacks, no border is seen, so a cut may come a little early but never inside a character.
"""

import unicodedata

_JOINER = "\u200d"
_VIRAMA_CLASS = 9
_PREPENDED = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_FLAGS = range(0x1F1E6, 0x1F200)
_EXTENDING = (
    range(0x200C, 0x200E),
    range(0xFE00, 0xFE10),
    range(0xFF9E, 0xFFA0),
    range(0x1F3FB, 0x1F400),
    range(0xE0020, 0xE0080),
    range(0xE0100, 0xE01F0),
)
_HANGUL_PARTS = (range(0x1100, 0x1200), range(0xA960, 0xA97D), range(0xD7B0, 0xD7FC))
_HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
_FIRST_COMBINING = 0x300


def _is_flag(character: str) -> bool:
    return ord(character) in _FLAGS


def _extends(character: str) -> bool:
    code = ord(character)
    if code < _FIRST_COMBINING:
        return False
    return unicodedata.category(character).startswith("M") or any(code in span for span in _EXTENDING)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Zl", "Zp"}


def _is_jamo(character: str) -> bool:
    return any(ord(character) in span for span in _HANGUL_PARTS)


def _joins_hangul(before: str, after: str) -> bool:
    if _is_jamo(after):
        return _is_jamo(before) or ord(before) in _HANGUL_SYLLABLES
    return _is_jamo(before) and ord(after) in _HANGUL_SYLLABLES


def _splits_flag(text: str, index: int) -> bool:
    if not (_is_flag(text[index - 1]) and _is_flag(text[index])):
        return False
    first = index
    while first and _is_flag(text[first - 1]):
        first -= 1
    return (index - first) % 2 == 1


def is_border(text: str, index: int) -> bool:
    """Tell whether the text may be cut before the character at `index`."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if before == "\r" and after == "\n":
        return False
    if _is_control(before) or _is_control(after):
        return True
    return not (
        _extends(after)
        or before == _JOINER
        or before in _PREPENDED
        or unicodedata.combining(before) == _VIRAMA_CLASS
        or _joins_hangul(before, after)
        or _splits_flag(text, index)
    )
