"""Works out the automatic numbers of Word paragraphs: in many regulations 第一条 is not text but numbering."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE_DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
     "taiwaneseCountingThousand", "ideographDigital", "chineseLegalSimplified"}
)  # fmt: skip
_LARGEST_NUMBER = 9_999
_TIGHT = "、）)．.：:"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted and written; `pattern` holds %1 to %9.

    A level that does not `restart` counts through: articles go on from chapter to chapter.
    """

    start: int
    form: str
    pattern: str
    restart: bool = True


class Numbering:
    """The lists of one document; `label` counts on, so paragraphs are asked in order."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, Mapping[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        # Lists that share a definition go on counting together unless one of them starts anew.
        self._shared: dict[str, str] = {}
        if root is not None:
            self._read(root)

    def define(self, list_id: str, levels: Mapping[int, Level], *, counted_with: str) -> None:
        """Add a list; those counted with the same go on counting together."""
        self._lists[list_id], self._shared[list_id] = levels, f"kind {counted_with}"

    def begin(self, list_id: str, level: int, number: int) -> None:
        """Have the next paragraph of a list at a level bear a number."""
        self._counts.setdefault(self._shared.get(list_id, list_id), {})[level] = number - 1

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph and give the words before it, with a blank where one belongs."""
        levels = self._lists.get(list_id)
        if levels is None or level not in levels:
            return ""
        counts = self._counts.setdefault(self._shared[list_id], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level and levels[one].restart]:
            del counts[deeper]
        form = levels[level]
        if form.form == "bullet":
            return "- "
        if form.form == "none" and "%" not in form.pattern:
            return form.pattern
        words = form.pattern
        for at in range(level + 1):
            if f"%{at + 1}" in words and at in levels:
                words = words.replace(
                    f"%{at + 1}", written(counts.get(at, levels[at].start), levels[at].form)
                )
        return words if not words or (words[-1] in _TIGHT and not words[-2:-1].isascii()) else f"{words} "

    def _read(self, root: Element) -> None:
        kinds = {str(one.get(f"{W}abstractNumId")): _levels(one) for one in root.iter(f"{W}abstractNum")}
        for one in root.iter(f"{W}num"):
            list_id, kind = str(one.get(f"{W}numId")), _value(one, "abstractNumId")
            levels = dict(kinds.get(kind, {}))
            restarted = False
            for change in one.iter(f"{W}lvlOverride"):
                at, start = _number(change.get(f"{W}ilvl"), 0), _value(change, "startOverride")
                for level in change.iter(f"{W}lvl"):
                    levels[at] = _level(level)
                if start and at in levels:
                    levels[at] = replace(levels[at], start=_number(start, 1))
                    restarted = True
            self._lists[list_id] = levels
            self._shared[list_id] = list_id if restarted else f"kind {kind}"


def _levels(kind: Element) -> dict[int, Level]:
    return {_number(one.get(f"{W}ilvl"), 0): _level(one) for one in kind.iter(f"{W}lvl")}


def _level(one: Element) -> Level:
    form = _value(one, "numFmt") or "decimal"
    start, restart = _number(_value(one, "start"), 1), _value(one, "lvlRestart") != "0"
    return Level(start, form, _value(one, "lvlText"), restart)


def _value(parent: Element, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val") or ""


def _number(text: str | None, missing: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else missing  # noqa: PLR2004


def written(number: int, form: str) -> str:
    """Give a number as a list form writes it; an unknown form gives plain digits."""
    if form in _CHINESE and 0 <= number <= _LARGEST_NUMBER:
        return chinese(number)
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < number <= _LARGEST_NUMBER:
        return roman(number).upper() if form.startswith("upper") else roman(number)
    if form.startswith("decimalEnclosedCircle") and 0 < number <= len(CIRCLED):
        return CIRCLED[number - 1]
    return f"{number:02d}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """Give a number up to 9999 in Chinese words: 10 is 十, 21 is 二十一, 105 is 一百零五."""
    if not number:
        return CHINESE_DIGITS[0]
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += (CHINESE_DIGITS[0] if gap and words else "") + CHINESE_DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words.removeprefix("一") if words.startswith("一十") else words


def roman(number: int) -> str:
    """Give a number in small Roman letters."""
    words = ""
    for unit, letters in _ROMAN:
        count, number = divmod(number, unit)
        words += letters * count
    return words
