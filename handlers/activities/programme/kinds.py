"""The kinds of activities, and the everyday words by which people name one."""

import re
from collections.abc import Mapping
from enum import StrEnum


class ActivityKind(StrEnum):
    """What kind of activity it is."""

    OPEN_DAY = "open_day"
    GOVERNMENT_DAY = "government_day"
    SITTING_IN = "sitting_in"
    YARD_MEETING = "yard_meeting"
    EXPERIENCE = "experience"
    DELIBERATION = "deliberation"
    INQUIRY = "inquiry"


WORDS: Mapping[ActivityKind, re.Pattern[str]] = {
    ActivityKind.OPEN_DAY: re.compile("开放日|开放参观|公众开放"),
    ActivityKind.GOVERNMENT_DAY: re.compile("开放日|开放参观|公众开放"),
    ActivityKind.SITTING_IN: re.compile("列席|旁听"),
    ActivityKind.YARD_MEETING: re.compile("[坝院]坝会|板凳会|屋场会|坝坝"),
    ActivityKind.EXPERIENCE: re.compile("体验官|体验员|体验日|体验活动|政务体验"),
    ActivityKind.DELIBERATION: re.compile("你来协商|来协商|协商会|协商活动|议事会"),
    ActivityKind.INQUIRY: re.compile("问政(?!平台|信箱|热线)"),
}


PLAIN_WORDS: Mapping[ActivityKind, re.Pattern[str]] = {
    ActivityKind.GOVERNMENT_DAY: re.compile(
        "走进(?:政务|政府|机关|大厅|中心|县)|(?:政府|政务|大厅|机关)[^,，。]{0,4}(?:开门|让人进去|请人)[^,，。]{0,4}(?:参观|看看)"
    ),
    ActivityKind.SITTING_IN: re.compile(
        "(?:县长|县里|县政府|政府|领导|当官的)[^,，。!！?？]{0,5}开?会[^,，。!！?？]{0,14}(?:去听|来听|听听|听一听|坐着听|在旁边听|坐到旁边|旁边坐)"
    ),
    ActivityKind.YARD_MEETING: re.compile("(?:院子|院坝|坝子|晒坝)里?(?:头)?(?:开|的)会"),
    ActivityKind.DELIBERATION: re.compile(
        "(?:坐拢|坐到一起|坐下来|坐一起)来?[^,，。]{0,4}(?:商量|商议|谈)|商量的?那?个?会"
    ),
    ActivityKind.INQUIRY: re.compile("(?:电视|台)上[^,，。]{0,6}(?:当面)?问(?:领导|局长|干部|当官)"),
}
"""What people say who do not know the name of the thing; beside another matter these words mean no activity."""


def kinds_in(said: str) -> frozenset[ActivityKind]:
    """Give the kinds that words name; an open day is either of two."""
    named = frozenset(kind for kind, words in WORDS.items() if words.search(said))
    return named or frozenset(kind for kind, words in PLAIN_WORDS.items() if words.search(said))
