"""The days between which a paper holds, as it says them of itself: named days, or days counted from its issue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.ingest.particulars.dates import WRITTEN, day_of, number_of
from knowledge.ingest.particulars.evidence import Sighting
from knowledge.ingest.particulars.lines import even, line_at

_DAY = re.compile(WRITTEN)
_HOLDS = r"(?:正式)?(?:施行|实施|执行|生效|试行|实行|启用|有效)"
_NAMES = (
    "办法|规定|通知|意见|细则|方案|决定|公告|通告|条例|规则|规程|措施|标准|章程|港章|制度|规划|函|指南|目录|清单|"
    "令|政策|预案|批复|文件|通报|规范|要点|计划|守则|公约|修正案|决议|名录|准则|工作"
)
_OWN = re.compile(
    rf"本(?:[\u4e00-\u9fff]{{0,8}}?)(?:{_NAMES})|现(?:予以?|将)?(?:公布|发布|印发)|(?:以上|上述|上列|新的?)[\u4e00-\u9fff]{{0,8}}(?:{_NAMES})"
)
_OPENING = re.compile(
    r"^\s{0,2}(?:第[一二三四五六七八九十百\d]{1,6}条|[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．])?\s{0,2}"
    r"(?:自|从|于|\d{4}\s{0,2}年|(?:试行|有效|执行|实施|施行)(?:期|时间|日期|期限))"
)
_OTHERS = re.compile(r"(?:》|该[\u4e00-\u9fff]{1,6}|其|原[\u4e00-\u9fff]{1,8})\s{0,2}$")
_STARTS = re.compile(
    rf"(?:自|从|于)?\s{{0,2}}(?:{WRITTEN})\s{{0,2}}(?:零时|0时)?\s{{0,2}}(?:起|开始|之日起)?\s{{0,2}}{_HOLDS}"
)
_ISSUED = re.compile(
    r"(?P<deed>印发|发布|公布|下发|颁布|发文|签发|通过|公告)(?:之日|当日|日)?(?:起|后)\s{0,2}(?:满)?\s{0,2}"
    r"(?:(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})\s{0,2}(?P<unit>日|天|个月)(?:后|起)?)?\s{0,2}"
    + _HOLDS
)
_RANGE = re.compile(
    rf"(?:{WRITTEN})\s{{0,2}}(?:起|始)?\s{{0,2}}(?:至|到|—+|－|-|~|～)\s{{0,2}}(?P<last>\d{{4}}\s{{0,2}}年\s{{0,2}}\d{{1,2}}\s{{0,2}}月\s{{0,2}}\d{{1,2}}\s{{0,2}}日)\s{{0,2}}(?:止)?"
)
_RANGE_WORDS = re.compile(r"有效期|施行|实施期|执行期|执行时间|实施时间|执行|有效|试行")
_UNTIL = re.compile(
    rf"(?:有效期[^。\n至]{{0,12}}?(?:截)?至|(?:施行|执行|实施|有效|试行)(?:期限?)?(?:截)?至|止于)\s{{0,2}}(?:{WRITTEN})"
)
_YEARS = re.compile(
    r"(?:有效期|试行期|执行期|实施期|施行期)(?:限)?\s{0,2}(?:暂定|定)?\s{0,2}(?:为|是|：|:)?\s{0,2}(?P<years>\d{1,2}|[一二两三四五六七八九十]{1,2})\s{0,2}(?P<unit>年|个月)"
    r"|(?:试行|暂定|暂行)\s{0,2}(?P<tried>\d{1,2}|[一二两三四五六七八九十])\s{0,2}(?P<tried_unit>年|个月)"
)
_HELD = re.compile(r"施行|实施|执行|生效|试行|印发|发布|公布|实行|本")
_NOT_ISSUE = re.compile(r"停止|不再|废止|失效")
_SENTENCES = re.compile(r"[^。；\n]+")


@dataclass(frozen=True, slots=True)
class IssueDays:
    """The days a count may begin with: the day of writing, and that of publication when it is known."""

    written_on: date | None
    published_on: date | None

    def day(self, deed: str) -> tuple[date | None, bool]:
        """Give the day of a deed, and whether another day could be meant."""
        if deed in ("发布", "公布", "颁布", "公告") and self.published_on is not None:
            return self.published_on, self.published_on != self.written_on and self.written_on is not None
        return self.written_on or self.published_on, self.written_on is None


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    line: int


def lifetime(text: str, issue: IssueDays) -> Iterator[Sighting]:
    """Give the day a text takes effect and the day it ends, where it says so of itself; the last words count most."""
    own = list(_own_sentences(even(text)))
    begins = [one for sentence in own for one in _begins(sentence, issue)]
    yield from _last_first(begins)
    begin = date.fromisoformat(begins[-1].value) if begins else None
    yield from _last_first([one for sentence in own for one in _ends(sentence, begin, begins)])


def _last_first(found: list[Sighting]) -> Iterator[Sighting]:
    for at, one in enumerate(found, start=1):
        weight = one.weight if at == len(found) else min(one.weight, 0.6)
        yield Sighting(one.field, one.value, one.evidence, weight, one.source, one.line)


def _own_sentences(text: str) -> Iterator[_Sentence]:
    """Give the sentences in which the paper speaks of itself; one about its term may follow such a one."""
    before = False
    for found in _SENTENCES.finditer(text):
        words = " ".join(found[0].split())
        if not words:
            continue
        speaks = bool(_OWN.search(words)) or bool(_OPENING.match(words))
        follows = before and words.startswith(("有效期", "试行期", "执行期"))
        before = speaks or follows
        if (before and _HELD.search(words)) or follows:
            yield _Sentence(words, line_at(text, found.start() + len(found[0]) - len(found[0].lstrip())))


def _begins(sentence: _Sentence, issue: IssueDays) -> Iterator[Sighting]:
    words = sentence.words
    for found in _STARTS.finditer(words):
        day = day_of(found)
        if day and not _OTHERS.search(words[: found.start()]) and not _is_end(words, found):
            yield _reading("effective_on", day, sentence, 0.93)
    for found in _ISSUED.finditer(words):
        base, doubtful = issue.day(found["deed"])
        day = _counted(base, found["count"], found["unit"]) if base else None
        before = words[: found.start()].removesuffix("自").removesuffix("从")
        if day and not _OTHERS.search(before):
            yield _reading("effective_on", day, sentence, 0.6 if doubtful else 0.9)
    ranged = _RANGE.search(words) if _RANGE_WORDS.search(words) and not _STARTS.search(words) else None
    start = day_of(ranged) if ranged else None
    if start:
        yield _reading("effective_on", start, sentence, 0.85)


def _is_end(words: str, found: "re.Match[str]") -> bool:
    """Whether a day is the second of a span, the last and not the first."""
    return words[: found.start()].rstrip().endswith(("至", "到", "—", "-", "～", "截止"))


def _ends(sentence: _Sentence, begin: date | None, begins: list[Sighting]) -> Iterator[Sighting]:
    words = sentence.words
    until = _UNTIL.search(words)
    last = day_of(until) if until else None
    ranged = _RANGE.search(words) if _RANGE_WORDS.search(words) else None
    if ranged and last is None:
        closing = _DAY.match(ranged["last"])
        last = day_of(closing) if closing else None
    if last is not None:
        yield _reading("expires_on", last, sentence, 0.9)
        return
    years = _YEARS.search(words)
    if years and begin:
        count, unit = years["years"] or years["tried"], years["unit"] or years["tried_unit"]
        months = number_of(count.replace("两", "二")) * (12 if unit == "年" else 1)
        weight = min([begins[-1].weight, 0.9 if years["years"] else 0.7])
        yield _reading("expires_on", _moved(begin, months) - timedelta(days=1), sentence, weight)


def _counted(base: date, count: str | None, unit: str | None) -> date | None:
    if not count:
        return base
    number = number_of(count)
    return _moved(base, number) if unit == "个月" else base + timedelta(days=number)


def _moved(day: date, months: int) -> date:
    """Give the same day so many months later; what begins on 29 February ends with that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            moved = date(year, month + 1, last)
        except ValueError:
            continue
        return moved if last == day.day else moved + timedelta(days=1)
    return day


def _reading(field: str, day: date, sentence: _Sentence, weight: float) -> Sighting:
    return Sighting(field, day.isoformat(), sentence.words, weight, line=sentence.line)
