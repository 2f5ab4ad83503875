"""Numbers of what appears again and again: 2026年第3期, 第五期, 最新一期; pure."""

import re
from dataclasses import dataclass

from knowledge.documents.document import Document

FIGURES = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2, "〇": 0}
TEN = 10
ISSUE = re.compile(r"第?\s?([0-9]{1,3}|[零〇一二两三四五六七八九十]{1,4})\s?(?:期|号|刊)")
YEAR = re.compile(r"((?:19|20)[0-9]{2})\s?年?|今年|去年|前年")
BACK = {"今年": 0, "去年": 1, "前年": 2}
LATEST = re.compile(r"(?:最新|最近|上|新|这)的?一?期|本期|最新|最近")


@dataclass(frozen=True, slots=True)
class IssueNumber:
    """Which issue is meant: 0 stands for any; `latest` for the newest there is."""

    year: int = 0
    number: int = 0
    latest: bool = False


def spoken_number(said: str, *, year: int) -> IssueNumber:
    """Give which issue words name; `year` is the present one."""
    latest = LATEST.search(said) is not None
    issue, spoken_year = ISSUE.search(LATEST.sub("", said)), YEAR.search(said)
    meant = 0
    if spoken_year:
        meant = int(spoken_year[1]) if spoken_year[1] else year - BACK[spoken_year[0]]
    return IssueNumber(meant, _figure(issue[1]) if issue else 0, latest)


def number_of(document: Document) -> IssueNumber:
    """Give the year and number of an issue, from its number or its title, the year else from its day."""
    words = f"{document.number} {document.title}"
    found = spoken_number(words, year=0)
    day = document.dated_on
    return IssueNumber(found.year or (day.year if day else 0), found.number)


def _figure(words: str) -> int:
    if words.isdecimal():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int("".join(str(FIGURES[one]) for one in words))
    return TEN * (FIGURES.get(tens, 1) if tens else 1) + (FIGURES.get(ones, 0) if ones else 0)
