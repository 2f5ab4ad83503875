"""The figures and days of a text with what binds them: the unit, at least or at most, before or after, for each of whom.

60元 in 每人每月60元 is not that of 每年60元, 80周岁以上 is not 80周岁以下. Two texts are compared by these, so that none
says what the other does not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.text import normal_form, segmentation
from knowledge.text.numerals import RANGE, Numeral, numerals

_AFTER = re.compile(
    "(?:含|及)?(?:(?P<least>以上|起步)|(?P<most>以下|以内|之内|内)|(?P<before>(?:之|以)?前|止|截止)|(?P<after>(?:之|以)?后|起|开始))"
)
_BEFORE = re.compile(
    "(?:(?P<most>不超过|不高于|最多|至多|低于|不足|少于|未满|不满|不到)|(?P<least>年满|已满|(?<!届)满|不低于|不少于|至少|达到|超过|高于)"
    "|(?P<before>截至|截止到?)|(?P<after>自|从))(?:人民币)?$"
)
# These bind a figure from afar as well: 不超过当地低保标准的6倍.
_COMPARED = re.compile(
    "(?P<most>不超过|不高于|最多|至多|(?<!不)低于|不足|(?<!不)少于|未满|不满|不到)|(?P<least>不低于|不少于|至少|(?<!不)超过|(?<!不)高于)"
)
_EACH = re.compile("每个?(?P<of>[一-鿿])|/(?P<per>[一-鿿])")
_WINDOW_LETTERS = 12
_BOUND_LETTERS = 5
_STOPS = re.compile("[。；;,，\n]")
_ISO = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])")
FIRST_YEAR = 1900
_GRANTED = frozenset({"元", "角", "%", "折", "倍", "个百分点", "个月", "工作日", "日", "小时", "周"})
_CLAUSE_ENDS = "。；;,，\n：:、！!？?"
_SENTENCE_ENDS = frozenset("。；;！!？?：:\n")
# Kinds of words that name what a figure is said of, as the segmenter has them.
_THINGS = ("n", "v", "j", "l", "i")


@dataclass(frozen=True, slots=True)
class BoundFigure:
    """A number with its unit; `bound` is least, most, before, after or several, `per` of what it is for each one."""

    value: Decimal
    unit: str
    bound: str = ""
    per: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day, a month or a year as a text writes it; what it leaves out is 0."""

    year: int = 0
    month: int = 0
    day: int = 0
    bound: str = ""


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure or a day where it stands in a text."""

    start: int
    end: int
    said: BoundFigure | CalendarDay


@dataclass(frozen=True, slots=True)
class Counted:
    """A text in its normal form with its figures and days, in order."""

    text: str
    placed: tuple[PlacedFigure, ...]

    def standing(self, said: BoundFigure | CalendarDay, *, bound: bool) -> list[int]:
        """Give which of its figures and days say the same as one of another text; with `bound`, bound in the same way."""
        return [at for at, own in enumerate(self.placed) if _same(said, own.said, bound=bound)]

    def says(self, other: "Counted", *, bound: bool) -> bool:
        """Whether every figure and day of another text stands here.

        With `bound` they are bound in the same way, what is granted (money, a share, a time) stands behind the same figure as here, and no figure
        is said of a thing that is named here beside another figure only.
        """
        before: list[int] = []
        for at, one in enumerate(other.placed):
            here = self.standing(one.said, bound=bound)
            if bound and at and _is_granted(one.said):
                here = [place for place in here if place - 1 in before]
            if not here or (bound and not any(self._beside(other, at, place) for place in here)):
                return False
            before = here
        return True

    def clause(self, at: int) -> tuple[int, int]:
        """Give where the clause of a figure stands, with those of its sentence beside it that have no figure of their own."""
        start, end = _clause(self.text, self.placed[at].start, self.placed[at].end)
        while start and self.text[start - 1] not in _SENTENCE_ENDS:
            earlier, _ = _clause(self.text, start - 1, start - 1)
            if self._counts(earlier, start):
                break
            start = earlier
        while end < len(self.text) and self.text[end] not in _SENTENCE_ENDS:
            _, later = _clause(self.text, end + 1, end + 1)
            if self._counts(end, later) or self._names_another(end + 1, later):
                break
            end = later
        return start, end

    def _names_another(self, start: int, end: int) -> bool:
        """Whether a clause begins with a thing of its own: 每年400元，特困人员由财政资助."""
        first = next(iter(segmentation.tagged(self.text[start:end])), ("", ""))
        return len(first[0]) > 1 and first[1].startswith(("n", "a"))

    def _counts(self, start: int, end: int) -> bool:
        return any(start <= one.start < end for one in self.placed)

    def _beside(self, other: "Counted", at: int, place: int) -> bool:
        """Whether the words beside a figure of another text stand here beside that figure too, or nowhere."""
        # What a figure is said under comes before it: what comes behind may be said of something else.
        start, end = other.clause(at)[0], other.placed[at].end
        end = _clause(other.text, end, end)[1]
        first, last = self.clause(place)
        own = self.text[first:last]
        said = {word for word, kind in segmentation.tagged(other.text[start:end]) if kind.startswith(_THINGS)}
        return all(word in own or word not in self.text or len(word) == 1 for word in said)


def counted(text: str) -> Counted:
    """Read the figures and days of a text, in time in proportion to its length."""
    plain = _ISO.sub(r"\1年\2月\3日", normal_form.fold(text))
    placed: list[PlacedFigure] = []
    for group in _grouped(numerals(plain)):
        since = max(_clause(plain, group[0].start, group[0].start)[0], placed[-1].end if placed else 0)
        bound = _bound(plain, group[0].start, group[-1].end, since=since)
        day = _day(group, bound)
        if day is not None:
            placed.append(PlacedFigure(group[0].start, group[-1].end, day))
        else:
            placed += [
                PlacedFigure(one.start, one.end, BoundFigure(one.value, one.unit, bound, _per(plain, one)))
                for one in group
            ]
    return Counted(plain, tuple(placed))


def _same(one: BoundFigure | CalendarDay, own: BoundFigure | CalendarDay, *, bound: bool) -> bool:
    if isinstance(one, BoundFigure) and isinstance(own, BoundFigure):
        # 八十多了 leaves out of what: that is no other unit, but binds nothing.
        alike = one.value == own.value and (one.unit == own.unit or (not bound and not one.unit))
        return alike and (not bound or (one.bound == own.bound and one.per <= own.per))
    if isinstance(one, CalendarDay) and isinstance(own, CalendarDay):
        parts = ((one.year, own.year), (one.month, own.month), (one.day, own.day))
        return all(not said or said == known for said, known in parts) and (
            not bound or one.bound == own.bound
        )
    return False


def _is_granted(said: BoundFigure | CalendarDay) -> bool:
    return isinstance(said, BoundFigure) and said.unit in _GRANTED


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the stretch between two marks of punctuation that a place stands in."""
    before = max(text.rfind(mark, 0, start) for mark in _CLAUSE_ENDS) + 1
    behind = [place for mark in _CLAUSE_ENDS if (place := text.find(mark, end)) >= 0]
    return before, min(behind, default=len(text))


