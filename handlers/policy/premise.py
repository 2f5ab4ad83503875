"""A premise put before the bot to be agreed with: 补贴是每月200元，没错吧. What the document says is looked up and said instead.

The figure that somebody claims must not lead the search, nor be repeated as if it were so: it is exchanged for the question
that it answers (每月几元), and where the words found do not hold it, the reply says that the document is to be believed.
So with the claim that something ended (听说老年助餐不搞了): the matter itself is looked up, and whether its documents say so.
"""

import re

# A claim that is to be agreed with, at the end of a message.
_TAG = re.compile(
    "(?:这个|这点|我)?(?:没错吧?|没变吧?|没记错吧?|没说错吧?|对吧|是吧|对不对|是不是|是这样吧|对吗|是吗|没错|吧)[?？。!！~]{0,4}$"
)
# Somebody says what was said before, or what everybody says.
_SAID = re.compile(
    "^(?:不对|不是|错了|瞎说|骗人)?[,，。!！ ]*(?:你|你们|您)(?:刚才|刚刚|前面|上次|之前|昨天)?(?:都|明明|不是)*(?:说|讲|回复|答应|告诉我)(?:了|过|的)?(?:是|说)?[,，:： ]?"
)
_HEARSAY = re.compile(
    "^(?:我)?(?:听说|听人说|听人讲|有人说|有人讲|人家说|人家讲|都说|网上说|网上讲|抖音上说|群里说|邻居说|村里人?[说讲]|朋友说|据说)(?:是|了|过)?[,，:： ]?"
)
_FIGURE = re.compile(
    r"(?P<figure>[0-9]{1,9}(?:\.[0-9]{1,4})?[万千百]?|[一二两三四五六七八九十百千万]{1,8})(?P<unit>个?百分点|个?工作日|周岁|[元块岁年天日号成倍层次级份亩平期点%％人]|个?月|万|折|(?=了|$))"
)
_ASKED = {"元": "多少", "块": "多少", "%": "百分之几", "％": "百分之几", "": "多少", "万": "多少"}
_CHANGED = re.compile(
    "(?:放开|放宽|涨|降|提高|增加|减少|改|变|取消|延长|缩短|调整|上调|下调|加)(?:到|成|为|了)[^,，。?？]{1,8}了(?=[,，。])"
)
_LEAST_LETTERS = 5
# A claim that something is given no longer, of a matter that is named before the verb or behind it. Whoever only says
# 取消低保, or asks 怎么取消, claims nothing: the words say that it happened, or ask to have it confirmed.
_GONE = "(?:取消|停发|停办|停止|停了|停掉|不搞了?|不办了|不发了|不给了|撤销|没有了|没了)"
_HOLDS = "(?:是不是|已经|都|全部|全|给|被|现在|今年|也)"
_DONE = "(?:发放|实施|执行|享受)?(?:了|掉了?)?"
_AGREED = "(?:没错吧?|对不对|是不是|对吧|是吧|对吗|是吗|吗|么|没有?|吧)?[?？。!！~]{0,4}$"
_MATTER = "(?P<matter>[^,，。!！?？]{2,24}?)"
_ENDED = (
    re.compile(
        f"^(?P<holds>{_HOLDS}{{0,3}}){_MATTER}(?P<told>{_HOLDS}{{0,3}})(?P<gone>{_GONE})(?P<done>{_DONE})(?P<agreed>{_AGREED})"
    ),
    re.compile(
        f"^(?P<holds>{_HOLDS}{{0,3}})(?P<gone>{_GONE})(?P<told>)(?:发放|实施)?(?P<done>了?){_MATTER}(?P<late>了?)(?P<agreed>{_AGREED})"
    ),
)
_GONE_WORD = re.compile(_GONE)
_SURELY = re.compile("是不是|已经")
_CONFIRMED = re.compile("吗|么|对吧|是吧|没错|对不对|是不是|没有?")
_ENDED_WORDS = re.compile("取消|停发|停办|停止|不再|停了|停掉|撤销|废止|终止|中止")
# What somebody has of their own, or has just begun, is no matter of a document.
_OWN = re.compile(
    "我|俺|咱|他|她|它|把|别|填|算了|这个|那个|刚才|还有|说|申请$|预约|报名|订阅|订单|号$|表$|单$"
    "|怎|如何|什么|啥|几|哪|谁|多久|多少|为何|如果|要是|请|帮|会不会|能不能|[会要能想可以]$"
)
_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_NUMBER = re.compile(
    r"(?:(?P<digits>[0-9]+(?:\.[0-9]+)?)|(?P<spoken>[零〇一二两三四五六七八九十百千]+))(?P<size>万)?"
)


