"""The number a paper bears: its own, not that of a paper it cites; of an amended rule the newest order's."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from knowledge.ingest.particulars.dates import DAY, day_of
from knowledge.ingest.particulars.evidence import Sighting
from knowledge.ingest.particulars.lines import KINDS, Line
from knowledge.ingest.particulars.organs import is_organ

NUMBER = re.compile(
    r"(?<![\w〕）)])(?P<office>[\u4e00-\u9fff]{1,12}(?:[（(][\u4e00-\u9fff]{1,4}[）)])?[\u4e00-\u9fff]{0,4})\s{0,2}"
    r"[〔［\[（(【﹝]\s{0,2}(?P<year>\d{4})\s{0,2}[〕］\]）)】﹞]\s{0,2}(?:第\s{0,2})?(?P<number>\d{1,5})\s{0,2}号"
)
# A number set behind a title without anything between them.
_BEHIND = re.compile(
    rf"^(?P<title>.{{2,150}}(?:{KINDS})(?:[（(][^（）()]{{1,16}}[）)])?)\s{{0,2}}(?P<number>[\u4e00-\u9fff]{{2,8}}(?:[（(][\u4e00-\u9fff]{{1,4}}[）)])?\s{{0,2}}[〔［\[（(【﹝]\s{{0,2}}\d{{4}}\s{{0,2}}[〕］\]）)】﹞]\s{{0,2}}(?:第\s{{0,2}})?\d{{1,5}}\s{{0,2}}号)\s{{0,2}}$"
)
LIST_NUMBERS = 3
_ALONE = re.compile(r"^[（(\[【]?\s{0,2}(?:(?:文\s{0,2}号|发文字号|文件编号)\s{0,2}[：:])?\s{0,2}$")
# Behind it the bracket may tell its day as well: （青政发〔2026〕3号　2026年1月5日）.
_AFTER = re.compile(
    r"^(?:[\s，,]{0,2}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)?\s{0,2}[）)\]】]?\s{0,2}(?:签发人\s{0,2}[：:].{0,20})?$"
)
_ORDER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{2,20}?)令\s{0,2}[（(]?\s{0,2}(?P<number>第\s{0,2}[\d一二三四五六七八九十百零〇]{1,6}\s{0,2}号)"
)
_CITED = re.compile(r"《[^《》]{0,200}》(?:[（(][^（）()]{0,60}[）)])?")
_ORDER_END = re.compile(r"^[（(]?第\s{0,2}[\d一二三四五六七八九十百零〇]{1,6}\s{0,2}号[）)]?$")
_NOTICE_NUMBER = re.compile(
    r"^[（(]?\s{0,2}(?:[〔\[（(]?(?P<year>\d{4})\s{0,2}(?:年|[〕\])）])\s{0,2})?第\s{0,2}(?P<number>\d{1,4})\s{0,2}号\s{0,2}[）)]?$"
    r"|^[〔\[]\s{0,2}(?P<within>\d{4})\s{0,2}[〕\]]\s{0,2}(?P<count>\d{1,4})\s{0,2}号$"
)
_NOTICE_HEAD = re.compile(
    r"^(?P<organ>[\u4e00-\u9fff（）()]{4,30}?)(?P<kind>公告|通告|(?:专题|常务|办公)?会议纪要)$"
)
_NOTICE_LINE = re.compile(
    r"^(?P<organ>[\u4e00-\u9fff（）()]{4,30}?)(?P<kind>公告|通告)\s{0,2}(?P<rest>[〔\[（(]?\d{4}\s{0,2}(?:年|[〕\])）])\s{0,2}第?\s{0,2}\d{1,4}\s{0,2}号[）)]?)$"
)
_LEAD = re.compile(r"^(?:.*[日经由以按依]|根据)")


def numbers(head: Sequence[Line], title: str) -> Iterator[Sighting]:
    """Give the numbers that stand where a paper bears its own: on a line of their own, or behind its title."""
    own = list(_own_lines(head))
    # Several numbers on lines of their own are those of a list.
    yield from own if len({one.value for one in own}) < LIST_NUMBERS else ()
    yield from _behind_title(title)
    yield from _newest_order(head)
    yield from _notice_numbers(head)


def tidy(found: "re.Match[str]") -> str:
    """Give a number in the one way of writing."""
    return f"{found['office'].strip()}〔{found['year']}〕{int(found['number'])}号"


def tidied(words: str) -> str:
    """Give the first number in some words in the one way of writing, or the words as they are."""
    found = NUMBER.search(words)
    return tidy(found) if found else " ".join(words.split())


def without_number(title: str) -> str:
    """Give a title without the number that stands before or behind it."""
    if glued := _BEHIND.match(title):
        return title[: glued.end("title")]
    for found in NUMBER.finditer(title):
        before, after = title[: found.start()].rstrip(" （("), title[found.end() :].lstrip(" ）)")
        if not after.strip() and before and not before.endswith("》"):
            return before.strip()
        if not before.strip() and after:
            return after.strip()
    return title


def is_notice_number(words: str) -> bool:
    """Whether a line is the number of a public notice: 2026年第3号."""
    return bool(_NOTICE_NUMBER.match(words))


def _own_lines(head: Sequence[Line]) -> Iterator[Sighting]:
    for line in head:
        for found in NUMBER.finditer(line.text):
            before, after = line.text[: found.start()], line.text[found.end() :]
            if _ALONE.match(before) and _AFTER.match(after):
                yield Sighting("number", tidy(found), line.text, 0.95, line=line.number)
            elif _is_head(before) and _AFTER.match(after):
                yield Sighting("number", tidy(found), line.text, 0.9, line=line.number)


def _is_head(before: str) -> bool:
    """Whether a number stands behind the red head on the same line: 青岚县人民政府文件 青政发〔2026〕3号."""
    words = "".join(before.split())
    return words.endswith("文件") and is_organ(words[:-2])


def _behind_title(title: str) -> Iterator[Sighting]:
    if "解读" in title or "答记者问" in title:
        return
    bare = without_number(title)
    rest = title.removeprefix(bare) if title.startswith(bare) else title.removesuffix(bare)
    found = NUMBER.search(rest.strip(" （(")) if bare != title else None
    if found:
        yield Sighting("number", tidy(found), title, 0.85, source="layout")


def _newest_order(head: Sequence[Line]) -> Iterator[Sighting]:
    """Give the order of the newest day that made or changed a rule; one without a day counts by its place."""
    orders: list[tuple[date, int, str, Line]] = []
    for at, line in enumerate(head):
        words = _CITED.sub("", line.text)
        for found in _ORDER.finditer(words):
            day = _day_before(words[: found.start("issuer")] + found["issuer"])
            orders.append((day, at, f"{_issuer(found['issuer'])}令{''.join(found['number'].split())}", line))
        following = head[at + 1] if at + 1 < len(head) else None
        if (
            following
            and line.bare.endswith("令")
            and _ORDER_END.match(following.text)
            and is_organ(line.bare[:-1])
        ):
            orders.append((date.min, at, f"{line.bare}{following.bare.strip('（()）')}", line))
    if orders:
        _, _, value, line = max(orders, key=lambda one: one[:2])
        yield Sighting("number", value, line.text, 0.85, line=line.number)


def _issuer(words: str) -> str:
    """Give an order's issuer without the day, or the word, before it."""
    return _LEAD.sub("", words) or words


def _day_before(words: str) -> date:
    days = [day for one in DAY.finditer(words) if (day := day_of(one))]
    return days[-1] if days else date.min


def _of_year(found: "re.Match[str]") -> str:
    """Give the number of a notice or of minutes, with its year where it has one."""
    if found["within"]:
        return f"〔{found['within']}〕{int(found['count'])}号"
    return f"{found['year'] + '年' if found['year'] else ''}第{found['number']}号"


def _notice_numbers(head: Sequence[Line]) -> Iterator[Sighting]:
    for at, line in enumerate(head):
        whole = _NOTICE_LINE.match(line.bare)
        if whole and is_organ(whole["organ"]):
            yield Sighting("number", line.bare, line.text, 0.8, line=line.number)
        found = _NOTICE_NUMBER.match(line.text)
        above = _NOTICE_HEAD.match(head[at - 1].bare) if found and at else None
        if found and above and is_organ(above["organ"]):
            value = f"{above[0]}{_of_year(found)}"
            yield Sighting("number", value, f"{above[0]} {line.text}", 0.8, line=line.number)
