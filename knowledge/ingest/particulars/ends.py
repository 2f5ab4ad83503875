"""Finds what a text says about the time it holds, and about documents that end with it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.documents.draft import Proposed
from knowledge.ingest.particulars.dates import WRITTEN, day_of

EVIDENCE_LETTERS = 80
_SENTENCE = re.compile(r"[^。\n]+")
_ENDED = re.compile(r"废止|停止执行|不再执行|宣布失效")
# What is ended stands before the word, except after 废止 itself: 决定废止《……》.
_NAMED = re.compile(
    r"《(?P<title>[^《》\n]{2,80}(?:《[^《》\n]{2,60}》[^《》\n]{0,20})?)》\s*(?:[（(](?P<number>[^（）()\n]{0,30}〔\d{4}〕[^（）()\n]{0,12}号)[^）)]{0,20}[）)])?"
)
_EFFECT = re.compile(rf"自\s*(?:{WRITTEN})\s*起\s*(?:正式)?(?:施行|实施|执行|生效)")
_UNTIL = re.compile(rf"有效期[^。\n]{{0,12}}?至\s*(?:{WRITTEN})")
_YEARS = re.compile(r"有效期(?:限)?[为是]?\s*(?P<years>\d{1,2}|[一二三四五六七八九十])\s*年")
_NUMERALS = "一二三四五六七八九十"


def lifetime(text: str) -> Iterator[Proposed]:
    """Give the day a text takes effect and the day it ends, as it says them itself."""
    starts = list(_EFFECT.finditer(text))
    begin = day_of(starts[-1]) if starts else None
    if begin is not None:
        yield Proposed("effective_on", begin.isoformat(), _around(text, starts[-1]))
    until = _UNTIL.search(text)
    end = day_of(until) if until else None
    if until and end is not None:
        yield Proposed("expires_on", end.isoformat(), _around(text, until))
        return
    years = _YEARS.search(text)
    last = _after(begin, years["years"]) if years and begin else None
    if years and last is not None:
        yield Proposed("expires_on", last.isoformat(), _around(text, years))


def abolished(text: str) -> Iterator[tuple[str, str]]:
    """Give the documents that end with this one: title with number, and the sentence that says so."""
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0].strip()
        ended = _ENDED.search(words)
        if ended is None or "不得废止" in words or "修改、废止" in words:
            continue
        for named in _NAMED.finditer(words):
            before = named.end() <= ended.start()
            if before or words[ended.end() : named.start()].strip(" ：:下列以了") == "":
                number = f"（{named['number']}）" if named["number"] else ""
                yield f"《{named['title']}》{number}", _shortened(words)


def _after(begin: date, years: str) -> date | None:
    count = int(years) if years.isdecimal() else _NUMERALS.index(years) + 1
    try:
        return begin.replace(year=begin.year + count) - timedelta(days=1)
    except ValueError:
        # Begun on 29 February, it ends with that month.
        return date(begin.year + count, 2, 28)


def _around(text: str, found: "re.Match[str]") -> str:
    start = max(text.rfind("。", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
    end = text.find("。", found.end())
    return _shortened(text[start : end if end >= 0 else found.end()])


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= EVIDENCE_LETTERS else "…" + words[-(EVIDENCE_LETTERS - 1) :]
