"""What words change in a description that was told before: one year, one place, one word of it, the rest stays.

不是2025年，是2023年的 names what to take out and what to put in; 改成2024年的 only what to put in, for the one year told.
"""

import re

_END = r"(?>(?:的那?[份个]?|吧|了|啊|呀|才对|[。.!！~ ])*)"
SWAPPED = re.compile(
    r"(?:不对|错了|写错了|等等|哦|噢|[,，。 ])*(?:我(?:要|写)?的?)?(?:不是|不要|别要|把|将)(?P<old>[^,，。]{1,20}?)的?[,，。 ]*"
    r"(?:我?(?:要|想要)?的?(?:应该|应当|其实)?(?:是|改成|改为|换成|换为|而是|要)){1,2}(?P<new>[^,，。!！?？]{1,30}?)"
    + _END
)
# A year, or a place, that alone is put in.
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d年?(?:度)?|二[〇零○][一二三四五六七八九〇零○]{2}年(?:度)?")
PLACE = re.compile(
    r"(?<![一-鿿])(?![年月日])[一-鿿]{2,4}?(?:街道|镇|乡)|(?<=[年县市])[一-鿿]{2,4}?(?:街道|镇|乡)"
)
ALONE = re.compile(
    r"(?:信息|内容|文件|年份|时间|地方|年度|(?:写|说|填|弄)?错了?|不对|应该|应当|其实|改成|改为|换成|是|我?要的?是?|[,，。 ])*"
    r"(?P<new>(?:(?:19|20)\d\d|二[〇零○][一二三四五六七八九〇零○]{2})年?(?:度)?|[一-鿿]{2,4}?(?:街道|镇|乡))"
    + _END
)
TURNING = re.compile("错|不对|应该|应当|其实|改|换")


def amended(held: str, said: str) -> str | None:
    """Give a description with what the words change in it; None where they change nothing that stands there."""
    words = said.strip()
    if (swap := SWAPPED.fullmatch(words)) and swap["old"] in held:
        return held.replace(swap["old"], _like(swap["old"], swap["new"]), 1)
    if (alone := ALONE.fullmatch(words)) is None:
        return None
    new = alone["new"]
    kind = YEAR if YEAR.fullmatch(new) else PLACE
    if kind is PLACE and not TURNING.search(words):
        # A bare place may be the beginning of an address.
        return None
    told = list(kind.finditer(held))
    if len(told) != 1 or told[0][0] == new:
        return None
    return f"{held[: told[0].start()]}{_like(told[0][0], new)}{held[told[0].end() :]}"


def _like(old: str, new: str) -> str:
    """Give the new word in the old one's shape: a year keeps its 年."""
    return f"{new}年" if old.endswith("年") and YEAR.fullmatch(new) and "年" not in new else new
