"""What is asked after an event was told of, and is asked of all its matters together: what to bring, how long, where. Pure."""

import re
from collections.abc import Sequence

from handlers.guides.bundles.catalogue import LifeEvent

LEADS = r"(?:那|那么|都|总共|一共|到底|我|我们|还|得|要|需要|该|去|先|大概|最长|最多|请问)*"
ENDS = r"(?:呢|呀|啊|哦|去|吗)*"
MATERIALS = re.compile(
    rf"{LEADS}(?:带|准备|备齐?|交|提交|拿)(?:些|点|的|齐)?(?:什么|哪些|啥|多少)(?:材料|资料|证件?|东西|证明)?{ENDS}"
    rf"|{LEADS}(?:什么|哪些|啥|多少)(?:材料|资料|证件|证明){ENDS}"
    rf"|{LEADS}(?:全部|所有)?(?:的)?(?:材料|资料)(?:清单)?(?:有哪些|是什么|是哪些|有啥)?{ENDS}"
)
WHOLE = re.compile(
    rf"{LEADS}(?:多久|多长时间|几天|多少天|时限)(?:能|可以|才能)?(?:全)?(?:办好|办完|下来|办成|办下来|办结|办|拿到)?{ENDS}"
    rf"|{LEADS}(?:在|到)?(?:哪里|哪儿|哪|哪个窗口|什么地方)(?:去)?(?:办理?|交|受理)?{ENDS}"
    rf"|{LEADS}(?:打)?(?:电话(?:是)?(?:多少|号码)?|(?:哪个|什么)电话){ENDS}"
    rf"|{LEADS}网上(?:能|可以)(?:不能|不可以)?(?:办|一起办)(?:吗|不)?{ENDS}"
)
LONGEST_LETTERS = 16


def asked_of_all(said: str, topic: str, listed: Sequence[LifeEvent]) -> tuple[LifeEvent, str] | None:
    """Give the event told of last and which part of it is asked for, `materials` or all; None for any other question."""
    words = said.strip().rstrip("？?。！! ")
    if not 0 < len(words) <= LONGEST_LETTERS:
        return None
    told = next((event for event in listed if event.name == topic), None)
    if told is None:
        return None
    if MATERIALS.fullmatch(words):
        return told, "materials"
    return (told, "") if WHOLE.fullmatch(words) else None
