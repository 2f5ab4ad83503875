"""Hears that a question is about what counted then: 2023年的时候标准是多少, 去年办的按哪个文件, 那时候呢."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.documents.document import Document
from knowledge.index.facets import Period

_MOMENT = r"(?:(?P<year>(?:19|20)\d\d)年?(?:(?P<month>1[0-2]|0?[1-9])月)?|(?P<back>去年|前年|大前年)|(?<!\d)(?P<ago>\d{1,2})年前)"
_BACK = {"去年": 1, "前年": 2, "大前年": 3}
_AHEAD = re.compile(r"(?<!\d)(?P<year>2[01]\d\d)年|(?P<forward>明年|(?<![以之然最今往\d年])后年)")
_FORWARD = {"明年": 1, "后年": 2}
_THEN = "(?:的?(?:时候|那时候?|那会儿?|当时|那年|当年|年底|年初|期间)|(?:那会儿?|那时候?))"
_DID = (
    r"(?:份|度|底|初|春节)?[^,，。?？]{0,8}?(?:办|领|退休|退|申请|买|交|缴|参保|登记|结婚|出生|生|入学|报名|报销|上|签|建|批|离职|失业|受伤)"
    r"(?:理|到|取|的|了|过)*的?[,，]?[^。?？]{0,10}?(?:按|照|依据?|适用|执行|算)(?:的?是)?"
)
_RULES = r"(?:有效|执行|施行|实行)?的?(?:规定|政策|标准|文件|办法|条例|老规定|旧规定)"
# When something was done is only told to say whose rules are meant; it is no part of the matter.
_ASKS_OF_THE_PAST = (
    re.compile(rf"(?:在|我)?{_MOMENT}{_THEN}(?:[,，]|的)?"),
    re.compile(rf"(?:我|他|她|我家|我们)?(?:是)?{_MOMENT}(?={_DID}(?:哪|什么|啥|谁))"),
    re.compile(rf"(?:按照?|依据?|根据){_MOMENT}(?=的?{_RULES})"),
)
# A year that something is compared with, or that somebody was born in, is no time whose rules are meant.
_BARE = re.compile(
    rf"(?<![比较同]){_MOMENT}(?!年?(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}[日号])?(?:出?生|才?出世))"
)
# When something befell somebody (我去年刚毕业, 前年摔断了腿) is told to be understood, and asks for no rules of then.
_BEFELL = re.compile(
    r"(?:去年|前年|大前年|(?<!\d)\d{1,2}年前)[^,，。?？]{0,8}?(?:刚|才[^能可]|毕业|结婚|领证|离婚|退伍|转业|当兵|出院|住院|查出|确诊|得了|生病|受伤|摔|车祸|下岗|失业"
    r"|被裁|辞职|入职|上班|搬|来的|来了|来到|回来|回乡|买的|买了|开的|开了|建的|盖的|装的|养的|考上|考到|入学|怀孕|怀上|没了|去世|过世|走了|落户|迁|生的|生了)"
)
_NOW = re.compile("今年|现在|眼下|如今|目前|这阵子")
_GOING_ON = "那"
# A year that says which wording of a rule it is says nothing of what the rule is about.
_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|年?(?:修订|修正|修改|版))")
_THAT_TIME = re.compile("(?:那|当)(?:个?时候?|会儿|年)(?:的|是|,|，)?|当时(?:的|是)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in the past that a question names: the period, and the words without it; `sure` when its rules are meant."""

    period: Period
    rest: str
    sure: bool


def moment(said: str, *, today: date, before: Period | None) -> Moment | None:
    """Give the past time whose rules a message asks for; `before` is the one talked about last.

    A year alone may belong to the matter itself (2023年的高考): it is given as not sure.
    """
    for pattern in _ASKS_OF_THE_PAST:
        if (found := pattern.search(said)) and (period := _period(found, today=today)):
            return Moment(period, _without(said, found), sure=True)
    if before and (found := _THAT_TIME.search(said)):
        # Whoever says 那时候 goes on with what was talked about.
        return Moment(before, f"{_GOING_ON}{_without(said, found)}", sure=True)
    # Whoever tells of last year and asks for this one, or tells what happened then, asks what counts now.
    if (
        not (_NOW.search(said) or _BEFELL.search(said))
        and (found := _BARE.search(said))
        and (period := _period(found, today=today))
    ):
        return Moment(period, _without(said, found), sure=False)
    return None


def ahead(said: str, *, today: date) -> Period | None:
    """Give the year that a message names and that has not begun yet: nobody knows its rules."""
    found = _AHEAD.search(said)
    if found is None:
        return None
    year = int(found["year"]) if found["year"] else today.year + _FORWARD[found["forward"]]
    return Period(date(year, 1, 1), date(year, 12, 31)) if today.year < year < date.max.year else None


def begins_in(document: Document, period: Period) -> bool:
    """Whether a document is made for a period that lies ahead: it says so in its title or begins to count then."""
    began = document.effective_on
    return str(period.first.year) in document.title or bool(began and period.first <= began <= period.last)


def _without(said: str, found: re.Match[str]) -> str:
    rest = (said[: found.start()] + said[found.end() :]).strip(" ,，")
    return rest.removeprefix("的")


def _period(found: re.Match[str], *, today: date) -> Period | None:
    """Give the days of a year or month that is over or has begun; None for the future and for long ago."""
    year = int(found["year"]) if found["year"] else today.year - _years_back(found)
    if not date.min.year < year <= today.year:
        return None
    month = int(found["month"] or 0)
    first = date(year, month or 1, 1)
    last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    # What counts now needs no looking back.
    return Period(first, last) if last < today else None


def _years_back(found: re.Match[str]) -> int:
    return _BACK[found["back"]] if found["back"] else int(found["ago"])


def began_later(document: Document, period: Period) -> bool:
    """Whether a document did not count yet in a period, as far as it says."""
    began = document.effective_on or document.dated_on
    return began is not None and began > period.last


def of_another_year(document: Document, period: Period) -> bool:
    """Whether a document is one year's by its title (2024年决算), and that year is not the period's."""
    years = [int(found[1]) for found in _TITLE_YEAR.finditer(document.title)]
    return bool(years) and not (min(years) <= period.last.year and period.first.year <= max(years))


def began_within(document: Document, period: Period) -> date | None:
    """Give the day a document began to count when that was in the middle of a period."""
    began = document.effective_on
    return began if began and period.first < began <= period.last else None


def ended_within(document: Document, successor: Document | None, period: Period) -> date | None:
    """Give the last day a document counted when that was in the middle of a period."""
    last = document.expires_on
    if last is None and successor is not None and (began := successor.effective_on or successor.dated_on):
        last = began - timedelta(days=1)
    return last if last and period.first <= last < period.last else None
