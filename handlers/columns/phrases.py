"""What people say to find a column, an issue, a village's board or a channel; whoever says more is left to others. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.columns.numbering import ISSUE, LATEST, YEAR, IssueNumber, spoken_number
from handlers.county.openness_plan import OpennessPlan, longest_named

LONGEST_LETTERS = 40
LEFT_LETTERS = 1
ANY_ISSUE = IssueNumber()
GAZETTE = re.compile(r"(?:县|县政府|县人民政府|政府|人民政府)?公报(?!警)")
RUBRICS = re.compile(
    r"(?:请问|你们|咱们|政府|县里|网站|公众号|上|这里|看看?|都|现在|一共|[,，。 ]){0,5}(?:有|开了|设了|分)?(?:哪些|什么|多少|几个|啥)?(?:公开)?栏目(?:目录|有哪些|都有什么|有啥|怎么看|在哪|分几个|一览|清单|树)?(?:呢|吗|啊|[?？。 ]){0,2}"
)
CHANNELS = re.compile(
    r"(?:请问|你们|咱们|县里|县|政府|官方|还|都|一共|除了这里|[,，。 ]){0,5}(?:有|开了|用)?(?:哪些|什么|几个|多少|啥)(?:官方|政务)?(?:公众号|网站|新媒体|微博|账号|公开渠道|渠道|平台)(?:(?:和|、|跟|还有)(?:公众号|网站|新媒体|微博|账号))?(?:发布?信息|能看|可以看|可以关注|能关注|发公告)?(?:呢|吗|啊|[?？。 ]){0,2}"
    r"|(?:政务)?新媒体(?:有哪些|清单|名单|目录|账号|有啥)(?:呢|[?？。 ]){0,2}|(?:在|从)?(?:哪里|哪儿|哪些地方)(?:能|可以)?(?:看得?到|看到|关注到?)(?:政府|县里|官方)(?:发布?|公开|发布)的?(?:消息|信息|通知|公告)(?:呢|啊|[?？。 ]){0,2}"
    r"|(?:请问|县里|县政府|政府|官方|的){1,4}(?:消息|信息|通知|公告)(?:都|会)?(?:在|从)(?:哪些|哪几个|什么)(?:公众号|网站|新媒体|账号|渠道|平台)(?:上)?(?:发布?|公布|公开|看)?(?:呢|啊|[?？。 ]){0,2}"
)
OPENS = re.compile(r"公开|公布|公示|曝光|账|栏|名单|收支|决议|审计|议|补贴|经费|花|工程|代办|党务|村务|财务")
OWN_VILLAGE = re.compile(
    r"我们?村|咱们?村|俺们?村|俺村|我村|村里头?|村上|本村|我们?社区|咱们?社区|社区里|村子里|村庄"
)
ASKS_WAY = re.compile(r"怎么|如何|该|谁|为什么|凭什么|没有?公开|不公开|投诉|举报|反映|多久|几天|必须|应当")
AROUND = re.compile(
    r"请问|麻烦|劳驾|你好|您好|我想知道|我想|想|我要|要|帮我|给我|查一下|查查|查|看看|看一?下|看哈|看|问一?下|找一?下?|打开|发一?下?|了解|知道|一下|关于|这个|那个|这|那|上面|上头|里面|里头|里|上"
    r"|有没有|有|都|是|在|登了|登|发了|讲了|讲|说了|说|写了|写|哪些|哪里|哪儿|哪|什么|啥子|啥|么子|多少|几|内容|文件|东西|目录|清单|栏目|专栏|专题|系列|栏|期|情况|信息|名单|公开|公示|公布|出来|县政府|政府|县|季度|个?季|年度|月份|的|了|呢|吗|嘛|啊|呀|哦|吧|么|过|能|可以|到|得|去|最新|最近|上一|新|本|一|钱|今年|最"
    r"|[0-9年月第,，。.!！?？:：“”\"《》()（）、~ 　]"
)


class ColumnWish(StrEnum):
    """What is wanted of the columns."""

    RUBRICS = "rubrics"
    RUBRIC = "rubric"
    CHANNELS = "channels"
    GAZETTE = "gazette"
    SERIES = "series"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class ColumnWanted:
    """A wish with what it names: the column, the series, the village (none for one's own), the part of its board, the issue."""

    wish: ColumnWish
    name: str = ""
    part: str = ""
    issue: IssueNumber = ANY_ISSUE


def wanted_in(said: str, plan: OpennessPlan, *, year: int) -> ColumnWanted | None:
    """Give what a message wants of the columns; None where it wants something else."""
    words = said.strip()
    if not words or len(words) > LONGEST_LETTERS:
        return None
    if RUBRICS.fullmatch(words):
        return ColumnWanted(ColumnWish.RUBRICS)
    if CHANNELS.fullmatch(words):
        return ColumnWanted(ColumnWish.CHANNELS)
    return (
        _series(words, plan, year=year)
        or _gazette(words, year=year)
        or _board(words, plan)
        or _rubric(words, plan)
    )


def _gazette(words: str, *, year: int) -> ColumnWanted | None:
    if not GAZETTE.search(words) or _left(GAZETTE.sub("", words)):
        return None
    return ColumnWanted(ColumnWish.GAZETTE, issue=spoken_number(words, year=year))


def _series(words: str, plan: OpennessPlan, *, year: int) -> ColumnWanted | None:
    name = longest_named({one: one for one in plan.series}, words)
    if not name or _left(words.replace(name, "")):
        return None
    return ColumnWanted(ColumnWish.SERIES, name, issue=spoken_number(words, year=year))


def _board(words: str, plan: OpennessPlan) -> ColumnWanted | None:
    """Give the board that is meant: of a village by name, of one's own where only 村里 is said."""
    village = plan.village_named(words)
    own = OWN_VILLAGE.search(words)
    board = plan.board_named(words)
    if village is None and own is None and board is None:
        return None
    if not OPENS.search(words) or ASKS_WAY.search(words):
        return None
    left = words
    for name in (village.name, village.township) if village else (own[0],) if own else ():
        left = left.replace(name, "")
    for word in sorted(
        (word for one in plan.boards for word in (one.name, *one.words)), key=len, reverse=True
    ):
        left = left.replace(word, "")
    named = [
        (spoken, part.name) for one in plan.boards for part in one.parts if (spoken := part.named_in(left))
    ]
    _, part = max(named, key=lambda one: len(one[0]), default=("", ""))
    for spoken, _ in sorted(named, key=lambda one: -len(one[0])):
        left = left.replace(spoken, "")
    if _left(left):
        return None
    return ColumnWanted(ColumnWish.BOARD, village.name if village else "", part)


def _rubric(words: str, plan: OpennessPlan) -> ColumnWanted | None:
    """Give the column that is named as one: 规范性文件栏目."""
    if "栏" not in words:
        return None
    name = longest_named({rubric.name: rubric.name for rubric in plan.rubrics}, words)
    name = name or longest_named({parent: parent for parent in plan.parents}, words)
    if not name or _left(words.replace(name, "")):
        return None
    return ColumnWanted(ColumnWish.RUBRIC, name)


def _left(words: str) -> bool:
    """Whether more is left of words than a particle."""
    bare = AROUND.sub("", LATEST.sub("", YEAR.sub("", ISSUE.sub("", words))))
    return len(bare) > LEFT_LETTERS
