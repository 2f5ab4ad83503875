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


def kinds_in(said: str) -> frozenset[ActivityKind]:
    """Give the kinds that words name; an open day is either of two."""
    return frozenset(kind for kind, words in WORDS.items() if words.search(said))
