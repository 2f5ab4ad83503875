"""Which of the days and hours in a message is wished for: 五点半才放工，明天六点去 wishes for tomorrow at six; pure.

People tell when they leave work, how old somebody is this year and when they cannot come, in the same breath.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise

from bot.understanding import Slot

DATE, TIME = "date", "time"
AFTER_MARK, BEFORE_MARK = "+", "-"
"""Stand behind an hour from which on, or until which, somebody wants to come."""
BACKGROUND_DAYS = 60
"""A span longer than this that holds today (今年, 最近三年) tells of something else."""
BESIDE_LETTERS = 6
"""So many letters may stand between a day and its hour."""
HALF_DAY_HOURS = 12
LENGTH = re.compile(r"P[0-9.]|about:")
AFTER = re.compile(
    r"(?:钟|左右|多)?(?:下班|放工|收工|散工|放学|下课|忙完)?了?(?:以后|之后|过后|往后|后头|后(?![天年面边悔]))"
)
PASSED = re.compile(r"(?:过了?|等到?)$")
BEFORE = re.compile(r"(?:钟|左右)?(?:以前|之前|前(?![台面后天年]))")
BACKGROUND = re.compile(
    r"(?:多|钟|左右|[,，])?(?:才|就|要|得|准时|刚|能|可以|的时候|必须){0,3}"
    r"(?:下班|放工|收工|散工|放学|下课|上班|上课|上工|起床|忙完|到家|做完|接(?:娃|孩子|小孩|学生)|开会|吃饭|吃药|的?(?:火车|飞机|高铁|班车|大巴))"
)
DENIED = re.compile(
    r"[^,，。!！?？]{0,4}(?:没空|没得空|不得空|没时间|没得时间|有事|不行|不得行|来不[了成]|去不[了成]|不方便|要上班|走不开|要开会|忙不开|不能来|不能去)"
)
DATED = re.compile("[0-9一二三四五六七八九十]{1,3}[月号日]")
CHANGED_TO = re.compile(r"(?:改|换|挪|推迟?|延|调|提前)(?:到|成|为|在)")
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class _ToldMoment:
    """A day or an hour with where it stands in the words."""

    name: str
    value: str
    start: int
    end: int

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day; every day for what is in no calendar."""
        first, _, last = self.value.partition("/")
        try:
            since = date.fromisoformat(first)
            return since, date.fromisoformat(last) if last else since
        except ValueError:
            return _FIRST, _LAST


def told_moment(pieces: Sequence[Slot], said: str, *, today: date) -> tuple[str, str]:
    """Give the values of the day and the hour that are wished for; empty for what is not said.

    An hour from which on somebody can come ends with `+`, one until which with `-`.
    """
    told = list(_placed(pieces, said))
    if not told:
        return _first(pieces, DATE), _first(pieces, TIME)
    if (changed := [one.end() for one in CHANGED_TO.finditer(said)]) and (
        behind := [one for one in told if one.start >= changed[-1]]
    ):
        told = behind
    told = _said_twice(told, said)
    told = [one for one in told if not _is_background(one, said, today=today)]
    if wanted := [one for one in told if not _is_denied(one, told, said)]:
        told = wanted
    day = _day(told, today=today)
    hour = _hour(told, day)
    return (day.value if day else ""), (_bounded(hour, said, day=day) if hour else "")


def _first(pieces: Sequence[Slot], name: str) -> str:
    return next((one.value for one in pieces if one.name == name), "")


def _placed(pieces: Sequence[Slot], said: str) -> Iterator[_ToldMoment]:
    """Give days and hours where they stand; nothing where one of them stands nowhere, as in the payload of a step."""
    found, place = [], 0
    for piece in pieces:
        if piece.name not in {DATE, TIME}:
            continue
        start = said.find(piece.surface, place) if piece.surface else -1
        if start < 0:
            return
        place = start + len(piece.surface)
        found.append(_ToldMoment(piece.name, piece.value, start, place))
    yield from found


def _said_twice(told: Sequence[_ToldMoment], said: str) -> list[_ToldMoment]:
    """Give days without the second name of the same one: of 12月6号星期天 and 后天26号 the date counts."""
    kept: list[_ToldMoment] = []
    for one in told:
        last = kept[-1] if kept else None
        if last and last.name == one.name == DATE and one.start - last.end <= 1:
            written = next((each for each in (one, last) if DATED.search(said[each.start : each.end])), one)
            kept[-1] = replace(written, start=last.start, end=one.end)
        else:
            kept.append(one)
    return kept


def _is_background(one: _ToldMoment, said: str, *, today: date) -> bool:
    """Whether it only tells of something: for how long, of this year, when work ends."""
    if one.name == TIME:
        tail = said[one.end :]
        return BACKGROUND.match(tail) is not None and AFTER.match(tail) is None
    if LENGTH.match(one.value):
        return True
    first, last = one.days
    return first > _FIRST and first <= today <= last and (last - first).days > BACKGROUND_DAYS


def _is_denied(one: _ToldMoment, told: Sequence[_ToldMoment], said: str) -> bool:
    """Whether somebody cannot come then: 明天下午没空 denies the day with its hour."""
    end = one.end
    for before, behind in pairwise(told):
        if before is one and _beside(before, behind) and behind.name == TIME:
            end = behind.end
    return DENIED.match(said, end) is not None


def _beside(before: _ToldMoment, behind: _ToldMoment) -> bool:
    return 0 <= behind.start - before.end <= BESIDE_LETTERS


def _day(told: Sequence[_ToldMoment], *, today: date) -> _ToldMoment | None:
    """Give the day that has an hour beside it, else any; one that is over only where there is no other."""
    days = [one for one in told if one.name == DATE]
    timed = [
        before
        for before, behind in pairwise(told)
        if (before.name, behind.name) == (DATE, TIME) and _beside(before, behind)
    ]
    for some in (timed, days):
        if coming := [one for one in some if one.days[1] >= today]:
            return coming[0]
    return next(iter(timed or days), None)


def _hour(told: Sequence[_ToldMoment], day: _ToldMoment | None) -> _ToldMoment | None:
    """Give the hour behind the day, else before it, else the first; the o'clock where a part of the day stands before it."""
    hours = [one for one in told if one.name == TIME]
    if day is not None:
        behind = [one for one in hours if _beside(day, one)]
        before = [one for one in hours if _beside(one, day)]
        hours = behind or before or hours
    chosen = next(iter(hours), None)
    if chosen is None or chosen.value[:1].isdigit():
        return chosen
    # 后天上午，九点半: the second says more exactly what the first does.
    exact = (one for one in told if one.name == TIME and one.value[:1].isdigit() and _beside(chosen, one))
    return next(exact, chosen)


def _bounded(hour: _ToldMoment, said: str, *, day: _ToldMoment | None) -> str:
    """Give an hour with the mark of whoever comes after or before it; 明晚八点 is in the evening."""
    try:
        at = time.fromisoformat(hour.value)
    except ValueError:
        return hour.value
    if (
        day
        and said[day.start : day.end].endswith("晚")
        and day.end == hour.start
        and at.hour < HALF_DAY_HOURS
    ):
        at = at.replace(hour=at.hour + HALF_DAY_HOURS)
    value, head, tail = f"{at:%H:%M}", said[: hour.start], said[hour.end :]
    if AFTER.match(tail) or PASSED.search(head):
        return value + AFTER_MARK
    return value + BEFORE_MARK if BEFORE.match(tail) else value
