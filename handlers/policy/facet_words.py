"""Hears what an answer is to be narrowed to, or no longer: 只看2026年的, 只看县医保局发的解读, 去掉机构, 不限年份."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.documents.document import Kind
from knowledge.index.facets import Scope

# The facets as citizens call them when they drop one.
CALLED = {
    "year": "年份|年度|时间|年",
    "issuer": "机构|单位|部门|发布单位|发文单位",
    "level": "层级|级别",
    "theme": "主题|领域",
    "kind": "类型|种类|类别|体裁",
    "in_force": "有效性?|效力",
    "place": "地区|地方|地点|乡镇",
}
ALL = "筛选|条件|限制|范围|全部|所有"
_LEAD = r"(?:请|帮我|麻烦|我想?)?"
_ADD = re.compile(
    rf"^(?P<before>.*?)(?<![,，。;；! ])[,，。;；! ]*+{_LEAD}(?:就|只|仅|光)(?P<verb>看|查|找|搜|显示|给我看|要)(?P<body>[^,，。?？!！]{{1,24}}?)"
    r"(?:就行了?|就可以|就好|即可|吧)?[。.!！]?$"
)
_DROP = re.compile(
    rf"^{_LEAD}把?(?:去掉|去除|删掉|取消|不限制?|不用?管|放宽|忽略|清除|清空|重置|不要|别)(?:了|按|再)?(?P<body>[^,，。]{{1,20}}?)"
    r"(?:了|的?限制|的?筛选|条件)*[。!！]?$"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度|份)?|今年|本年度?|去年|前年")
_BACK = {"今": 0, "本": 0, "去": 1, "前": 2}
_IN_FORCE = re.compile(
    "(?<![还仍在])(?<!目前)(?:还|现在|目前|仍|(?<!现)在)*(?:有效|现行|管用|没过期|没废止|没作废|在用)"
)
_KINDS = (
    (Kind.INTERPRETATION, re.compile("政策解读|解读|图解")),
    (Kind.GUIDE, re.compile("办事指南|服务指南|指南")),
    (Kind.FAQ, re.compile("常见问题|政策问答|问答")),
    (Kind.CATALOGUE, re.compile("公开目录|目录")),
    (Kind.NOTICE, re.compile("通知公告|公告|通告|通知")),
    (Kind.POLICY, re.compile("政策文件|政策|文件原文|文件|规定|办法")),
)
_LEVELS = (
    ("国家级", re.compile("^(?:国家|中央|全国|国务院)(?:里|级|上|层面)?$")),
    ("省级", re.compile("^(?:全|本|我)?省(?:里|级|上)?$")),
    ("市级", re.compile("^(?:全|本|我)?市(?:里|级|上)?$")),
    ("县级", re.compile("^(?:全|本|我|咱)?[县区](?:里|级|上)?$")),
    ("乡级", re.compile("^(?:乡镇|乡|镇|街道|镇里|乡里)(?:级)?$")),
)
_PLAIN = re.compile("^(?:关于|有关)|(?:发布|印发|出台|制定|发)的?$|(?:方面|相关|有关|这块|这方面)的?$|的$")
_JOINED = re.compile("的|和|、|并且|而且|且|以及|,|，| ")
_ISSUED = re.compile("(?:发布|印发|出台|制定|发)的?$")
_BODY = re.compile("(?:局|委|办|府|部|会|厅|院|中心|站|队|处|科|所|联|公司)$")


Named = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class FacetChange:
    """What a message narrows and what it lets go.

    `added` are facets with their values, `dropped` facets, `unknown` words that name nothing published, `question`
    what was asked before the narrowing words in the same message.
    """

    added: dict[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    unknown: str = ""
    question: str = ""


def read(said: str, *, today: date, named: Named) -> FacetChange | None:
    """Give the change that a message asks for; None when it asks for none.

    `named` gives the name that documents have for a facet's spoken name, empty when there is none.
    """
    if dropping := _DROP.match(said):
        return _dropped(dropping["body"], today=today, named=named)
    narrowing = _ADD.match(said)
    if narrowing is None:
        return None
    added, unknown = _facets(narrowing["body"], today=today, named=named)
    # 只要户口本吗 and 补贴只看收入 are questions; only what is wholly understood changes a question asked with it.
    doubtful = (
        bool(narrowing["before"]) or narrowing["verb"] == "要" or not (_ISSUED.search(unknown) or added)
    )
    if (unknown and doubtful) or not (added or unknown):
        return None
    return FacetChange(added, unknown=_PLAIN.sub("", unknown), question=narrowing["before"])


def applied(scope: Scope, change: FacetChange) -> Scope:
    """Give what answers are narrowed to after a change."""
    empty = Scope()
    values = {name: getattr(empty, name) for name in change.dropped} | change.added
    if "issuer" in change.added:
        values.setdefault("level", "")
    kept = {name: getattr(scope, name) for name in (*CALLED, "past")}
    return Scope(**{**kept, **values})


def parts(scope: Scope) -> tuple[str, ...]:
    """Give the facets that narrow, in the order in which they are named."""
    return tuple(name for name in CALLED if getattr(scope, name))


def _dropped(body: str, *, today: date, named: Named) -> FacetChange | None:
    if re.fullmatch(f"(?:{ALL})+", body):
        return FacetChange(dropped=tuple(CALLED))
    called = tuple(name for name, words in CALLED.items() if re.fullmatch(words, body))
    if "issuer" in called:
        called = (*called, "level")
    if called:
        return FacetChange(dropped=called)
    # 去掉2026年, 去掉医保局: the facet is called by its value.
    added, unknown = _facets(body, today=today, named=named)
    return FacetChange(dropped=tuple(added)) if added and not unknown else None


def _facets(body: str, *, today: date, named: Named) -> tuple[dict[str, Any], str]:
    """Give the facets named in some words, and what of the words names none."""
    facets: dict[str, Any] = {}
    rest = body
    if year := _YEAR.search(rest):
        facets["year"] = int(year[1]) if year[1] else today.year - _BACK[year[0][0]]
        rest = rest[: year.start()] + rest[year.end() :]
    if force := _IN_FORCE.search(rest):
        facets["in_force"] = True
        rest = rest[: force.start()] + rest[force.end() :]
    for kind, pattern in _KINDS:
        if (there := pattern.search(rest)) and "kind" not in facets:
            facets["kind"] = kind
            rest = rest[: there.start()] + rest[there.end() :]
    issued = bool(_ISSUED.search(rest.strip()))
    unknown = ""
    for piece in filter(None, _JOINED.split(rest)):
        name = _PLAIN.sub("", piece)
        if not name or name in {"个", "份", "那", "些", "年", "发", "发布", "出台", "制定", "印发"}:
            continue
        facet, value = _of_name(name, issued=issued, named=named)
        if facet:
            facets[facet] = value
        else:
            unknown = rest.strip()
    return facets, unknown


def _of_name(name: str, *, issued: bool, named: Named) -> tuple[str, str]:
    """Give the facet that a name belongs to and its value; empty when nothing published bears it."""
    for level, pattern in _LEVELS:
        if pattern.match(name):
            return "level", level
    order = ("issuer", "theme", "place") if issued or _BODY.search(name) else ("theme", "place", "issuer")
    for facet in order:
        if value := named(facet, name):
            return facet, value
    return "", ""