def _grouped(tokens: Sequence[Numeral]) -> Iterator[tuple[Numeral, ...]]:
    """Give the tokens that make one day (2026年, 3月, 1日) together, every other one alone."""
    at = 0
    order = ("年", "月", "日")
    while at < len(tokens):
        last = at
        while (
            last + 1 < len(tokens)
            and tokens[last + 1].start <= tokens[last].end + 1
            and _part(tokens[last]) in order[:2]
            and _part(tokens[last + 1]) == order[order.index(_part(tokens[last])) + 1]
        ):
            last += 1
        yield tuple(tokens[at : last + 1])
        at = last + 1


def _part(token: Numeral) -> str:
    return "日" if token.unit == "号" else token.unit


def _day(group: Sequence[Numeral], bound: str) -> CalendarDay | None:
    parts = {_part(token): int(token.value) for token in group}
    alone = len(group) == 1
    if alone and not (parts.get("年", 0) >= FIRST_YEAR or "月" in parts):
        return None
    return CalendarDay(parts.get("年", 0), parts.get("月", 0), parts.get("日", 0), bound)


def _bound(text: str, start: int, end: int, *, since: int) -> str:
    """Give how a figure is bound by the words right before and behind it, and by what compares it, `since` a place on."""
    before = _BEFORE.search(text[max(0, start - _BOUND_LETTERS) : start])
    if before is not None and before["after"] and RANGE.match(text, end):
        # 自5月8日至5月12日 binds no more than 5月8日至5月12日 does.
        before = None
    after = _AFTER.match(text, end)
    compared = list(_COMPARED.finditer(text, since, start))[-1:]
    founds = [found for found in (before, after, *compared) if found]
    bounds = {name for found in founds for name, words in found.groupdict().items() if words}
    return " ".join(sorted(bounds))


def _per(text: str, token: Numeral) -> frozenset[str]:
    """Give of what a figure is for each one: 每人每月60元, 60元/月."""
    window = text[max(0, token.start - _WINDOW_LETTERS) : token.start]
    stops = [stop.end() for stop in _STOPS.finditer(window)]
    before = window[stops[-1] :] if stops else window
    behind = text[token.end : token.end + 4]
    each = {found["of"] or found["per"] for found in _EACH.finditer(before)}
    if behind.startswith("/"):
        each |= {found["per"] for found in _EACH.finditer(behind) if found["per"]}
    return frozenset(each)
