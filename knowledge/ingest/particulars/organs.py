"""Names of organs: which words are one, where one name ends and the next begins, and when two mean the same organ."""

import re
from collections.abc import Sequence

LONGEST_LETTERS = 36
# An organ's name ends with one of these, and something that tells which stands before it.
_ENDS = (
    "政府", "委员会", "管委会", "工委", "党委", "县委", "市委", "区委", "办公室", "办公厅", "领导小组", "指挥部", "工作组",
    "监管组", "专班", "联合会", "协会", "商会", "总工会", "工会", "法院", "检察院", "医院", "学校", "学院", "研究院", "公司",
    "银行", "支行", "分行", "联社", "中心", "局", "厅", "部", "处", "院", "办", "委", "所", "站", "队", "校", "馆", "园",
)  # fmt: skip
_ORGAN = re.compile(rf"^[\u4e00-\u9fff（）()·—-]{{3,{LONGEST_LETTERS}}}$")
_SEAL = re.compile(r"[（(](?:盖?章|公章|印章|印|代章)[）)]")
_BETWEEN = re.compile(r"[、，,；;/\s]+")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,10}?(?:实验区|开发区|新区|自治县|自治州|县|市|区|省|旗|镇|乡)")
_NATIONAL = (
    "国家税务总局",
    "中国人民银行",
    "国家统计局",
    "国家金融监督管理总局",
    "国家外汇管理局",
    "中国银保监会",
)
_WITH_OTHERS = re.compile(
    r"等\s{0,2}(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s{0,2}(?:个)?(?:部门|单位|家单位)$"
)
_NO_ORGAN = re.compile(
    r"^(?:各|本|该|其|全|我|经|由|由于|根据|关于|附|请|联系|咨询|监督|受理|责任|牵头|地址|地点|抄送)|(?:各部门|有关部门|各单位)$"
)
_FEWEST_LETTERS, _FEWEST_BEFORE = 4, 2
MOST_LETTERS = 300


def is_organ(words: str) -> bool:
    """Whether words are the name of one organ."""
    end = next((end for end in _ENDS if words.endswith(end)), "")
    named = len(words) - len(end) >= _FEWEST_BEFORE
    return bool(end) and named and bool(_ORGAN.match(words)) and not _NO_ORGAN.search(words)


def organs_in(words: str) -> tuple[str, ...]:
    """Give the organs that words name one after another, or none when anything else stands there."""
    if len(words) > MOST_LETTERS:
        return ()
    words = _WITH_OTHERS.sub("", _SEAL.sub("", words).strip())
    found: list[str] = []
    rest = ""
    for part in filter(None, _BETWEEN.split(words)):
        rest += part
        if is_organ(rest):
            found.append(rest)
            rest = ""
    if rest:
        # An office is named behind a blank at times: 青岚县人民政府 办公室.
        if not found or not is_organ(found[-1] + rest):
            return ()
        found[-1] += rest
    return tuple(one for glued in found for one in _apart(glued))


def _apart(glued: str) -> list[str]:
    """Give organs whose names were set without anything between them: each begins with the same place."""
    place = _PLACE.match(glued)
    if place is None:
        return [glued]
    begin, found = 0, []
    for at in range(place.end(), len(glued)):
        starts = glued.startswith((place[0], *_NATIONAL), at)
        if starts and is_organ(glued[begin:at]) and not glued[begin:at].startswith(_NATIONAL):
            found.append(glued[begin:at])
            begin = at
    return [*found, glued[begin:]] if is_organ(glued[begin:]) else [glued]


def joined(organs: Sequence[str]) -> str:
    """Give organs as they are kept: one after another, apart."""
    return "、".join(dict.fromkeys(organs))


def same_organs(one: str, other: str) -> bool:
    """Whether two values mean the same organs; a short name stands for the long one it is made of."""
    ours, theirs = one.split("、"), other.split("、")
    return len(ours) == len(theirs) and all(any(same_organ(a, b) for b in theirs) for a in ours)


def same_organ(one: str, other: str) -> bool:
    """Whether one name is the other, or made of its letters in their order with the same end."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    letters = iter(long)
    return (
        len(short) >= _FEWEST_LETTERS and short[-1] == long[-1] and all(letter in letters for letter in short)
    )
