"""How each ground reads in a reply: the county's own words where it has some, checked when they are read."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.text.plain_yaml import read_yaml
from handlers.disclosure.decision.decision import PartAnswer, ReplyDecision
from handlers.disclosure.decision.facts import SPECS as FACTS
from handlers.disclosure.decision.facts import Fact, FactKind
from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround, facts_of
from handlers.disclosure.word.story import PLACEHOLDER

SHIPPED = Path(__file__).parents[2] / "data" / "letters"
FILE = "grounds.yml"
NAMES = {
    "公开位置": Fact.PUBLISHED_AT,
    "信息清单": Fact.ATTACHMENTS,
    "提供形式": Fact.FORM,
    "获取方式": Fact.WAY_TO_GET,
    "理由": Fact.REASON,
    "禁止公开的规定": Fact.FORBIDDING_LAW,
    "危及的利益": Fact.SAFETY_INTEREST,
    "保护的利益": Fact.PROTECTED_INTEREST,
    "第三方意见": Fact.OPINION,
    "本机关认定": Fact.OWN_FINDING,
    "公共利益判断": Fact.PUBLIC_INTEREST,
    "内部事务类别": Fact.INTERNAL_KIND,
    "过程性信息类别": Fact.PROCESS_KIND,
    "案卷查阅途径": Fact.FILE_ACCESS,
    "另有规定": Fact.SPECIAL_LAW,
    "查询地点": Fact.QUERY_PLACE,
    "检索范围": Fact.SEARCHED_WHERE,
    "检索人": Fact.SEARCHED_BY,
    "检索词": Fact.SEARCH_TERMS,
    "检索日期": Fact.SEARCHED_ON,
    "负责机关": Fact.RESPONSIBLE_AGENCY,
    "负责机关联系方式": Fact.RESPONSIBLE_CONTACT,
    "档案馆": Fact.ARCHIVE,
    "通知文号": Fact.NOTICE_NUMBER,
    "通知日期": Fact.NOTICE_ON,
    "通知期限": Fact.NOTICE_UNTIL,
    "事项性质": Fact.MATTER,
    "正确渠道": Fact.CHANNEL,
    "前次文号": Fact.EARLIER_NUMBER,
    "前次日期": Fact.EARLIER_ON,
    "说明的理由": Fact.REASONS_GIVEN,
    "已获取的信息": Fact.OBTAINED,
    "撤回日期": Fact.WITHDRAWN_ON,
}
UNTOLD = frozenset(
    {
        Fact.SECRET_LEVEL,
        Fact.CLASSIFIED_ON,
        Fact.SECRET_YEARS,
        Fact.SECRET_UNTIL,
        Fact.RELEASE_CONDITION,
    }
)
"""What stays in the file: a reply tells no more of a classification than that there is one (disclosure-rules §7)."""
VARIANTS = {
    "not_ours_unknown": (
        AnswerGround.NOT_OURS,
        frozenset({Fact.RESPONSIBLE_AGENCY, Fact.RESPONSIBLE_CONTACT}),
    ),
    "third_party_not_asked": (AnswerGround.THIRD_PARTY, frozenset()),
}
"""Wordings of their own for some facts, with what they need not tell."""
_COUNTED = "一二三四五六七八九十"


class GroundWords:
    """The paragraphs of all grounds; raises `ValueError` naming file and entry for what is missing, unknown or untold."""

    def __init__(self, entries: Mapping[str, str], *, origin: str = FILE) -> None:
        wanted = {ground.value: ground for ground in AnswerGround}
        names = {**dict.fromkeys(wanted), **dict.fromkeys(VARIANTS)}
        if lacking := [name for name in names if not entries.get(name, "").strip()]:
            raise ValueError(f"{origin}: 缺少 {'、'.join(lacking)} 的写法")
        if unknown := [name for name in entries if name not in names]:
            raise ValueError(f"{origin}: 不认识 {'、'.join(unknown)}")
        for name, text in entries.items():
            ground, excused = VARIANTS.get(name) or (wanted[name], frozenset())
            for fault in _faults(text, ground, excused):
                raise ValueError(f"{origin}: {name} {fault}")
        self._entries = dict(entries)

    @classmethod
    def load(cls, own: Path | None = None) -> "GroundWords":
        """Read the shipped words, and those of a county's own folder that take their place."""
        entries = _entries(SHIPPED / FILE)
        if own is not None and (own / FILE).is_file():
            entries |= _entries(own / FILE)
        return cls(entries)

    def paragraphs(self, decision: ReplyDecision) -> tuple[str, ...]:
        """Give the answer to every item, numbered where there are several; facts never act as placeholders."""
        if len(decision.items) == 1 and len(decision.answers) == 1:
            return self._told(decision.answers[0])
        lines: list[str] = []
        for at, item in enumerate(decision.items, start=1):
            head = f"{counted(at)}、关于“{item.asked.strip()}”："
            if len(decision.items) > 1:
                lines.append(head)
            for number, answer in enumerate(item.answers, start=1):
                first, *rest = self._told(answer)
                part = f"（{counted(number)}）{answer.part.strip()}：" if len(item.answers) > 1 else ""
                lines += [part + first, *rest]
        return tuple(lines)

    def _told(self, answer: PartAnswer) -> tuple[str, ...]:
        def fact(name: str) -> str:
            return " ".join(answer.facts.text(NAMES[name]).split("\n")).rstrip("。；;.")

        # The regular expression's own escape signs in a fact are letters like others: a function gives them.
        text = PLACEHOLDER.sub(lambda found: fact(found[1]), self._entries[_entry(answer)])
        return tuple(line.strip() for line in text.splitlines() if line.strip())


