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
MASKED = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{0,3}\*{1,18}[0-9A-Za-z]{0,4}")
CALLED = re.compile(r"[\u4e00-\u9fff]某(?:某)?")


def anonymous(text: str) -> str:
    """Give a text without what could tell a person or a door."""
    hidden = MASKED.sub(SOMEBODY, mask_question(text))
    return CALLED.sub(SOMEBODY, STREET.sub(SOMEWHERE, HOUSE.sub(SOMEWHERE, hidden)))


def personal_in(text: str) -> bool:
    """Whether the scan still finds a number, a name, a plate or a door in a text."""
    found = personal_numbers(text) is not None or mask_text(text) != text or mask_question(text) != text
    return found or HOUSE.search(text) is not None or "*" in text
