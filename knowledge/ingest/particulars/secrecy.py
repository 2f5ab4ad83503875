"""Marks that a paper bears about who may see it: grades of secrecy, and how it is to be made public."""

import re
from collections.abc import Iterator, Sequence

from knowledge.documents.document import Disclosure
from knowledge.ingest.particulars.evidence import Sighting
from knowledge.ingest.particulars.lines import Line

TOP_LINES, FOOT_LINES = 12, 12
GRADE = re.compile(
    r"^(?:\d{5,8}\s{0,2})?(?P<grade>绝密|机密|秘密)\s{0,2}(?:[★☆*·]\s{0,2})?(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s{0,2}(?:年|个月|天)|长期|启用前)?(?:\s{0,2}(?:特急|加急|急件))?$"
)
_INTERNAL = re.compile(
    r"^(?:内部(?:资料|文件|刊物|使用)|仅供内部|注意保存|不得外传|内部资料.{0,8}(?:保存|外传))"
)
_MARKED = re.compile(
    r"^[（(\[【]?\s{0,2}(?:此件|本件|该件|此文|公开方式|公开属性|信息公开选项|公开类别|公开类型)\s{0,2}[：:]?\s{0,2}"
    r"(?P<how>不予公开|不公开|依申请公开|主动公开|公开发布|公开|删减后公开)\s{0,2}[）)\]】]?$"
)
_HOW = {
    "不予公开": Disclosure.CLOSED, "不公开": Disclosure.CLOSED, "依申请公开": Disclosure.ON_REQUEST,
    "主动公开": Disclosure.ACTIVE, "公开发布": Disclosure.ACTIVE, "公开": Disclosure.ACTIVE,
    "删减后公开": Disclosure.CLOSED,
}  # fmt: skip


def is_grade(words: str) -> bool:
    """Whether words are a grade of secrecy as papers bear it: 秘密★1年."""
    return bool(GRADE.match(words))


def marks(lines: Sequence[Line]) -> Iterator[Sighting]:
    """Give how a paper may be made public as its marks say, and why it may not."""
    for line in (*lines[:TOP_LINES], *lines[max(TOP_LINES, len(lines) - FOOT_LINES) :]):
        if GRADE.match(line.text) or _INTERNAL.match(line.text):
            yield Sighting("disclosure", Disclosure.CLOSED.value, line.text, 0.97, line=line.number)
            yield Sighting("disclosure_reason", f"文件上标有“{line.text}”", line.text, 0.9, line=line.number)
    for line in lines:
        marked = _MARKED.match(line.text)
        if marked:
            how = _HOW[marked["how"]]
            yield Sighting("disclosure", how.value, line.text, 0.95, line=line.number)
            if how is not Disclosure.ACTIVE:
                words = line.text.strip("（()）")
                yield Sighting("disclosure_reason", f"文件上标有“{words}”", line.text, 0.8, line=line.number)


def said(lines: Sequence[Line]) -> tuple[str, str]:
    """Give the grade of secrecy a paper bears and the words that close it to the public; empty text for none."""
    grade = next((line.text for line in lines[:TOP_LINES] if GRADE.match(line.text)), "")
    closed = next(
        (
            line.text
            for line in lines
            if (found := _MARKED.match(line.text)) and _HOW[found["how"]] is not Disclosure.ACTIVE
        ),
        "",
    )
    return grade, closed.strip("（()）")
