"""What has many figures and belongs to nobody: days, times, document and case numbers, amounts, addresses of machines."""

import re

# Behind a figure that its own mark joins to it, it is no day: 1/3/0/0/2009/8/01 is how somebody spells a mobile number.
_APART = "|".join(
    rf"(?<![0-9]{mark})(?<![0-9] {mark})(?<![0-9]{mark} )(?<![0-9] {mark} )(?=[0-9]{{4}} ?{mark})"
    for mark in ("-", "/", r"\.", "年")
)
_DATE = (
    rf"(?<![0-9])(?:{_APART})"
    r"(?:19|20)[0-9]{2} ?[-/.年] ?(?:0?[1-9]|1[0-2]) ?[-/.月] ?(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
)
_CLOCK = r"(?:[T ]{0,2}[0-2]?[0-9][:时点][0-5][0-9](?:[:分][0-5][0-9](?:[.,][0-9]{1,9})?)?(?![0-9]))?"
_TO = r" ?(?:--?|~|—|–|至|到) ?"
_TIMES = rf"(?<![0-9:])[0-2]?[0-9]:[0-5][0-9]{_TO}[0-2]?[0-9]:[0-5][0-9](?![0-9])"
_DOCUMENT = r"[〔\[({【] ?(?:19|20)[0-9]{2} ?[〕\])}】] ?第? ?[0-9]{1,5} ?号"
_STANDARD = r"(?<![A-Za-z])[A-Z]{2,4}[0-9]{0,2}(?:/[A-Z]{1,2})? ?[0-9]{1,6}(?:\.[0-9]{1,2})?[-—–](?:19|20)[0-9]{2}(?![0-9])"
_CASE = r"(?<![A-Za-z])[A-Za-z]{2}20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{4}(?![0-9])"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_MACHINE = rf"(?<![0-9.])(?:{_OCTET}\.){{3}}{_OCTET}(?![0-9.])"
_HEX = r"(?<![0-9A-Za-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9A-Za-z])"
_TRACE = r"(?<![0-9A-Za-z])(?=[0-9]{0,15}[a-f])(?:[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?![0-9A-Za-z])"
_SHARE_ID = r"(?<![0-9A-Za-z])wx[0-9a-f]{16}(?![0-9A-Za-z])"
_MONEY = r"[¥$€] ?[0-9][0-9,]{0,20}(?:\.[0-9]{1,4})?|(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3}){2,5}(?:\.[0-9]{1,4})?(?![0-9,])"
_MEASURE = r"(?<![0-9])[0-9]{1,20}(?:\.[0-9]{1,4})? ?(?:[万亿]?元|万(?!一)|亿|块钱|平方|平米|㎡|m2|亩|公里|吨|公斤|立方|度电|[%‰])"
_COUNT = r"(?<=[^0-9])[0-9]{1,2}(?=[年月日天岁个人户次亩周期级])"
_MASKED = r"[0-9A-Za-z]{0,4}\*{4,}[0-9A-Za-z]{0,4}"
_SPARED = re.compile(
    "|".join(
        (
            _MASKED,
            _DATE + _CLOCK,
            _TIMES,
            _DOCUMENT,
            _STANDARD,
            _CASE,
            _MACHINE,
            _HEX,
            _TRACE,
            _SHARE_ID,
            _MONEY,
            _MEASURE,
            _COUNT,
        )
    )
)
_HIDDEN = re.compile(_MASKED)
_LINK = re.compile(r"https?://[^\s\u3400-\u9fff]{1,2000}")
CLOSED = "\x02"
"""A letter that belongs to no number."""


def close_hidden(figures: str) -> str:
    """Close what was hidden before, so that it is never hidden again."""
    return _HIDDEN.sub(_closed, figures)


def close(figures: str) -> str:
    """Close everything that looks like a number of somebody and is none."""
    return _SPARED.sub(_closed, figures)


def links(figures: str) -> list[range]:
    """Give where links stand: the marks inside an address do not join figures."""
    return [range(*found.span()) for found in _LINK.finditer(figures)]


def _closed(found: re.Match[str]) -> str:
    return CLOSED * len(found[0])
