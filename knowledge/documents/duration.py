"""How long a guide says that something takes, as far as its own words can be compared with another guide's.

The figure only puts terms in order; what a citizen reads is the guide's own wording.
"""

import re
from collections.abc import Iterator, Sequence

# One working day each; five of seven days are worked.
_UNITS = (
    (re.compile("个?工作日"), 1.0),
    (re.compile("个?工作小时"), 1 / 8),
    (re.compile("个?小时"), 5 / 7 / 24),
    (re.compile("个?自然日|天|日"), 5 / 7),
    (re.compile("个?月"), 250 / 12),
    (re.compile("年"), 250.0),
)
_AT_ONCE = re.compile("当场|即时|即办|立等|马上|秒批|秒办")
_TERM = re.compile(
    r"(?<![\d月年])(\d{1,4})(个?工作日|个?工作小时|个?小时|个?自然日|天|日|个?月(?!\d)|年(?!\d))(?![前之以])"
)
_ASIDE = re.compile("另计|不计算在内|不计入|除外|不含")
_REMARK = re.compile("[（(][^（）()]*[）)]")
# Of what is counted up and then summed up by 最长, the sum counts.
_AT_MOST = re.compile("最长|最多|最迟|总共|合计|一共|不超过")
_EACH = re.compile("^([^，,：:]*?)各(?=\\d)")


def working_days(text: str) -> float | None:
    """Give how many working days the longest way of a guide's term takes; None where it names a day or nothing.

    Ways stand apart by 。 and ；, the stages of one way follow each other by ，, each with a term of its own.
    """
    ways = [_way(way) for way in re.split("[。；;\n]", _REMARK.sub("", text)) if way.strip()]
    return max((way for way in ways if way is not None), default=None)


def _way(words: str) -> float | None:
    stages = list(_counted(re.split("[，,]", words)))
    if most := [days for stage in stages if _AT_MOST.search(stage) for days in _stage(stage)]:
        return max(most)
    terms = [max(found) for stage in stages if (found := _stage(stage))]
    return sum(terms) if terms else None


def _counted(stages: Sequence[str]) -> Iterator[str]:
    """Give the stages that count; behind 轮候时间另计 stands how long that takes, which does not count either."""
    for stage in stages:
        if not _ASIDE.search(stage):
            yield stage
        elif not _TERM.search(stage):
            return


def _stage(words: str) -> list[float]:
    """Give the terms of one stage; 评议、核查、审批各10个工作日 are three."""
    each = _EACH.match(words)
    times = each[1].count("、") + 1 if each else 1
    found = [times * int(figure) * _worth(unit) for figure, unit in _TERM.findall(words)]
    return found or ([0.0] if _AT_ONCE.search(words) else [])


def _worth(unit: str) -> float:
    return next(days for name, days in _UNITS if name.fullmatch(unit))
