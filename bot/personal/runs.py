"""Numbers made of figures alone: identity numbers, bank cards, telephones.

A run is figures with at most three marks between two of them. A number begins and ends where a group of figures
begins and ends, so that no part of a longer number is taken for one; only an identity number, which proves itself by
its check character and day of birth, may stand within a longer one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.personal.checks import identity_fits, identity_like, luhn, old_identity_like
from bot.personal.found import NumberKind, PersonalNumber
from bot.personal.reading import Reading
from bot.personal.spared import CLOSED

_JOINED = re.compile(r"[0-9](?:-{0,3}[0-9])*")
_LOOSE = re.compile(rf"[0-9](?:[^0-9{CLOSED}]{{0,3}}[0-9])*")
_MARK = re.compile(rf"[^0-9A-Za-z\u3400-\u9fff{CLOSED}]")
# Marks that people say: 幺三九杠零零零零, 139空格0000.
_SAID = re.compile(r"(?<=[0-9])(?:横杠|短横线?|短杠|空格|减号|斜杠|[杠横空点减ー])(?=[0-9])")
# The figure one, drawn as a dash between groups of Arabic figures: 0571一64321987.
_DASHED = re.compile(r"(?<![0-9])0[0-9]{2,3}[一丨][2-9][0-9]{6,7}(?![0-9])")
_TEN = re.compile(
    r"[^0-9A-Za-z\u3400-\u9fff\x02]{0,3}(?:[XxХхΧχ×✕✖✗✘╳❌❎叉]|大写[Xx]|[艾埃爱]克斯|罗马(?:数字)?十|\*(?!\*))"
)
_PARTED = re.compile(
    r"(?<![0-9A-Za-z])(?P<first>1[3-9][0-9])(?P<mark>[^0-9\x02]{1,4})(?P<second>[0-9]{4})(?P=mark)(?P<third>[0-9]{4})(?![0-9A-Za-z])"
)
_UNITS = re.compile("[元块万亿年月日人户天个岁平亩斤分钱至到级号楼和或及与比时点秒条项件次名位张份]")
_IDENTITY, _BODY, _OLD_IDENTITY = 18, 17, 15
_MOBILE = 11
_LANDLINE_LENGTH = 10
_PREFIXES = ("", "86", "0086", "086", "0", "17951", "12593")
_LANDLINE = re.compile(r"(?:0086|86)?(?:0?10|0?2[0-9]|0?[3-9][0-9]{2})[2-9][0-9]{6,7}")
_ABROAD = re.compile(r"(?:00)?(?:852|853|886)[2-9][0-9]{7,8}")
_ABROAD_CODES = frozenset({"852", "853", "886"})
_LONGEST_LANDLINE = 16
_CARD_LENGTHS = (19, 18, 17, 16)
_CARD_STARTS = frozenset("34569")
_UNION = "62"
_MOST_GROUPS = 5
_COUNTED = 5
_HOTLINE = re.compile("1[12][0-9]|12[0-9]{3}|9[56][0-9]{3}")
_TWO_TELEPHONES = [8, 8]


@dataclass(frozen=True, slots=True)
class FigureRun:
    """The figures of a run, where each stands, and where groups begin and end."""

    digits: str
    places: tuple[int, ...]
    opens: tuple[bool, ...]
    closes: tuple[bool, ...]

    def groups(self, first: int, last: int) -> list[str]:
        """Give the groups of figures from one figure to another, both included."""
        begins = [first, *(i for i in range(first + 1, last + 1) if self.opens[i]), last + 1]
        return [self.digits[a:b] for a, b in pairwise(begins)]

    def whole(self, first: int, last: int) -> bool:
        """Whether a number may stand from one figure to another."""
        if not self.opens[first] or not self.closes[last]:
            return False
        return not self.is_list(first, last) and not self.is_hotlines(first, last)

    def is_hotlines(self, first: int, last: int) -> bool:
        """Whether every group is a public number to call: 110、12388、96110."""
        return all(map(_HOTLINE.fullmatch, self.groups(first, last)))

    def is_list(self, first: int, last: int) -> bool:
        """Whether the groups between marks count upwards, as numbers in a list do."""
        gaps = [i for i in range(first + 1, last + 1) if self.places[i] != self.places[i - 1] + 1]
        values = [int(self.digits[a:b]) for a, b in pairwise((first, *gaps, last + 1))]
        return len(values) >= _COUNTED and all(a < b for a, b in pairwise(values))

    def natural(self, first: int, last: int) -> bool:
        """Whether the groups are few, or single figures throughout."""
        parts = self.groups(first, last)
        return len(parts) <= _MOST_GROUPS or all(len(part) == 1 for part in parts)


def joined(reading: Reading, links: list[range]) -> str:
    """Give figures with `-` for each mark that may join them."""
    marked = _MARK.sub("-", reading.figures)
    marked = _SAID.sub(lambda found: "-" * len(found[0]), marked)
    letters = list(marked)
    for place in (place for link in links for place in link if letters[place] == "-"):
        letters[place] = CLOSED
    return "".join(letters)


def strict(reading: Reading, marked: str) -> Iterator[FigureRun]:
    """Give the runs that marks join."""
    return (_run(reading, found) for found in _JOINED.finditer(marked) if len(found[0]) >= _LANDLINE_LENGTH)


def loose(reading: Reading) -> Iterator[FigureRun]:
    """Give the runs that marks, letters or words of up to three letters join."""
    return (_run(reading, found) for found in _LOOSE.finditer(reading.figures) if len(found[0]) >= _BODY)


def _run(reading: Reading, found: re.Match[str]) -> FigureRun:
    start = found.start()
    places = tuple(start + i for i, c in enumerate(found[0]) if c.isdigit())
    digits = "".join(c for c in found[0] if c.isdigit())
    # A spoken figure may belong to the words beside it: 第一一三九…, 是一三九…两个.
    spoken = [reading.text[place] > "\u0fff" for place in places]
    breaks = [b != a + 1 or x or y for (a, b), (x, y) in zip(pairwise(places), pairwise(spoken), strict=True)]
    return FigureRun(digits, places, (True, *breaks), (*breaks, True))


def identities(reading: Reading, run: FigureRun, *, proven: bool = True) -> Iterator[PersonalNumber]:
    """Give the 18-character numbers of a run: those that prove themselves, or those that only look like one."""
    free = 0
    for first in range(len(run.digits) - _BODY + 1):
        if first < free:
            continue
        for check, end, closes in _endings(reading, run, first + _BODY):
            if _is_identity(run, first, check=check, end=end, closes=closes, proven=proven):
                number = run.digits[first : first + _BODY] + check
                yield _found(reading, NumberKind.IDENTITY, run.places[first], end=end, plain=number)
                free = first + _IDENTITY
                break


def _is_identity(run: FigureRun, first: int, *, check: str, end: int, closes: bool, proven: bool) -> bool:
    number = run.digits[first : first + _BODY] + check
    bounded = run.opens[first] and closes
    unbroken = end - run.places[first] == _IDENTITY
    if not (bounded or unbroken) or not identity_like(number):
        return False
    last = min(first + _BODY, len(run.digits) - 1)
    if run.is_hotlines(first, last):
        return False
    return identity_fits(number) if proven else bounded and run.natural(first, last)


def likely_identities(reading: Reading, run: FigureRun) -> Iterator[PersonalNumber]:
    """Give what has the form of an identity number and a slip in it."""
    return identities(reading, run, proven=False)


def _endings(reading: Reading, run: FigureRun, last: int) -> Iterator[tuple[str, int, bool]]:
    """Give what may be the check character behind seventeen figures, where it ends, and whether a group ends there."""
    if last < len(run.digits):
        yield run.digits[last], run.places[last] + 1, run.closes[last]
    if run.closes[last - 1] and (ten := _TEN.match(reading.text, run.places[last - 1] + 1)):
        yield "X", ten.end(), True


def cards(reading: Reading, run: FigureRun) -> Iterator[PersonalNumber]:
    """Give the bank cards of a run, and identity numbers of fifteen digits."""
    return _windows(reading, run, NumberKind.CARD, fits=_card)


def old_identities(reading: Reading, run: FigureRun) -> Iterator[PersonalNumber]:
    """Give the fifteen-digit identity numbers of a run."""
    return _windows(reading, run, NumberKind.IDENTITY, fits=_old)


def parted(reading: Reading) -> Iterator[PersonalNumber]:
    """Give mobile numbers in their common groups, whatever stands twice between these, and landlines with a dash."""
    taken = 0
    found_ones = (*_PARTED.finditer(reading.figures), *_PARTED.finditer(reading.text))
    for found in sorted(found_ones, key=re.Match.start):
        if found.start() >= taken and not _UNITS.search(found["mark"]):
            plain = "".join(found.group("first", "second", "third"))
            yield _found(reading, NumberKind.MOBILE, found.start(), end=found.end(), plain=plain)
            taken = found.end()
    for dashed in _DASHED.finditer(reading.text):
        plain = re.sub("[一丨]", "", dashed[0])
        yield _found(reading, NumberKind.LANDLINE, dashed.start(), end=dashed.end(), plain=plain)


def mobiles(reading: Reading, run: FigureRun) -> Iterator[PersonalNumber]:
    """Give the mobile numbers of a run."""
    return _windows(reading, run, NumberKind.MOBILE, fits=_mobile)


def landlines(reading: Reading, run: FigureRun) -> Iterator[PersonalNumber]:
    """Give the landlines of a run that carry an area code, and telephones of Hong Kong, Macau and Taiwan."""
    return _windows(reading, run, NumberKind.LANDLINE, fits=_landline)


Fits = Callable[[FigureRun, int], tuple[int, str] | None]


def _windows(reading: Reading, run: FigureRun, kind: NumberKind, *, fits: Fits) -> Iterator[PersonalNumber]:
    free = 0
    for first, opens in enumerate(run.opens):
        if not opens or first < free:
            continue
        if fitting := fits(run, first):
            last, plain = fitting
            yield _found(reading, kind, run.places[first], end=run.places[last] + 1, plain=plain)
            free = last + 1


def _card(run: FigureRun, first: int) -> tuple[int, str] | None:
    for length in _CARD_LENGTHS:
        last = first + length - 1
        number = run.digits[first : last + 1]
        if last >= len(run.digits) or number[0] not in _CARD_STARTS or not run.whole(first, last):
            continue
        if [len(part) for part in run.groups(first, last)] == _TWO_TELEPHONES and number[:2] != _UNION:
            continue
        if luhn(number) or (number.startswith(_UNION) and run.natural(first, last)):
            return last, number
    return None


def _old(run: FigureRun, first: int) -> tuple[int, str] | None:
    last = first + _OLD_IDENTITY - 1
    number = run.digits[first : last + 1]
    if last < len(run.digits) and run.whole(first, last) and old_identity_like(number):
        return last, number
    return None


def _mobile(run: FigureRun, first: int) -> tuple[int, str] | None:
    for prefix in _PREFIXES:
        begin = first + len(prefix)
        last = begin + _MOBILE - 1
        number = run.digits[begin : last + 1]
        if last < len(run.digits) and run.digits.startswith(prefix, first) and _is_mobile(number):
            if run.whole(first, last):
                return last, number
            if _is_mobile(run.digits[last + 1 : last + 1 + _MOBILE]) and len(run.groups(first, last)) == 1:
                # Two numbers written into one.
                second = last + _MOBILE
                if run.closes[second] and not any(run.opens[last + 1 : second + 1]):
                    return second, number
    return None


def _is_mobile(number: str) -> bool:
    return len(number) == _MOBILE and number[0] == "1" and number[1] not in "012"


def _landline(run: FigureRun, first: int) -> tuple[int, str] | None:
    ahead = run.digits[first : first + _LONGEST_LANDLINE]
    if not ahead.startswith(("0", "86", "852", "853", "886")):
        return None
    for length in range(len(ahead), _LANDLINE_LENGTH - 1, -1):
        last = first + length - 1
        number = ahead[:length]
        if not run.closes[last] or not run.natural(first, last) or run.is_list(first, last):
            continue
        abroad = run.groups(first, last)[0] in _ABROAD_CODES or number.startswith("00")
        if _LANDLINE.fullmatch(number) or (abroad and _ABROAD.fullmatch(number)):
            return last, number
    return None


def _found(reading: Reading, kind: NumberKind, first: int, *, end: int, plain: str) -> PersonalNumber:
    bracketed = kind is NumberKind.LANDLINE and first > 0 and reading.text[first - 1] == "("
    return PersonalNumber(first - bracketed, end, kind, plain)
