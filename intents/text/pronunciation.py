"""How words sound, because typing and dictation confuse words that sound alike; also pinyin in place of words."""

from functools import lru_cache

from bot.text.pinyin import reading

_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = (("ang", "an"), ("eng", "en"), ("ing", "in"))

_CODES: dict[str, str] = {}
_FIRST_CODE = 0xF0000
"""Signs from here on are nobody's; each stands for one sound."""


@lru_cache(maxsize=30000)
def sound(c: str) -> str:
    """Give a character's reading with the sounds that many speakers do not tell apart made one."""
    syllable = reading(c)
    for careful, easy in _ALIKE:
        if syllable.startswith(careful):
            syllable = easy + syllable[2:]
    for careful, easy in _NASAL:
        if syllable.endswith(careful):
            syllable = syllable[: -len(careful)] + easy
    return syllable


def sounds(word: str) -> tuple[str, ...]:
    """Give the sound of each character of a word."""
    return tuple(sound(c) for c in word)


@lru_cache(maxsize=30000)
def _code(c: str) -> str:
    return _CODES.setdefault(sound(c), chr(_FIRST_CODE + len(_CODES)))


def coded(text: str) -> str:
    """Give the sounds of a text as one sign each, so that a stretch of sounds is a stretch of text."""
    return "".join(map(_code, text))


def spelled(word: str) -> str:
    """Give the full pinyin of a word without tones or spaces."""
    return "".join(reading(c) for c in word)


def initials(word: str) -> str:
    """Give the first letters of a word's syllables, as people type them in haste."""
    return "".join(reading(c)[0] for c in word)