def counted(number: int) -> str:
    """Give a number below a hundred as letters count: 一, 十二, 三十; beyond, figures."""
    if number > 99:  # noqa: PLR2004 - nobody counts further in such a letter
        return str(number)
    tens, ones = divmod(number, 10)
    lead = "" if not tens else ("十" if tens == 1 else f"{_COUNTED[tens - 1]}十")
    return lead + (_COUNTED[ones - 1] if ones else "")


def _entry(answer: PartAnswer) -> str:
    if answer.ground is AnswerGround.NOT_OURS and not answer.facts.has(Fact.RESPONSIBLE_AGENCY):
        return "not_ours_unknown"
    if answer.ground is AnswerGround.THIRD_PARTY and answer.facts.text(Fact.OPINION) == "未征求":
        return "third_party_not_asked"
    return answer.ground.value


def _faults(text: str, ground: AnswerGround, excused: frozenset[Fact]) -> Iterator[str]:
    named = PLACEHOLDER.findall(text)
    allowed = set(facts_of(ground)) - UNTOLD
    if unknown := [name for name in named if NAMES.get(name) not in allowed]:
        yield f"里的【{'】【'.join(unknown)}】不是这种理由的事实"
    told = {NAMES.get(name) for name in named}
    for need in BY_GROUND[ground].needs:
        sayable = [fact for fact in need if FACTS[fact].kind is not FactKind.TICK and fact not in UNTOLD]
        if sayable and not told & set(sayable) and not excused & set(sayable):
            names = [name for name, fact in NAMES.items() if fact in sayable]
            yield f"没有写到【{'】或者【'.join(names)}】"
    lacking = [part for part in BY_GROUND[ground].article.split("、") if part not in text]
    if lacking and BY_GROUND[ground].article:
        yield f"没有写到条例{'、'.join(lacking)}"


def _entries(path: Path) -> dict[str, str]:
    try:
        tree: Any = read_yaml(path.read_text("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path} 读不出来：{str(error).splitlines()[0]}") from None
    if not isinstance(tree, dict) or not all(isinstance(one, str) for pair in tree.items() for one in pair):
        raise ValueError(f"{path} 应当每行一个名称，后面是文字")
    return tree
