"""How words sound, because typing and dictation confuse words that sound alike; also pinyin in place of words."""

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê", "aaaaeeeeiiiioooouuuuvvvvvnnnme")
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@cache
def _table() -> dict[str, str]:
    """Give pypinyin's table of characters; its phrases, which take a third of a second to load, are not needed."""
    package = find_spec("pypinyin")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("pypinyin")
    table: dict[str, str] = json.loads(
        (Path(package.submodule_search_locations[0]) / "pinyin_dict.json").read_text("utf-8")
    )
    return table


@lru_cache(maxsize=30000)
def reading(c: str) -> str:
    """Give the commonest reading of one character without tone, or the character itself when it has none."""
    known = _table().get(str(ord(c))) if len(c) == 1 else None
    return str(known).split(",", 1)[0].translate(_TONES) if known else c


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


def spelled(word: str) -> str:
    """Give the full pinyin of a word without tones or spaces."""
    return "".join(reading(c) for c in word)


def initials(word: str) -> str:
    """Give the first letters of a word's syllables, as people type them in haste."""
    return "".join(reading(c)[0] for c in word)
