"""What a question wants to know and the words found do not say: then the answer says so, instead of passing for whole."""

import re

from knowledge.judgement.sought import groups_in, sought_by
from knowledge.text.normal_form import fold
from knowledge.text.question import AnswerKind, analyse

_NUMERAL = "[0-9０-９一二三四五六七八九十百千万两零〇]"
_FIGURE_WORDS = {
    AnswerKind.MONEY: re.compile(
        f"{_NUMERAL}\\s*(?:余|多)?(?:元|万|亿|%|％|倍|成|折)|百分之|免|不收|不予收|无偿|全额|减半|不缴|不交|自负|公式|="
    ),
    AnswerKind.TIME: re.compile(
        f"{_NUMERAL}\\s*(?:个)?(?:年|月|日|天|时|周|点|分钟|工作|季度|:|：)|即日|当日|当天|当场|随时|立即|每[年月日周天]|次[年月日]|之前|以内|届满|长期"
    ),
    AnswerKind.NUMBER: re.compile(f"{_NUMERAL}|百分之|全部|均|都|不限"),
}


def unsaid(question: str, whole: str, quote: str) -> str:
    """Give what of a question words that come near do not say: a kind of figure, or `year`, `persons`; empty for nothing told.

    `whole` is the document's title with the passage around the quote.
    """
    sought = sought_by(question)
    if sought.years and not any(year in whole for year in sought.years):
        return "year"
    if sought.groups and not sought.groups & groups_in(fold(whole)):
        return "persons"
    return lacking(question, quote)


def lacking(question: str, quote: str) -> str:
    """Give the kind of thing that is asked for and not told in a quote; empty when nothing is missed."""
    sought = analyse(question).answer_kind
    figure = _FIGURE_WORDS.get(sought)
    return "" if figure is None or figure.search(quote) else sought.value
