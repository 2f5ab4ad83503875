"""How a cell shows its number: 0.125 under `0.0%` is 12.5%, as everybody reads it in the sheet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from knowledge.ingest.readers.office.day_formats import is_day_format, shown_day

GENERAL = "General"
# Formats that a file names only by number, as a Chinese Excel shows them.
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yyyy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"¥-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"', 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_WHOLE_LIMIT = 1e15
_DECIMALS = 10
_CODE_LETTERS = 255
_SECTION = re.compile(r'"[^"]{0,255}"|\\.|!.|\[[^\]]{0,60}\]|[^;]', re.DOTALL)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,255})"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]{0,60})\]|(?P<general>General|G/通用格式)|'
    r"(?P<power>E[+-])|(?P<digit>[0#?])|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,20}(?:\.\d{1,20})?)")
_CURRENCY = re.compile(r"\$([^-\]]{0,60})")
_TESTS = {
    "<": lambda one, two: one < two, "<=": lambda one, two: one <= two, ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two, "=": lambda one, two: one == two, "<>": lambda one, two: one != two,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a format: a `digit` place, one of the signs `.`, `,`, `%`, `/`, `E`, or `words` said as they are."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format, with the condition it may begin with."""

    code: str
    tokens: tuple[_Token, ...]
    condition: tuple[str, float] | None


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """Give a number as a cell of this format shows it; days and times are counted from 1900, or from 1904.

    A format that is not understood shows the plain number.
    """
    if code == GENERAL or not code:
        return plain(value)
    section, is_negative_part = _chosen(_sections(code[:_CODE_LETTERS]), value)
    if section is None:
        return plain(value)
    if is_day_format(section.code):
        return shown_day(value, section.code, from_1904=from_1904) or plain(value)
    told = _number(abs(value) if is_negative_part else value, section.tokens)
    return plain(value) if told is None else " ".join(told.split())


def plain(value: float) -> str:
    """Give a number without a format: whole ones without a point."""
    if value == int(value) if abs(value) < _WHOLE_LIMIT else False:
        return str(int(value))
    return repr(round(value, _DECIMALS))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts, current = [], ""
    place = 0
    while place < len(code):
        found = _SECTION.match(code, place)
        if found is None:
            parts.append(current)
            current, place = "", place + 1
        else:
            current += found[0]
            place = found.end()
    return tuple(_section(part) for part in (*parts, current))


def _section(code: str) -> _Section:
    tokens, condition = [], None
    for found in _TOKEN.finditer(code):
        bracket = found["bracket"]
        if bracket is not None:
            test, money = _CONDITION.fullmatch(bracket.strip()), _CURRENCY.match(bracket)
            condition = (test[1], float(test[2])) if test else condition
            tokens += [_Token("words", money[1])] if money else []
        elif found["quoted"] is not None or found["escaped"] is not None:
            tokens.append(_Token("words", found["quoted"] or found["escaped"] or ""))
        elif found["general"]:
            tokens.append(_Token("general", ""))
        elif found["digit"]:
            tokens.append(_Token("digit", found["digit"]))
        elif found["power"]:
            tokens.append(_Token("power", found["power"]))
        elif found["other"]:
            tokens.append(_Token(found["other"] if found["other"] in ".,%/@" else "words", found["other"]))
    return _Section(code, tuple(tokens), condition)


def _chosen(sections: Sequence[_Section], value: float) -> tuple[_Section | None, bool]:
    """Give the part for a value, and whether it is one for negative numbers, which says their sign itself."""
    if any(section.condition for section in sections):
        for section in sections[:3]:
            if section.condition is None or _TESTS[section.condition[0]](value, section.condition[1]):
                return section, section.condition is not None and section.condition[0].startswith(
                    "<"
                ) and value < 0
        return None, False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:  # noqa: PLR2004 - the third part is for zero
        return sections[2], False
    return sections[0], False


def _number(value: float, tokens: tuple[_Token, ...]) -> str | None:
    kinds = [token.kind for token in tokens]
    if "general" in kinds or "@" in kinds:
        return "".join(plain(value) if token.kind in {"general", "@"} else token.words for token in tokens)
    if "digit" not in kinds:
        return "".join(token.words for token in tokens if token.kind in {"words", "%", "/"})
    if "/" in kinds and "digit" in kinds[kinds.index("/") :]:
        return None
    if "power" in kinds:
        return _power(value, tokens)
    return _placed(Decimal(repr(value)), tokens)


def _power(value: float, tokens: tuple[_Token, ...]) -> str:
    at = [token.kind for token in tokens].index("power")
    places = _places(tokens[:at])
    mantissa, _, power = f"{value:.{places}E}".partition("E")
    digits = sum(token.kind == "digit" for token in tokens[at:])
    sign = "-" if power.startswith("-") else "+" if tokens[at].words.endswith("+") else ""
    return f"{mantissa}E{sign}{power[1:].lstrip('0').rjust(digits, '0')}"


def _places(tokens: Sequence[_Token]) -> int:
    kinds = [token.kind for token in tokens]
    return kinds[kinds.index(".") :].count("digit") if "." in kinds else 0


def _placed(value: Decimal, tokens: tuple[_Token, ...]) -> str:
    """Give the digits in their places, with the words that stand before, between and behind them."""
    kinds = [token.kind for token in tokens]
    point = kinds.index(".") if "." in kinds else len(tokens)
    last = max((at for at in range(point) if kinds[at] == "digit"), default=-1)
    thousands = sum(kinds[at] == "," for at in range(last + 1, point)) + kinds[point:].count(",")
    grouped = "," in kinds[: max(last, 0)]
    value = value * 100 ** kinds.count("%") / 1000**thousands
    places = kinds[point:].count("digit")
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, decimals = f"{abs(rounded):f}".partition(".")
    sign = "-" if rounded < 0 else ""
    return (
        sign + "".join(_whole(whole, tokens[:point], grouped=grouped)) + _decimals(decimals, tokens[point:])
    )


def _whole(digits: str, tokens: Sequence[_Token], *, grouped: bool) -> Iterator[str]:
    """Give the digits before the point from the right into their places; those left over stand before the first."""
    places = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    digits = digits.lstrip("0")
    said: dict[int, str] = {}
    count = 0
    for at in reversed(places):
        taken = digits if at == places[0] else digits[-1:]
        digits = "" if at == places[0] else digits[:-1]
        taken = taken or ("0" if tokens[at].words == "0" else "")
        said[at] = _grouped(taken, count) if grouped else taken
        count += len(taken)
    for at, token in enumerate(tokens):
        if token.kind == "digit":
            yield said[at]
        elif token.kind in {"words", "%", "/"}:
            yield token.words


def _grouped(digits: str, behind: int) -> str:
    """Give digits with a comma after each that has a multiple of three behind it."""
    told = ""
    for at, digit in enumerate(digits):
        left = behind + len(digits) - 1 - at
        told += digit + ("," if left and left % 3 == 0 else "")
    return told


def _decimals(digits: str, tokens: Sequence[_Token]) -> str:
    places = [token for token in tokens if token.kind == "digit"]
    while digits and len(digits) == len(places) and places[-1].words != "0" and digits.endswith("0"):
        digits, places = digits[:-1], places[:-1]
    left, told = digits, ""
    for token in tokens:
        if token.kind == ".":
            told += "." if digits else ""
        elif token.kind == "digit":
            told, left = told + left[:1], left[1:]
        elif token.kind in {"words", "%", "/"}:
            told += token.words
    return told
