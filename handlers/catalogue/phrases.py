"""What people say about the catalogue: show it, what does that unit publish, is this in it, how often is that published.

A message is taken only where nothing is left of it beside what it names and such words: whoever asks more asks the rules,
and the documents answer. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.catalogue.filters import OPENNESS, TOWNSHIP, CatalogueFilter
from handlers.county.openness_plan import OpennessPlan
from handlers.county.unit_names import unit_named

LONGEST_LETTERS = 45
LEFT_LETTERS = 1
"""So many letters may be left over: a particle nobody thought of."""
ANYTHING = CatalogueFilter()

PUBLISHES = re.compile(r"公开|公示|公布|晒出来|晒一晒|晒|亮出来|亮")
ASKS_WHAT = re.compile(
    r"哪些|哪样|哪几|什么|啥|么子|嘛子|多少|几项|事项|目录|清单|内容|东西|一览|有没有|领域|看看|查查|名目|方面"
)
FRONT = re.compile(
    r"(?:请问|你好|您好|麻烦|劳驾|我?想?要?看一?下?|我要查|看看?|查看?|查一下|打开|找一?下?|给我看|给我|发一?下?|有没有|有|县里|县|政府|咱们?县?|你们|我们|那个|的|主动|[,，。 ]){0,8}"
    r"(?:(?:主动)?公开(?:的)?(?:事项)?目录|(?:政府)?信息公开目录|重点领域(?:信息)?(?:公开)?|阳光公开栏|公开专栏|公开栏|公开(?:的)?领域|公开事项(?:清单)?|(?:基层政务公开)?(?:标准|基本)目录"
    r"|(?:26|二十六|24|二十四)(?:\+1|加一)?个?(?:试点|重点)?领域)"
    r"(?:在哪里|在哪儿|在哪|在什么地方|哪里|怎么|如何|一共|总共|有多少[项条个]?|是哪些|有哪些|有什么|都有|是什么|是啥|啥|什么|长什么样|样|看得?到?|查得?到?|找得?到?|得到|能|有|一下|清单|呢|吗|嘛|啊|呀|哦|咧|[?？。.!！,， ]){0,6}"
)
UNITS = re.compile(
    r"(?:按|看看?|哪些|有哪些|各个?|所有|全部)(?:的)?(?:单位|部门|局|委办局)(?:的)?(?:都)?(?:有|在|要|看)?(?:公开目录|公开(?:事项|信息)?(?:目录)?|目录)(?:有哪些|怎么看|在哪|呢|吗|[?？。 ]){0,3}"
)
FIVE = re.compile(
    r"(?:请问|什么是|看看?|查看?|按|什么叫|啥是)?(?:五公开|5公开|五个公开|五类公开)(?:的)?(?:目录|事项|内容|是)?(?:指)?(?:什么|啥|哪五个|哪五项|哪些|有哪些|看|分|意思)*(?:吗|呢|[?？。 ])*"
)
MEMBERSHIP = re.compile(
    r"(?:属于|属不属于|是不是|是否|算不算|算|在不在|在|列没列[入进]|列入|纳入|进没进|有没有列[入进]|有没有)?(?:不属于|属于)?(?:政府|你们|县里)?(?:的)?(?:主动|信息)?公开(?:的)?(?:事项)?(?:目录|清单|范围)(?:里面|里|中|内|上)?(?:的)?(?:事项|内容|项目)?"
    r"|(?:属于|是不是|是否|算不算|算)(?:不属于)?(?:应当|应该|要)?(?:主动)?公开(?:的)?(?:内容|事项|信息|范围)?"
    r"|(?:该不该|要不要|应不应该|应不应当|需不需要|用不用|必须|是不是要|是否要|是否应当|是否应该|公不)(?:主动)?公开|(?:主动)?公开不公开"
)
PARTICULARS = re.compile(
    r"(?:多久|几时|何时|什么时候|多长时间|哪天|隔多久|几个月)(?:之?内|以内)?(?:要|会|才|应该|应当|必须)?(?:公开|公示|公布)(?:一次|一回|出来)?|(?:公开|公示|公布)(?:的)?(?:时限|依据|主体|渠道|载体|要素|途径)"
    r"|(?:在|到|去|从)?(?:哪里|哪儿|哪|什么地方|哪个网站|哪个渠道)(?:公开|公示|公布)|(?:公开|公示|公布)在(?:哪里|哪儿|哪|什么地方)|(?:由|归|该)?(?:谁|哪个部门|哪个单位|哪个局)(?:来|负责)?(?:公开|公示|公布)"
)
APPLYING = re.compile(r"申请|要求公开|我要(?:求)?公开|请(?:求|予以|依法)?公开|给我公开|复印|投诉|举报|反映")
TOWN_WORDS = re.compile(
    r"乡镇(?:街道)?(?:一级|这一级|级)?|镇里|乡里|镇上|乡上|街道(?:办)?|镇政府|乡政府|基层|镇一级|乡一级"
)
AROUND = re.compile(
    r"请问|麻烦|劳驾|你好|您好|我想知道|我想|想问|问一?下|问哈|想|要|帮我|帮忙|给我|查一下|查下|查询|查查|查|看看|看一?下|看哈|看|列一?下|列出来|列|了解|知道|晓得|一下|关于|这个|这块|这方面|那块|方面|领域|这类"
    r"|主动|信息|政府|县里|县上|县|咱们|咱|你们|他们|我们|自己|老百姓|群众|里面|里头|里|到底|究竟|一共|总共|应该|应当|必须|需要|负责|由|归|都|会|能|可以|得|有没有|有|是|把|对外|向社会|出来|给大家|给人"
    r"|哪些|哪样|哪几|哪|什么|啥子|啥|么子|嘛子|多少|几项|事项|事儿|事情|事|目录|清单|内容|东西|一览|名目|项目|材料|资料|项|个|些|点|公开|公示|公布|晒出来|晒|亮出来|亮|的|了|呢|吗|嘛|啊|呀|哦|咧|撒|呗|吧|么|没|在|和|跟|就|来|下"
    r"|[,，。.!！?？:：“”\"《》()（）、~ 　]"
)


class CatalogueWish(StrEnum):
    """What is wanted of the catalogue."""

    FRONT = "front"
    UNITS = "units"
    FIVE = "five"
    LIST = "list"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class CatalogueWanted:
    """A wish with what narrows it; `about` are the words a search is for, `named` says that the catalogue itself was named."""

    wish: CatalogueWish
    filter: CatalogueFilter = ANYTHING
    about: str = ""
    named: bool = False


def wanted_in(said: str, plan: OpennessPlan, units: Sequence[str]) -> CatalogueWanted | None:
    """Give what a message wants of the catalogue; None where it wants something else."""
    words = said.strip()
    if not words or len(words) > LONGEST_LETTERS:
        return None
    for wish, pattern in (
        (CatalogueWish.FRONT, FRONT),
        (CatalogueWish.UNITS, UNITS),
        (CatalogueWish.FIVE, FIVE),
    ):
        if pattern.fullmatch(words):
            return CatalogueWanted(wish)
    if APPLYING.search(words):
        return None
    return _list(words, plan, units) or _search(words)


def _list(words: str, plan: OpennessPlan, units: Sequence[str]) -> CatalogueWanted | None:
    """Give a list that is narrowed by what a message names, where it names nothing else."""
    if not (PUBLISHES.search(words) and ASKS_WHAT.search(words)) and words not in set(OPENNESS):
        return None
    left = words
    spoken, unit = unit_named(left, units)
    if unit:
        left = left.replace(spoken, "")
    area = plan.area_named(left)
    if area is not None:
        name = max((one for one in (area.name, *area.words) if one in left), key=len)
        left = left.replace(name, "")
    openness = next((one.value for one in OPENNESS if one.value in left), "")
    left = left.replace(openness, "") if openness else left
    town = TOWN_WORDS.search(left) if not unit else None
    if town:
        left = left.replace(town[0], "")
    wanted = CatalogueFilter(
        unit=unit,
        area=area.name if area else "",
        level=TOWNSHIP if town else "",
        openness=openness,
    )
    if not wanted.named() or len(AROUND.sub("", left)) > LEFT_LETTERS:
        return None
    return CatalogueWanted(CatalogueWish.LIST, wanted)


def _search(words: str) -> CatalogueWanted | None:
    """Give a search where a message asks whether something is published, where, when or by whom."""
    found = MEMBERSHIP.search(words) or PARTICULARS.search(words)
    if found is None:
        return None
    about = AROUND.sub("", words[: found.start()]) or AROUND.sub("", words[found.end() :])
    if len(about) < LEFT_LETTERS + 1:
        return None
    rest = words[: found.start()].strip() or words[found.end() :].strip()
    return CatalogueWanted(CatalogueWish.SEARCH, about=rest, named="目录" in found[0])
