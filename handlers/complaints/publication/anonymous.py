"""Takes out of a text what could tell a person or a door: numbers, names, plates, addresses below the 街道. Pure.

It is a proposal that people read beside the original, never a promise: what leaves is scanned once more, and three
reviewers read it.
"""

import re

from bot.privacy import mask_text, personal_numbers
from knowledge.text.persons import mask_question

SOMEWHERE, SOMEBODY = "某处", "某"
_FIGURE = "0-9０-９一二三四五六七八九十百零〇"
HOUSE = re.compile(
    rf"[{_FIGURE}a-zA-Z]{{1,6}}(?:号院|号楼|号|栋|幢|单元|室|组|弄|巷|楼|门)(?!线|文|令)(?:[{_FIGURE}a-zA-Z]{{1,6}}(?:单元|室|号|层|楼|户))*"
)
STREET = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:小区|花园|新村|公寓|家园|佳苑|社区|村(?![民委里])|(?<![镇乡道县])路(?![灯口面边段况过人上])|街(?!道)|巷|胡同|大院|宿舍|广场|市场|大厦)"
)
MASKED = re.compile(r"(?:[\u4e00-\u9fff]|[A-Za-z0-9]{1,3})?\*{1,18}[0-9A-Za-z]{0,4}")
CALLED = re.compile(r"[\u4e00-\u9fff]某(?:某)?")
TWICE = re.compile(rf"(?:{SOMEWHERE}){{2,}}")
STOPS = re.compile(r"([，,；;、。！!？?\s]+)")
ENDING = re.compile(r"[。！!？?\n]")
INTRODUCING = re.compile(
    r"(?:[你您]好|我|本人|这里|的|名字|姓名|叫|是|为|联系|人|方式|电话|手机|微信|号|码|身份证|[:：]){1,12}"
    r"(?:[\u4e00-\u9fff]{1,2}(?:\*{1,4}|某某?)|[0-9A-Za-z]{0,6}\*{1,18}[0-9A-Za-z]{0,6})"
)
"""A part of a sentence by which somebody says who it is, name or number already hidden: nothing of it is worth keeping."""


def anonymous(text: str) -> str:
    """Give a text without what could tell a person or a door; parts that only say who somebody is are left out."""
    told = _without_introductions(mask_question(text))
    nobody = MASKED.sub(SOMEBODY, CALLED.sub(SOMEBODY, told))
    return TWICE.sub(SOMEWHERE, STREET.sub(SOMEWHERE, HOUSE.sub(SOMEWHERE, nobody)))


def _without_introductions(text: str) -> str:
    """Give a masked text without such parts; of the stops around one, that which ends a sentence is kept."""
    parts = STOPS.split(text)
    kept, stops = "", ""
    for stop, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        stops = stops if ENDING.search(stops) else stop
        if INTRODUCING.fullmatch(part):
            continue
        kept, stops = kept + (stops if kept else "") + part, ""
    return kept


def personal_in(text: str) -> bool:
    """Whether the scan still finds a number, a name, a plate or a door in a text."""
    found = personal_numbers(text) is not None or mask_text(text) != text or mask_question(text) != text
    return found or HOUSE.search(text) is not None or "*" in text
