"""Several grievances told in one message: found by what each is about, offered to be registered one after another. Pure.

They stay one complaint unless the citizen says otherwise; a word too few is told apart rather than one too many.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from handlers.complaints.intake import phrases
from handlers.complaints.intake.plausibility import HAN

LATER_SLOT = "complaint_later"
APART = "分开登记"
"""What a step carries, and people write, who want them apart."""
SAYS_APART = re.compile(
    r"(?:那就?|好的?|嗯|请|帮我|还是|[,，。 ]){0,3}(?:分开|分别|一件一件|一个一个|逐件|拆开)(?:地?来?)?(?:登记|报|反映|填|说|办)?(?:吧|了|[,，。.!！~ ]){0,3}"
)
LEAST_PART_HAN, MOST_PARTS = 4, 5
_ORDINAL = "一二三四五"
# Where one grievance ends: at the end of a sentence, at an ordinal, at words that begin another matter.
BORDERS = re.compile(
    rf"[。！!；;\n]+|[,，、]?(?=第?[{_ORDINAL}1-5](?:是|件是?|个是?|[、.．)）]))|[,，](?=还有|另外|再有|再就是|同时|其次|最后|再说)"
)
# Whoever says how many there are may part them by commas alone.
COUNTED = re.compile(r"([两二三四五2-5])(?:件|个|点|样)(?:不同的?)?(?:事|问题|情况|意见|诉求)")
COUNTS = dict(zip("两二三四五2345", (2, 2, 3, 4, 5, 2, 3, 4, 5), strict=True))
COMMAS = re.compile(rf"{BORDERS.pattern}|[,，、:：]")
LEADS = re.compile(
    rf"(?:第?[{_ORDINAL}1-5](?:是|件是?|个是?|[、.．)）])|还有(?:就是|一件事?|个事)?|另外(?:还有)?(?:一件事?)?|再有|再就是|同时|首先|其次|最后|再说)[,，:： ]?"
)
ANNOUNCING = re.compile(
    r"(?:你好|您好|我|有|要|想|一共|共|[一二两三四五几1-5](?:件|个|点)|事情?|问题|情况|需要|反映|投诉|举报|说|向?您|[,，:： ]){1,12}"
)
# What a grievance may be about; two that are about different things are two.
TOPICS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(words)
    for name, words in {
        "air_noise": "油烟|噪[音声]|扰民|吵|臭|打桩|广场舞",
        "rubbish": "垃圾|泔水|脏乱|苍蝇|老鼠",
        "light": "路灯|楼道灯|灯不亮|灯坏",
        "lift": "电梯",
        "parking": "停车|车位|占道|乱停",
        "charge": "收费|多收|退费|不退|押金|物业费",
        "water": "停水|漏水|水压|自来水|积水|下水道|污水|堵",
        "power": "停电|电压|电线",
        "road": "路面|坑|井盖|人行道|塌",
        "wage": "工资|欠薪|拖欠|劳动合同|社保",
        "manner": "态度|踢皮球|推诿|不接电话|推来推去",
        "building": "违建|违章|裂缝|房产证|外墙",
        "dogs": "狗|猫|养鸡|养鸭",
        "school": "学校|老师|补课|作业|校车",
        "clinic": "医院|医生|药",
        "bus": "公交|班车|站牌|出租车",
        "food": "过期|变质|假货|不新鲜|异物",
    }.items()
}


def grievances(told: str) -> tuple[str, ...]:
    """Give the grievances of a message, each in its own words; the whole as the only one where it is about one thing."""
    found, counted = _parted(told, BORDERS), COUNTED.search(told)
    if counted and len(found) != COUNTS[counted[1]]:
        by_commas = _parted(told, COMMAS)
        found = by_commas if len(by_commas) == COUNTS[counted[1]] else found
    return found if 1 < len(found) <= MOST_PARTS else (told,)


def _parted(told: str, borders: re.Pattern[str]) -> tuple[str, ...]:
    """Give what a message is about, parted where its borders are; nothing where it is about nothing known."""
    parts: list[str] = []
    before: list[str] = []
    topics: list[frozenset[str]] = []
    for piece in filter(None, (piece.strip(" ,，、:：") for piece in borders.split(told))):
        words = LEADS.sub("", piece, count=1) if LEADS.match(piece) else piece
        about = frozenset(name for name, sign in TOPICS.items() if sign.search(words))
        tells = bool(about) and (
            phrases.TROUBLE.search(words) or phrases.CALLS.search(words) or LEADS.match(piece)
        )
        if (
            tells
            and len(HAN.findall(words)) >= LEAST_PART_HAN
            and all(about.isdisjoint(known) for known in topics)
        ):
            parts.append(words)
            topics.append(about)
        elif parts:
            parts[-1] = f"{parts[-1]}，{words}"
        elif not ANNOUNCING.fullmatch(piece):
            before.append(words)
    # What was said before the first, such as where it all is, belongs to each.
    return tuple("，".join((*before, part)) for part in parts)


def told_apart(held: str, said: str) -> str | None:
    """Give what the telling becomes by words that want its grievances apart; None where they want nothing such."""
    return APART if SAYS_APART.fullmatch(said) and len(grievances(held)) > 1 else None


@dataclass(frozen=True, slots=True)
class LaterGrievances:
    """What is still to be registered, and what was told already and is not asked again."""

    told: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Give it as a slot keeps it."""
        return {**asdict(self), "told": list(self.told)}

    @classmethod
    def of(cls, kept: Any) -> Self | None:
        """Read it from a slot; None where nothing is left."""
        told: Sequence[Any] = kept.get("told") or () if isinstance(kept, Mapping) else ()
        fields = dict(kept.get("fields") or {}) if told else {}
        return cls(tuple(map(str, told)), fields) if told else None
