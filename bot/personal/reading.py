"""A text as its figures are meant: one width, nothing invisible, every script's figures as 0 to 9.

People write the same number in full width, as keycaps, circled, spoken (幺三九), as on a cheque (壹叁玖) or with an O
for a nought. Numbers are looked for in this reading; each of its letters knows its place in the original.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

SPOKEN = {
    figure: str(value)
    for value, figures in enumerate(
        ("零〇○◯⭕", "一壹弌幺", "二贰貳弍", "三叁參参", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for figure in figures
}
_DICE = {chr(0x2680 + value): str(value + 1) for value in range(6)}
_TEN = {"🔟": "10"}
# What stands for a figure only among figures: letters like them, and how figures are called on the radio.
_ALIKE = {
    **dict.fromkeys("OoΟοОо洞", "0"),
    **dict.fromkeys("IlІ夭", "1"),
    "两": "2",
    "兩": "2",
    "拐": "7",
    "勾": "9",
}
_LIKE = "".join(map(re.escape, _ALIKE))
FIGURES = "".join((*SPOKEN, *(letter for letter in _ALIKE if not letter.isascii())))
"""Every letter of ours that may stand for a figure."""
_AMONG_FIGURES = re.compile(
    rf"(?:(?<=[0-9])|(?<=[0-9][ -]))[{_LIKE}]{{1,8}}(?:[ -][{_LIKE}]{{1,8}}){{0,2}}(?=[ -]?[0-9])|(?<=[0-9]{{6}})[{_LIKE}]{{1,4}}(?![A-Za-z])|(?<![0-9A-Za-z])[Il](?=[3-9][0-9])"
)
# Figures spelled out, in English or pinyin, one after another: as many as the shortest number has.
_SPELLINGS = (
    "zero ling oh", "one yi yao", "two er liang", "three san", "four si",
    "five wu", "six liu", "seven qi", "eight ba", "nine jiu",
)  # fmt: skip
_WORDS = {word: str(value) for value, words in enumerate(_SPELLINGS) for word in words.split()}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_ONE_WORD = re.compile(rf"(?<![a-z])(?:{_WORD})(?![a-z])", re.IGNORECASE)
_SPELLED = re.compile(
    rf"(?<![a-z])(?:(?:{_WORD}|[0-9]{{1,4}})[^0-9a-z]{{1,3}}){{2,20}}(?:{_WORD}|[0-9]{{1,4}})(?![0-9a-z])",
    re.IGNORECASE,
)
# The same without a gap: yaosanjiulingling…; fewer of them are words of some language.
GLUED = rf"(?i:(?<![a-z])(?:{_WORD}){{10,18}}(?![a-z]))"
_GLUED, _NEXT_WORD = re.compile(GLUED), re.compile(_WORD, re.IGNORECASE)
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc"})
_BLANKS = frozenset("\t\n\r\x0b\x0c\x85")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_HIGHEST = 99
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text folded: `text` in one width, `figures` of the same length; where each letter begins and ends before."""

    text: str
    figures: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def read(text: str) -> Reading:
    """Read a text, letter by letter."""
    folded: list[str] = []
    figures: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, letter in enumerate(text):
        plain, meant = (letter, letter) if "!" <= letter <= "~" else _folded(letter)
        if not plain and ends:
            ends[-1] = place + 1
        folded.append(plain)
        figures.append(meant)
        starts += [place] * len(plain)
        ends += [place + 1] * len(plain)
    reading = Reading("".join(folded), _settled("".join(figures)), tuple(starts), tuple(ends))
    words = sorted(_words(reading.text))
    return _without_words(reading, words) if words else reading


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where words spell figures, and the figure of each."""
    for row, one in ((_SPELLED, _ONE_WORD), (_GLUED, _NEXT_WORD)):
        for within in row.finditer(text):
            for word in one.finditer(within[0]):
                yield within.start() + word.start(), within.start() + word.end(), _WORDS[word[0].lower()]


def _without_words(reading: Reading, words: Sequence[tuple[int, int, str]]) -> Reading:
    """Give a reading with one figure for each word that spells one."""
    texts, figures, starts, ends, place = [], [], [], [], 0
    for first, last, figure in (*words, (len(reading.text), len(reading.text), "")):
        texts += [reading.text[place:first], figure]
        figures += [reading.figures[place:first], figure]
        starts += [*reading.starts[place:first], *reading.starts[first : first + len(figure)]]
        ends += [*reading.ends[place:first], *reading.ends[last - len(figure) : last]]
        place = last
    return Reading("".join(texts), "".join(figures), tuple(starts), tuple(ends))


@lru_cache(maxsize=8192)
def _folded(letter: str) -> tuple[str, str]:
    """Give a letter as text and as figures, equally long."""
    if letter in SPOKEN:
        return letter, SPOKEN[letter]
    if letter in _BLANKS or letter in _FILLERS:
        return " ", " "
    if unicodedata.category(letter) in _INVISIBLE:
        return "", ""
    value = _value(letter)
    if value is not None:
        return value, value
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", letter) if unicodedata.category(c) not in _INVISIBLE
    )
    if not any(map(str.isalnum, plain)):
        # One mark stays one, though it be written with several: … is no three points.
        plain = plain[:1]
    return plain, "".join(SPOKEN.get(c, c) for c in plain)


def _value(letter: str) -> str | None:
    """Give the figures that one sign stands for: ➌, ㈠, 〡, ٣, ⑩; words of the language are no signs."""
    if letter in _DICE or letter in _TEN:
        return _DICE.get(letter) or _TEN[letter]
    value = unicodedata.numeric(letter, -1.0)
    whole = 0 <= value <= _HIGHEST and value.is_integer()
    ten = unicodedata.normalize("NFKC", letter) in {"X", "x"}
    return str(int(value)) if whole and not ten and not _HAN.match(letter) else None


def _settled(figures: str) -> str:
    """Give figures for what stands for them; the second look sees what the first made figures of: 幺两三四勾拐."""
    return _settled_once(_settled_once(figures))


def _settled_once(figures: str) -> str:
    return _AMONG_FIGURES.sub(lambda found: "".join(_ALIKE.get(c, c) for c in found[0]), figures)
