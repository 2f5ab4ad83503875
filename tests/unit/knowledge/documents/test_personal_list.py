"""What one person brings: the questions that a guide's own remarks ask, and what holds for the answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.guide import materials
from knowledge.documents.personal_list import MaterialQuestions, personal_list, questions

BODY = """- 居民身份证（电子证照可替代）
- 申请表（现场填写）
- 结婚证（仅投靠迁移的，可容缺，5个工作日内补交）
- 委托书和代办人身份证（仅委托他人办理的）
- 购房合同（申请购房补贴的）
- 社保记录（无需提供，部门数据共享）
- 低保信息（仅申请免费的，无需提供，部门数据共享）"""
SITUATIONS = """- 居民身份证
### 情形一：自有房屋
- 不动产权证书
- 共有人同意书（仅与他人共有的）
### 情形二：租房
- 租赁合同"""


@pytest.mark.parametrize(
    ("note", "only"),
    [
        ("仅委托他人办理的", "委托他人办理"),
        ("仅委托他人代办时提供，电子证照可替代", "委托他人代办"),
        ("仅非本县户籍儿童提供，电子证照可替代", "非本县户籍儿童"),
        ("电子证照可替代，仅投靠迁移的", "投靠迁移"),
        ("申请租房补贴的，可容缺，5个工作日内补交", "申请租房补贴"),
        ("委托代办时提供，电子证照可替代", "委托代办"),
        ("申请补助时，无需提供，部门数据共享", "申请补助"),
        ("限于外地缴存职工", "外地缴存职工"),
        ("现场填写", ""),
        ("无需提供，部门数据共享", ""),
        ("自有房屋无需提供，部门数据共享；租用的提供租赁合同", ""),
        ("没有的可以不交，由清运人员现场确认", ""),
        ("须本人到场出示原件", ""),
        ("由社区或者物业出具，可容缺，5个工作日内补交", ""),
        ("电子票据可替代；已在本县医保结算的无需提供，部门数据共享", ""),
    ],
)
def test_for_whom_a_material_is_says_its_remark(note: str, only: str) -> None:
    (material,) = materials(f"- 材料（{note}）")
    assert material.only == only


def names(body: str, situation: str = "", *conditions: str) -> list[list[str]]:
    own = personal_list(materials(body), situation=situation, conditions=conditions)
    return [[one.name for one in group] for group in (own.bring, own.licence, own.later, own.waived)]


def test_nobody_is_told_to_bring_what_others_bring() -> None:
    asked = questions(materials(BODY))
    assert asked == MaterialQuestions((), ("投靠迁移", "委托他人办理", "申请购房补贴", "申请免费"))
    assert names(BODY) == [["申请表"], ["居民身份证"], [], ["社保记录"]]
    assert names(BODY, "", "投靠迁移", "委托他人办理") == [
        ["申请表", "委托书和代办人身份证"],
        ["居民身份证"],
        ["结婚证"],
        ["社保记录"],
    ]


def test_a_situation_is_chosen_and_its_own_conditions_are_asked() -> None:
    listed = materials(SITUATIONS)
    assert questions(listed) == MaterialQuestions(("自有房屋", "租房"), ())
    assert questions(listed, situation="自有房屋").conditions == ("与他人共有",)
    assert names(SITUATIONS, "租房")[0] == ["居民身份证", "租赁合同"]
    assert names(SITUATIONS, "自有房屋", "与他人共有")[0] == ["居民身份证", "不动产权证书", "共有人同意书"]
    assert names(SITUATIONS, "自有房屋")[0] == ["居民身份证", "不动产权证书"]
    assert names(SITUATIONS)[0] == ["居民身份证"]


def test_without_anything_to_ask_everybody_brings_the_same() -> None:
    assert not questions(materials("- 身份证\n- 申请表（现场填写）")).any


@given(st.lists(st.sampled_from(["投靠迁移", "委托他人办理", "申请购房补贴", "申请免费", "别的"])))
def test_every_condition_only_adds(conditions: list[str]) -> None:
    few, all_of = names(BODY), names(BODY, "", *conditions)
    assert all(set(before) <= set(after) for before, after in zip(few, all_of, strict=True))
    assert sum(map(len, all_of)) <= len(materials(BODY))
