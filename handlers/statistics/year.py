"""Which year a question about the county's figures means. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.statistics.ledger import FigureSpan

YEARS_BACK = 5
_WHEN = r"(?P<when>今年|去年|前年|本年度?|上年度?|(?P<year>20\d\d)年度?)?(?:以来|到现在|到今天|全年)?"
_PUBLISHED = re.compile(
    _WHEN
    + r"[^。？?]{0,12}(?:公开|发布|公布)了?(?:过)?(?:多少|几)(?:条|份|件|个)?(?:政府|政务)?(?:信息|文件|政策|东西)"
)
_REQUESTS = re.compile(
    _WHEN
    + r"[^。？?]{0,12}(?:收到|办结|办理|受理)了?(?:过)?(?:多少|几)(?:条|份|件|个)?(?:政府|政务)?(?:信息)?(?:公开)?(?:的)?(?:依?申请公开|公开申请|依申请)"
)
_ONLINE = re.compile(
    r"(?:网上(?:就)?(?:能|可以?)?办(?:理|得了)?|一网通办|可网办|网办)(?:的)?(?:指南|事项|事)?(?:的)?(?:率|比例|占比|占多少|占几成)"
)
PUBLISHED, REQUESTS, ONLINE = "published", "disclosure", "online"
BACK = {"去年": 1, "上年": 1, "上年度": 1, "前年": 2}


@dataclass(frozen=True, slots=True)
class FiguresAsked:
    """What somebody asks for, and of which year."""

    what: str
    year: int


def asked(said: str, *, today: date) -> FiguresAsked | None:
    """Tell which figures a message asks for; None where it asks for none, or for those of a year to come."""
    if _ONLINE.search(said):
        # What stands now counts; no year is told of.
        return FiguresAsked(ONLINE, today.year)
    for what, pattern in ((PUBLISHED, _PUBLISHED), (REQUESTS, _REQUESTS)):
        if found := pattern.search(said):
            year = int(found["year"]) if found["year"] else today.year - BACK.get(found["when"] or "", 0)
            return FiguresAsked(what, year) if year <= today.year else None
    return None


def year_of(year: int, *, today: date) -> FigureSpan:
    """Give a year as a period; this one ends today."""
    return FigureSpan(date(year, 1, 1), min(date(year, 12, 31), today))
