"""The parts of a message that ask: people tell their story first, ask several things, and words of a story lead a search astray."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.text.question import QUESTIONS_REMEMBERED, analyse

LONG_LETTERS = 60
LEAST_LETTERS = 6
# A part that is nearly the whole message says nothing that the whole does not.
MOST_SHARE = 0.8
# How many letters before the question are read with it, up to the beginning of a clause: they name what is asked about.
LED_LETTERS = 16
# Of a story so many of the last clauses that ask are read alone as well.
ENDS_READ = 3
NAMING_LETTERS = 2
# A shorter clause alone comes near too much.
ALONE_LETTERS = 9
_BORDER = re.compile("[。！？!?；;\n]+|[，,]+| (?=[一-鿿])")
_ASKS = re.compile(
    "[吗呢么]$|(?<!没)有没$|多少|好多|(?<![十好没上这那前头过近])几[个号点时年月岁天钱块万成楼层亩档种次](?!.{0,8}都)|几$|百分之几|哪|什么|啥|怎么|咋|如何|怎样|能不能|可不可以|有没有|要不要|是不是|算不算|会不会|行不行|用不用"
    "|多久|多长|多大|是.{1,10}还是|能.{0,12}[吗不没]$|得.{0,8}不$|[钱费办领交报收要去行可以]不$|谁"
)
# Words that ask nothing of a document, whatever letters stand in them: 问了好几个人, 不晓得怎么办, 说什么也不肯, 叫什么因病致贫.
_TELLS = re.compile(
    "^(?:我?(?:就)?(?:想|要|再|来)?(?:请)?问(?:一?下)?(?:[两三几]个)?(?:事|问题)?|问[她他了].*|.{0,4}(?:不知道|不晓得|搞不清|没听明白|说不清|弄不清).*|说?什么(?:也|都).*|叫什么.*|.*(?:说|讲)[^，]{0,24}(?:个|种)(?:什么|啥).{0,4}|.{0,6}(?:没什么|没啥).*|.{0,8}没[^，吗呢]{0,5}(?:什么|啥)[^，吗呢]{0,4}|有人在?(?:吗|不|没|么)|在(?:吗|不|么)|.*都在?(?:问|传|说|讲|打听|议论).{0,3}|.{0,8}[啥什哪谁][^多少]{0,4}[都也][没不].*|.*(?:不知道|不晓得)(?:怎么办|咋办|咋整)|我?(?:想问)?是不是真的|到底哪个(?:说法)?是?对的?|.*(?:规定|文件|政策)(?:里|上)?(?:是)?怎么(?:写|说|讲|规定)的?)$"
)
# Who tells a story names the matter in what they heard of or want: 听说有个救急的钱, 村主任说可以去申请医疗救助.
_HEARD_OF = re.compile(
    "听[^，。]{0,8}(?:说|讲)|(?:说|讲)(?:是|像|这种|我们?这?样?的?)?(?:可以|能|要|有|政府|国家|县里|医保|现在|本)|(?:可以|能)(?:去)?(?:申请|申领|办|领|报名|享受|贷)"
    "|(?:想|要|准备|打算)(?:去)?(?:申请|申领|办|报名|领|开|租|买|建|盖)|(?:政府|国家|县里|镇里|村里|医保|社保)(?:里头|里)?(?:有|给|发|补)|有(?:个|一个|种|一种|笔)|叫(?:什么|个)"
)
HEARD_OF_READ = 3
STORY_PAIRS = 2
# What counts one question off from the next.
_COUNTED = re.compile(
    r"^(?:(?:第?[一二三四五1-5](?:[、.．:：]|是(?:问|想问)?|来(?:是)?|个(?:问题)?(?:是)?)|第[一二三四五]|首先|其次|再者|最后一?个?|还有(?:就是)?|另外|顺便|再)(?:请)?(?:想)?(?:问)?(?:一?下|问)?[,，:： ]?)(?=.{3})"
)
_COUNTS = re.compile("^(?:第?[一二三四五1-5](?:[、.．:：]|是|来)|第[一二三四五])")
GENERIC = re.compile(
    "文件|规定|按照|按|哪个|的|材料|条件|资格|流程|手续|标准|期限|时限|时间|地点|地方|电话|费用|金额|补发|到账|办理|申请|领取|需要|可以|能|领|到|办|"
    "准备|提供|提交|资料|证件|证明|交|带|找|去|一共|总共|合计|套|个|要|钱|年|月|日|天|号|次|人|我|你|他|她|家|本|自己|网上|现在|今年|明年|最多|最少|最高|最低|一|两|[0-9]"
)


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A clause that asks: its words, and the same with the clause before it where that belongs to it.

    `counted` tells that it was counted off (一是…，二是…) or ended with a question mark of its own.
    """

    words: str
    led: str
    counted: bool

    @property
    def names(self) -> bool:
        """Whether it names a matter: 一年交多少 only asks."""
        return names_matter(self.words)


