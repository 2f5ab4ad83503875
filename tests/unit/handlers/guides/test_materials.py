"""Whether a material is needed, what may follow later, and the five elements of a catalogue item."""

from dataclasses import replace

import pytest

from handlers.guides.guide import Guide, read
from handlers.guides.materials import Needed, named, unnamed
from handlers.published.catalogue_items import item_named
from knowledge.documents.document import Document, Kind
from knowledge.documents.elements import Elements
from knowledge.documents.guide import materials
from tests.factories.library import GUIDE
from tests.factories.talks import TEXTS

TEXT = """## 申报材料

- 家庭成员居民身份证（电子证照可替代）
- 户口簿、婚姻登记、社保信息（无需提供，部门数据共享）
- 近6个月务工收入证明（可容缺，5个工作日内补交）
- 申请表（现场填写）
- 委托书

## 容缺承诺

本人保证按时补齐。
"""


@pytest.fixture
def guide() -> Guide:
    return read(GUIDE, TEXT)


@pytest.fixture
def needed() -> Needed:
    return Needed(TEXTS)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("户口本要带吗", "“户口簿、婚姻登记、社保信息”：无需提供，部门数据共享。"),
        ("身份证要不要", "“家庭成员居民身份证”：电子证照可替代。"),
        ("还要申请表吗", "“申请表”需要提供（现场填写）。"),
        ("委托书需要吗", "“委托书”需要提供。"),
        (
            "没带收入证明",
            "“近6个月务工收入证明”可以容缺：可容缺，5个工作日内补交。\n容缺承诺：本人保证按时补齐。",
        ),
        ("族谱要带吗", ""),
        ("户口簿", ""),
        ("多久能办好", ""),
    ],
)
def test_a_material_is_answered_in_the_guides_words(
    guide: Guide, needed: Needed, said: str, answer: str
) -> None:
    assert needed.answer(guide, said) == answer


@pytest.mark.parametrize(
    "said", ["少一份材料能办吗", "材料没带齐可以先受理吗", "哪些可以容缺", "以后再补行不行"]
)
def test_what_may_follow_is_listed_with_term_and_promise(guide: Guide, needed: Needed, said: str) -> None:
    answer = needed.answer(guide, said)
    assert "1. 近6个月务工收入证明：可容缺，5个工作日内补交" in answer
    assert "容缺承诺：本人保证按时补齐。" in answer
    assert "身份证" not in answer


def test_nothing_is_promised_where_the_guide_says_nothing(needed: Needed) -> None:
    silent = read(GUIDE, TEXT.partition("## 容缺承诺")[0])
    assert "容缺承诺" not in needed.answer(silent, "没带收入证明")
    strict = read(GUIDE, "## 申报材料\n\n- 身份证")
    assert needed.answer(strict, "少一份材料行吗") == TEXTS("guides.needed.none_later")


def test_a_title_names_no_material() -> None:
    listed = materials("- 残疾人证\n- 照片")
    assert [one.name for one in named(listed, "残疾人证办理要照片吗", title="残疾人证办理")] == ["照片"]


def test_the_matter_is_left_when_papers_are_taken_away() -> None:
    assert "低保" in unnamed("申请低保需要户口簿吗")
    assert "户口簿" not in unnamed("申请低保需要户口簿吗")


ITEM = Document(
    "c", "企业投资项目核准", Kind.CATALOGUE, elements=Elements("结果", "条例", "发改局", "7日", "网站")
)
LONGER = replace(ITEM, id="d", title="企业投资项目核准结果")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("企业投资项目核准", "c"),
        ("查一下企业投资项目核准的公开依据", "c"),
        ("企业投资 项目核准是谁公开？", "c"),
        ("企业投资项目核准结果在哪里公开", "d"),
        ("企业投资项目核准要交多少钱", None),
        ("我不满意企业投资项目核准", None),
        ("投资项目", None),
        ("", None),
    ],
)
def test_an_item_is_named_or_not(said: str, found: str | None) -> None:
    item = item_named([ITEM, LONGER], said)
    assert (item.id if item else None) == found