def opened(said: str) -> str:
    """Give the open question behind a claim, empty where nothing is claimed: 津贴每月五号发吧 asks 津贴每月几号发."""
    claim = _HEARSAY.sub("", _SAID.sub("", said))
    tagged = _untagged(claim)
    last = _claim(said, tagged)
    if last is None:
        return ended(said)
    unit = last["unit"]
    asked = _ASKED.get(unit, f"几{unit}")
    keeps = unit in {"元", "块"}
    return f"{tagged[: last.start()]}{asked}{unit if keeps else ''}{tagged[last.end() :]}"


def _untagged(claim: str) -> str:
    """Give a claim without the asking for agreement at its end."""
    bare = _TAG.sub("", claim)
    return bare.rstrip(",，。 ") if bare != claim else claim


def claimed(said: str) -> str:
    """Give the figure with its unit that a message claims, or the word for its end; empty where it claims neither."""
    last = _claim(said, _untagged(_HEARSAY.sub("", _SAID.sub("", said))))
    if last:
        return last[0]
    gone = _gone(said)
    return gone["gone"] if gone else ""


def ended(said: str) -> str:
    """Give the matter that a message holds, or asks, to have ended: 听说老年助餐不搞了; empty where it holds that of none."""
    gone = _gone(said)
    return gone["matter"].removesuffix("的") if gone else ""


def _gone(said: str) -> re.Match[str] | None:
    claim = _HEARSAY.sub("", _SAID.sub("", said))
    for pattern in _ENDED:
        found = pattern.match(claim)
        if found and (claim != said or _is_held(found)):
            return None if _OWN.search(found["matter"]) else found
    return None


def _is_held(found: re.Match[str]) -> bool:
    """Whether words hold an end for a fact, or ask whether it is one, and do not wish it: 低保取消吧 wishes."""
    parts = found.groupdict("")
    if _SURELY.search(parts["holds"] + parts["told"]):
        return True
    happened = "了" in parts["gone"] + parts["done"] + parts.get("late", "")
    if "late" in parts:
        return happened and bool(parts["agreed"].strip("?？。!！~"))
    return happened or _CONFIRMED.match(parts["agreed"]) is not None


def denied(claim: str, words: str) -> bool:
    """Whether something is claimed to have ended, and the words of a document say nothing of an end."""
    return _GONE_WORD.fullmatch(claim) is not None and _ENDED_WORDS.search(words) is None


def _claim(said: str, tagged: str) -> re.Match[str] | None:
    """Give the figure that is claimed: the last one of a claim to be agreed with, or that of a change told as known."""
    changed = _CHANGED.search(tagged)
    if (tagged == said and not changed) or len(tagged) < _LEAST_LETTERS:
        return None
    end = changed.end() if changed else len(tagged)
    found = [
        figure for figure in _FIGURE.finditer(tagged) if figure.end() <= end and not _names(tagged, figure)
    ]
    return found[-1] if found else None


def contradicted(claim: str, words: str) -> bool:
    """Whether the words of a document hold no figure as large as the one claimed, in digits or in characters."""
    value = _value(claim)
    if value is None:
        return False
    return all(_value(found[0]) != value for found in _NUMBER.finditer(words))


def _value(words: str) -> float | None:
    found = _NUMBER.search(words)
    if found is None:
        return None
    digits, size = found["digits"], _SIZES.get(found["size"] or "", 1)
    if digits:
        return float(digits) * size
    total = section = 0
    for letter in found["spoken"]:
        if letter in _DIGITS:
            section += _DIGITS[letter]
        else:
            total, section = total + max(section, 1) * _SIZES[letter], 0
    return float(total + section) * size


def recalls_words(said: str) -> bool:
    """Whether somebody holds up to the bot what it is to have said."""
    return _SAID.match(said) is not None


def _names(text: str, figure: re.Match[str]) -> bool:
    """Whether a figure names whom or which year is spoken of (90岁以上, 2026年, 一个), and claims nothing."""
    behind = text[figure.end() : figure.end() + 2]
    if figure["unit"] in {"岁", "周岁"} and behind.startswith(("以上", "以下", "老", "的老", "多", "了")):
        return True
    if figure["unit"] == "年" and len(figure["figure"]) == 4:  # noqa: PLR2004 - a year of the calendar.
        return True
    return figure["figure"] in {"一", "两"} and figure["unit"] in {"", "次", "年", "月", "个月"}
