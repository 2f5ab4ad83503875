"""Questions narrowed to some documents: searched among them alone, whichever way the index is told."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document, Kind, Validity
from knowledge.index.facets import Period, Scope, level_of
from knowledge.index.generations import Index
from knowledge.index.terms import LISTED_DOCUMENTS

TODAY = date(2026, 3, 2)
CIVIL, HEALTH = "甲县民政局", "甲县医疗保障局"


def rule(identifier: str, title: str, *, year: int = 2026, **values: object) -> Document:
    described = Document(
        identifier, title, issuer=CIVIL, published_on=date(year, 1, 10), effective_on=date(year, 2, 1)
    )
    return replace(described, **values)  # type: ignore[arg-type]


ROWS = (
    (rule("now", "高龄津贴发放办法", theme="养老服务"), "高龄津贴每人每月六十元。"),
    (
        rule("before", "高龄津贴发放规定", year=2019, validity=Validity.ABOLISHED, successor="now"),
        "高龄津贴每人每月四十元。",
    ),
    (
        rule("long-ago", "高龄津贴暂行规定", year=2012, validity=Validity.LAPSED, expires_on=date(2019, 1, 31)),
        "高龄津贴每人每月二十元。",
    ),
    (rule("lost", "高龄津贴试行意见", year=2010, validity=Validity.ABOLISHED), "高龄津贴每人每月十元。"),
    (rule("told", "一图读懂高龄津贴", kind=Kind.INTERPRETATION), "高龄津贴六十元，每月十五日到账。"),
    (rule("ward", "高龄津贴（石桥镇）", year=2025, issuer="石桥镇人民政府", place="石桥镇"), "高龄津贴每人每月六十五元，石桥镇政府发放。"),
    (rule("care", "门诊报销办法", issuer=HEALTH, theme="医疗保障"), "门诊报销百分之六十。"),
    (rule("city", "乙市高龄津贴指导意见", year=2024, issuer="乙市人民政府"), "高龄津贴各县不低于每月五十元。"),
)  # fmt: skip
# Matters of other kinds, so that words have a rarity.
FILLER = tuple(
    (rule(f"other-{at}", f"{matter}办法", issuer="甲县财政局"), f"{matter}按季度核拨，由财政局负责。")
    for at, matter in enumerate(("种粮补贴", "公租房", "校车", "河道", "路灯", "公厕", "档案", "菜场"))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("facets")
    Index(found).build((*ROWS, *FILLER))
    return found


def opened(folder: Path, *, listed_documents: int = LISTED_DOCUMENTS) -> Index:
    found = Index(folder, listed_documents=listed_documents)
    found.reload()
    return found


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return opened(folder)


@pytest.fixture(params=[LISTED_DOCUMENTS, -1], ids=["named", "looked for"])
def answerer(folder: Path, request: pytest.FixtureRequest) -> Answerer:
    return Answerer(opened(folder, listed_documents=request.param))


def cited(answerer: Answerer, scope: Scope, question: str = "高龄津贴每月多少钱") -> str:
    """Give the document whose words are shown first, surely or with a reservation; empty where none are."""
    found = answerer.answer(question, today=TODAY, scope=scope)
    if isinstance(found, Answer):
        return found.citation.document.id
    return found.likely[0].citation.document.id if found.likely else ""


@pytest.mark.parametrize(
    ("scope", "identifier"),
    [
        (Scope(), "now"),
        (Scope(year=2019), "before"),
        (Scope(year=2019, issuer=CIVIL), "before"),
        (Scope(year=2026, kind=Kind.INTERPRETATION), "told"),
        (Scope(year=2026, kind=Kind.INTERPRETATION, issuer=CIVIL), "told"),
        (Scope(theme="养老服务"), "now"),
        (Scope(place="石桥镇"), "ward"),
        (Scope(level="市级"), "city"),
        (Scope(level="乡级"), "ward"),
        (Scope(in_force=True), "now"),
        (Scope(year=2019, in_force=True), ""),
        (Scope(issuer=HEALTH), ""),
        (Scope(year=1999), ""),
        (Scope(past=Period(date(2023, 1, 1), date(2023, 12, 31))), "before"),
        (Scope(past=Period(date(2015, 5, 1), date(2015, 5, 31))), "long-ago"),
        (Scope(past=Period(date(2026, 2, 20), date(2026, 2, 20)), kind=Kind.POLICY, issuer=CIVIL), "now"),
        # Nobody says when it ended, so nobody can say that it counted.
        (Scope(past=Period(date(2011, 1, 1), date(2011, 12, 31))), ""),
        (Scope(past=Period(date(2005, 1, 1), date(2005, 12, 31))), ""),
    ],
)
def test_only_what_fits_answers(answerer: Answerer, scope: Scope, identifier: str) -> None:
    assert cited(answerer, scope) == identifier


def test_a_no_names_only_what_fits(answerer: Answerer) -> None:
    found = answerer.answer("高龄津贴每月多少钱", today=TODAY, scope=Scope(issuer=HEALTH))
    assert isinstance(found, Decline)
    assert {document.id for document in found.nearest} <= {"care"}


def test_a_number_outside_is_not_answered_for(index: Index) -> None:
    scope = Scope(year=2019)
    assert cited(Answerer(index), scope, "甲政发〔2026〕3号高龄津贴") in {"before", ""}


@pytest.mark.parametrize(
    ("facet", "spoken", "name"),
    [
        ("issuer", "县医保局", HEALTH),
        ("issuer", "医保局", HEALTH),
        ("issuer", "民政局", CIVIL),
        ("issuer", "石桥镇政府", "石桥镇人民政府"),
        ("issuer", "气象局", ""),
        ("issuer", "", ""),
        ("theme", "养老", "养老服务"),
        ("theme", "医保", "医疗保障"),
        ("place", "石桥镇", "石桥镇"),
    ],
)
def test_names_are_known_by_what_people_call_them(index: Index, facet: str, spoken: str, name: str) -> None:
    assert index.reader is not None
    assert index.reader.facets.named(facet, spoken) == name


@pytest.mark.parametrize(
    ("said", "issuer", "level"),
    [
        ("", "国务院办公厅", "国家级"),
        ("", "财政部", "国家级"),
        ("", "丙省人民政府", "省级"),
        ("", "乙市人民政府", "市级"),
        ("", "甲县市场监督管理局", "县级"),
        ("", "乙市丁区教育局", "县级"),
        ("", "石桥镇人民政府", "乡级"),
        ("市级", "甲县民政局", "市级"),
        ("", "某协会", ""),
    ],
)
def test_levels_are_read_from_names(said: str, issuer: str, level: str) -> None:
    assert level_of(said, issuer) == level