def names_matter(words: str) -> bool:
    """Whether words name something besides what can be asked of any matter."""
    return len(_matter(words)) >= NAMING_LETTERS


def matter_pairs(words: str) -> frozenset[str]:
    """Give the pairs of letters of what words name besides what can be asked of any matter."""
    matter = _matter(words)
    return frozenset(matter[at : at + 2] for at in range(len(matter) - 1))


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def _matter(words: str) -> str:
    return GENERIC.sub("", analyse(words).core).replace(" ", "")


def asked_clauses(message: str) -> tuple[AskedClause, ...]:
    """Give the clauses of a message that ask, in their order."""
    borders = [*_BORDER.finditer(message), None]
    asked: list[AskedClause] = []
    before, start = "", 0
    for border in borders:
        end = border.start() if border else len(message)
        clause = message[start:end].strip()
        start = border.end() if border else end
        if not clause:
            continue
        words = _COUNTED.sub("", clause)
        if _ASKS.search(words) and not _TELLS.match(words):
            counted = bool(_COUNTS.match(clause)) or (border is not None and border[0][0] in "?？")
            asked.append(AskedClause(words, f"{before}，{words}" if before else words, counted))
            before = "" if counted else words
        else:
            before = clause
    return tuple(asked)


def asked_part(message: str) -> str:
    """Give the clauses of a long message that ask, each with what leads to it; empty where the whole is no longer than that."""
    if len(message) <= LONG_LETTERS:
        return ""
    clauses = [clause.strip() for clause in _BORDER.split(message) if clause.strip()]
    kept: dict[int, None] = {}
    for at, clause in enumerate(clauses):
        if not _ASKS.search(clause) or _TELLS.match(clause):
            continue
        if at and len(clause) < LED_LETTERS:
            kept[at - 1] = None
        kept[at] = None
    part = "，".join(clauses[at] for at in sorted(kept))
    return part if LEAST_LETTERS <= len(part) <= MOST_SHARE * len(message) else ""


def asked_parts(message: str) -> tuple[str, ...]:
    """Give the parts of a long message that may be its question, the fullest first; none where the whole is short.

    Besides all that asks, each of the last clauses that name a matter and ask is read alone and with what leads to it,
    and all that asks with the clauses that name the matter of a story.
    """
    if len(message) <= LONG_LETTERS:
        return ()
    ends = [clause for clause in asked_clauses(message) if clause.names][-ENDS_READ:]
    asked = asked_part(message)
    parts = [asked, *(words for clause in ends for words in (clause.led, clause.words))]
    if heard_of := told_matter(message):
        # Where the story names its matter, what only asks (该找哪里申请) is read with that, never by itself.
        parts = [part for part in parts if len(matter_pairs(part)) > STORY_PAIRS]
        parts.append(f"{heard_of}，{asked}" if asked and asked not in heard_of else heard_of)
    return tuple(dict.fromkeys(part for part in parts if len(part) >= ALONE_LETTERS))


def told_matter(message: str) -> str:
    """Give the clauses of a long message that name its matter: what somebody heard of, was told to apply for or wants; empty where none does."""
    if len(message) <= LONG_LETTERS:
        return ""
    clauses = [clause.strip() for clause in _BORDER.split(message) if clause.strip()]
    naming = [
        clause for clause in clauses if _HEARD_OF.search(clause) and len(matter_pairs(clause)) > STORY_PAIRS
    ][-HEARD_OF_READ:]
    kept: dict[str, None] = {}
    for clause, behind in pairwise((*clauses, "")):
        if clause in naming:
            # What follows tells more of it: 可以办一个什么证，停自家附近的路段.
            more = behind and len(matter_pairs(behind)) > STORY_PAIRS and not _ASKS.search(behind)
            kept |= {clause: None, **({behind: None} if more else {})}
    return "，".join(kept)
