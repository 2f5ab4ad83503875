"""Words that name no matter, since they are said of every one; papers, fees and classes, which are matters by their names."""

import re
from collections.abc import Iterable

# What is done with every matter names none.
EVERYWHERE = frozenset(
    {"申请", "办理", "报名", "申领", "收费", "标准", "条件", "材料", "补贴", "补助", "时间", "费用", "登记"}
)
PAPER_END_LETTERS = 3
# Of no paper's name are 办证, 要证, 凭证进出, 进城的证.
_PAPER = re.compile(
    "([一-鿿]{1,8}(?<![什么哪些种个保的凭办带要有没无领查验持])证|执照|护照|驾照|[族家]谱)(?![明件据券人监实金书])"
)


THING_END_LETTERS = 3
_THING = re.compile("[一-鿿]{1,5}[金费班险券机]")
# What ends like a fee, a fund, a class or a device and is none, or is one of every kind.
_NO_THING = re.compile(
    "[现资奖本租押]金|公积金|养老金|退休金|[交缴收免花自消浪经付退续路车药饭话]费|手机费|[上下加收开值轮接跟同大中小]班|[司手飞随趁有时投]机|[保风危冒]险|坐飞机|拖拉机"
)


def things_in(words: Iterable[str]) -> tuple[str, ...]:
    """Give the words that name a fee, a fund, a class, an insurance or a device: what is said of another is no answer."""
    return tuple(word for word in words if _THING.fullmatch(word) and not _NO_THING.fullmatch(word))


def paper_in(question: str) -> str:
    """Give the end of the name of a paper, such as a licence, that a question is about; empty when it is about none."""
    found = _PAPER.search(question)
    return found[1][-PAPER_END_LETTERS:] if found else ""
