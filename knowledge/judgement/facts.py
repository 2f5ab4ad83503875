"""What the words of a stretch tell whatever is asked of them: figures, duties, persons, sides of a matter; each looked up once.

A stretch is judged again for every question that comes near it, and patterns over its words are most of what that costs.
"""

import re
from functools import cached_property, lru_cache

from knowledge.judgement.contrasts import Member, members_in
from knowledge.judgement.sought import groups_in
from knowledge.text.aspects import Aspect
from knowledge.text.question import AnswerKind

STRETCHES_REMEMBERED = 4096
_MODAL = re.compile(
    "可以|不得|禁止|不能|应当|必须|允许|无需|不需|免予|不予|不受|不再|暂停|需要|要求|符合|属于|鼓励|一律|严禁|免[收征交缴]|不收"
)
_PURPOSE = re.compile(
    "^(?:第一条)?[ ]*为[^。]{4,120}(?:制定|提出)|如下[:：]?$|适用(?:于|范围)|本(?:办法|细则|方案|通知|意见)所称|解释$|^本解读"
)
_WRONGDOING = re.compile("骗取|虚报|冒领|套取|追回|截留|挪用|弄虚作假|伪造|追究|隐瞒|责令|依法处理|处罚")
_FIGURES = {
    AnswerKind.MONEY: re.compile(r"[0-9一二三四五六七八九十百千万两]\s*(?:余|多)?[万亿千百]?元|[0-9]\s*+[%‰]|免费|不收|百分之|倍"),
    AnswerKind.NUMBER: re.compile(r"[0-9一二三四五六七八九十]\s*(?:个|名|人|户|家|倍|成|次|米|亩|公里|平方|级|岁|周岁|%|元|万|项|种|条|份|套|层|度)|百分之"),
    AnswerKind.TIME: re.compile(
        r"[0-9一二三四五六七八九十]\s*(?:个?月|日|天|年|个?工作日|个?小时|时|点|分钟|周|:[0-9])|次月|当月|当日|即日|每年|每月|之日|长期|随时|当场|即时|期间|春节|节假日"
    ),
    AnswerKind.PHONE: re.compile(r"[0-9]{3,4}-[0-9]{7,8}|1[0-9]{10}|(?<![0-9])1[0-9]{4}(?![0-9])|[0-9]{7,8}|www|http|@|公众号|APP|小程序|网址"),
    AnswerKind.PLACE: re.compile(r"路|街|号|大厅|窗口|中心|楼|室|网站|官网|平台|公众号|小程序|APP|医院|银行|乡镇|社区|村|所在地|户籍地|当地|局|站"),
    AnswerKind.BODY: re.compile(r"局|委|部门|厅|办公室|中心|单位|政府|银行|公司|机构|社区|村|街道|法院|医院|学校|人员|负责|牵头"),
}  # fmt: skip


class StretchFacts:
    """What a stretch and the sentence in it that says most tell.

    `bare` and `core_bare` are their bare normal forms, `names` the title of the document and the headings over it.
    """

    def __init__(self, bare: str, core_bare: str, names: str) -> None:
        self._bare = bare
        self._core_bare = core_bare
        self._names = names
        self._told: dict[str, tuple[bool, bool]] = {}
        self._figures: dict[AnswerKind, tuple[bool, bool]] = {}

    @cached_property
    def rules(self) -> bool:
        """Whether the sentence allows, forbids or demands anything."""
        return _MODAL.search(self._core_bare) is not None

    @cached_property
    def is_purpose(self) -> bool:
        """Whether the sentence only says what the document is for."""
        return _PURPOSE.search(self._core_bare) is not None

    @cached_property
    def is_wrongdoing(self) -> bool:
        """Whether the sentence speaks of what is forbidden and what follows it."""
        return _WRONGDOING.search(self._core_bare) is not None

    @cached_property
    def around(self) -> str:
        """Give the title, the headings and the words of the stretch."""
        return f"{self._names} {self._bare}"

    @cached_property
    def letters(self) -> frozenset[str]:
        """Give the letters of the stretch."""
        return frozenset(self._bare)

    @cached_property
    def letters_of_core(self) -> frozenset[str]:
        """Give the letters of the sentence."""
        return frozenset(self._core_bare)

    @cached_property
    def letters_of_names(self) -> frozenset[str]:
        """Give the letters of the title and the headings."""
        return frozenset(self._names)

    @cached_property
    def persons(self) -> frozenset[str]:
        """Give the kinds of people named in the title, the headings or the stretch."""
        return groups_in(self.around)

    @cached_property
    def persons_of_core(self) -> frozenset[str]:
        """Give the kinds of people that the sentence names."""
        return groups_in(self._core_bare)

    @cached_property
    def members(self) -> frozenset[Member]:
        """Give what the title, the headings or the stretch name of things that exclude one another."""
        return members_in(self.around)

    def tells(self, aspect: Aspect) -> tuple[bool, bool]:
        """Tell whether the stretch, and whether the sentence, tells about an aspect."""
        told = self._told.get(aspect.name)
        if told is None:
            here, core = (aspect.told.search(text) is not None for text in (self._bare, self._core_bare))
            told = self._told[aspect.name] = (here, core)
        return told

    def figures(self, kind: AnswerKind) -> tuple[bool, bool] | None:
        """Tell whether the stretch, and whether the sentence, names what a kind of question asks for; None for what has no figure."""
        pattern = _FIGURES.get(kind)
        if pattern is None:
            return None
        there = self._figures.get(kind)
        if there is None:
            here, core = (pattern.search(text) is not None for text in (self._bare, self._core_bare))
            there = self._figures[kind] = (here, core)
        return there


@lru_cache(STRETCHES_REMEMBERED)
def facts_of(bare: str, core_bare: str, names: str) -> StretchFacts:
    """Give what the words of a stretch tell (`StretchFacts`)."""
    return StretchFacts(bare, core_bare, names)
