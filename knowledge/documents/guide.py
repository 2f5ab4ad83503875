"""What a service guide (办事指南) says, read from its own text: elements under headings, materials with their marks.

The text is the one source: what a citizen is quoted and what a clerk is warned of can never differ.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

HEADING = re.compile(r"^##[ \t]+([^\n]*[^\n \t#]|[^\n])[ \t#]*$", re.MULTILINE)
SITUATION = re.compile(
    r"^###[ \t]+(?:情形[一二三四五六七八九十\d]*[:：、 ]*)?([^\n]*[^\n \t#]|[^\n])[ \t#]*$"
)
ITEM = re.compile(r"^(?:[-*•]|\d+[.、．]|[（(][一二三四五六七八九十\d]+[）)])[ \t]*")
NOTE = re.compile(r"[（(]([^（）()]*)[）)]")
PHONE = re.compile(r"(?<!\d)(?:\d{3,4}[-－—])?\d{5,11}(?!\d)")

# Guides of other counties head their parts in other words; these say which element is meant.
HEADINGS = {
    "commitment": ("容缺",),
    "conditions": ("条件", "对象", "范围"),
    "materials": ("材料",),
    "steps": ("流程", "程序", "步骤"),
    "place": ("地点", "受理点", "地址"),
    "hours": ("受理时间", "办公时间", "办理时间"),
    "limit": ("时限", "期限"),
    "fee": ("收费", "费用"),
    "ways": ("办理方式", "办理形式", "服务方式"),
    "delivery": ("领取", "送达", "取件"),
    "complaint": ("投诉", "监督"),
    "phone": ("咨询", "电话"),
}
# The six every guide has to have (一站导引).
REQUIRED = ("conditions", "phone", "complaint", "place", "materials", "hours")
CATCH_ALL = "catch_all"

_WAIVED = re.compile(r"(?:无需|无须|不需|不用|免于|免予)(?:提供|提交)|免提交")
_LATER = re.compile(r"可(?:以)?容缺|容缺(?:受理|办理)|可事后补交")
_UNTIL = re.compile(r"(?:[^，；、,;]{0,12}起|(?<!\d))\d+个?(?:工作)?日内补(?:交|齐|办)?")
_LICENCE = re.compile(r"电子(?:证照|票据|证书)(?:可以?)?(?:替代|代替)?")
# A remark that says for whom a material is: 仅委托他人办理的, 仅租房的提供, 申请补助时, 委托代办时提供.
_ONLY = re.compile(
    r"(?:仅|只有|限于?)(?P<said>[^，；、,;。]{2,30}?)(?:的?时|的)?(?:需要?|才)?(?:提供|提交)?|(?P<when>(?!无需|不|可|由|须|没有|已)[^，；、,;。]{2,20}?)(?:的|时(?:需要?)?(?:提供|提交)?)"
)
_CATCH_ALL = re.compile(
    r"(?:其他|其它|相关|有关)[^，。；、]{0,6}(?:材料|资料|证明|证件|文件)$|等(?:相关|有关)?(?:材料|资料)$"
    r"|(?:规定|要求|认为|需要)[^，。；]{0,6}的其[他它](?:条件|情形|要求)?$"
)


class Mark(StrEnum):
    """What has to be done about a material."""

    REQUIRED = "需提供"
    WAIVED = "无需提供"
    LATER = "可容缺"
    LICENCE = "电子证照"


@dataclass(frozen=True, slots=True)
class Material:
    """One material: its name, the remarks behind it, and what they mean.

    `reason` says why it need not be brought, `until` by when it may follow; `situation` is the case it is asked for
    in, `only` who has to bring it, as its remark says; both are empty for everybody.
    """

    name: str
    mark: Mark
    note: str = ""
    reason: str = ""
    until: str = ""
    situation: str = ""
    only: str = ""


def parts(text: str) -> dict[str, str]:
    """Give the raw words of each element (`HEADINGS`) that a guide's text has; the first of two alike counts."""
    elements: dict[str, str] = {}
    headings = list(HEADING.finditer(text))
    for heading, following in zip_longest(headings, headings[1:]):
        body = text[heading.end() : following.start() if following else len(text)].strip()
        name = element_of(heading[1])
        if name and body:
            elements.setdefault(name, body)
    return elements


def element_of(heading: str) -> str | None:
    """Give the element a heading names."""
    return next((name for name, words in HEADINGS.items() if any(word in heading for word in words)), None)


def situations(body: str) -> tuple[tuple[str, str], ...]:
    """Give an element's words by situation; those that hold for every case come under the empty name."""
    by_situation: dict[str, list[str]] = {}
    name = ""
    for line in body.split("\n"):
        if heading := SITUATION.match(line):
            name = heading[1]
        elif line.strip():
            by_situation.setdefault(name, []).append(line)
    return tuple((name, "\n".join(lines)) for name, lines in by_situation.items())


def materials(body: str) -> tuple[Material, ...]:
    """Give the materials an element lists, one a line, in their order."""
    return tuple(
        _material(line.strip(), situation)
        for situation, words in situations(body)
        for line in words.split("\n")
    )


def gaps(found: Mapping[str, str]) -> tuple[str, ...]:
    """Give what is wrong with a guide's elements: those of the six it lacks, and `catch_all` where it asks for 其他材料."""
    missing = [name for name in REQUIRED if name not in found]
    return (*missing, *([CATCH_ALL] if any(catch_alls(found)) else []))


def catch_alls(found: Mapping[str, str]) -> Iterator[str]:
    """Give each line of conditions and materials that names nothing a citizen could bring or check."""
    for name in ("materials", "conditions"):
        for line in found.get(name, "").split("\n"):
            bare = NOTE.sub("", ITEM.sub("", line.strip())).rstrip("。；;，")
            if bare and _CATCH_ALL.search(bare):
                yield bare


def phones(found: Mapping[str, str]) -> tuple[str, ...]:
    """Give the numbers a guide tells citizens to call, digits and dashes only."""
    numbers = PHONE.findall(found.get("phone", ""))
    return tuple(dict.fromkeys(re.sub("[－—]", "-", number) for number in numbers))


def _material(line: str, situation: str) -> Material:
    line = ITEM.sub("", line).rstrip("。；;")
    note = "；".join(found.strip() for found in NOTE.findall(line))
    name = NOTE.sub("", line).strip()
    only = _only(note)
    if _WAIVED.search(note):
        return Material(name, Mark.WAIVED, note, reason=_reason(note), situation=situation, only=only)
    if _LATER.search(note):
        until = _UNTIL.search(note)
        return Material(
            name, Mark.LATER, note, until=until[0] if until else "", situation=situation, only=only
        )
    mark = Mark.LICENCE if _LICENCE.search(note) else Mark.REQUIRED
    return Material(name, mark, note, situation=situation, only=only)


def _only(note: str) -> str:
    """Give for whom a remark says that the material is; empty where it is for everybody."""
    for clause in re.split("[，；、,;]", note):
        if found := _ONLY.fullmatch(clause.strip()):
            return str(found["said"] or found["when"])
    return ""


def _reason(note: str) -> str:
    """Give the clause behind the waiver, which says where the office gets it from instead."""
    waived = _WAIVED.search(note)
    behind = note[waived.end() :].lstrip("，,：: ") if waived else ""
    return re.split("[；;]", behind)[0].strip()
