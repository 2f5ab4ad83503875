"""What is read out of a guide's text: its elements, its materials with their marks, what it lacks."""

import pytest

from knowledge.documents import guide
from knowledge.documents.draft import Refusal
from knowledge.documents.guide import Mark, Material
from knowledge.documents.guide_text import PART_TITLES, PARTS, compose

TEXT = """# 租房补贴申请

## 申请条件

无房。

## 申报材料

- 居民身份证（电子证照可替代）
- 户口簿（无需提供，部门数据共享；查询不到时由本人书面声明）
- 收入证明（仅在职的，可容缺，报到之日起5个工作日内补交）
- 申请表

### 情形：代办

1. 委托书（委托人签名）

## 办理流程

1. 申请。

## 受理地点

便民服务中心

## 受理时间

工作日

## 容缺承诺

本人承诺按时补交。

## 咨询电话

住建局0599－6612386，服务热线12345，2026年起

## 投诉渠道

12345
"""


def test_elements_stand_under_their_headings() -> None:
    found = guide.parts(TEXT)
    assert found["conditions"] == "无房。"
    assert found["commitment"] == "本人承诺按时补交。"
    assert "fee" not in found
    assert guide.gaps(found) == ()
    assert guide.phones(found) == ("0599-6612386", "12345")


def test_materials_carry_what_has_to_be_done_about_them() -> None:
    assert guide.materials(guide.parts(TEXT)["materials"]) == (
        Material("居民身份证", Mark.LICENCE, "电子证照可替代"),
        Material(
            "户口簿",
            Mark.WAIVED,
            "无需提供，部门数据共享；查询不到时由本人书面声明",
            reason="部门数据共享",
        ),
        Material(
            "收入证明",
            Mark.LATER,
            "仅在职的，可容缺，报到之日起5个工作日内补交",
            until="报到之日起5个工作日内补交",
            only="在职",
        ),
        Material("申请表", Mark.REQUIRED),
        Material("委托书", Mark.REQUIRED, "委托人签名", situation="代办"),
    )


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("- 其他相关材料", True),
        ("- 法律法规规定的其他材料。", True),
        ("5. 审批部门认为需要提供的其他资料；", True),
        ("- 身份证、户口簿等相关材料", True),
        ("- 其他材料（由窗口说明）", True),
        ("- 其他家庭成员的身份证", False),
        ("- 房屋权属材料", False),
        ("符合惠民殡葬规定的其他人员", False),
    ],
)
def test_a_catch_all_is_named(line: str, caught: bool) -> None:
    assert bool(list(guide.catch_alls({"materials": line}))) is caught


def test_what_a_guide_lacks_is_listed_in_the_order_of_the_six() -> None:
    assert guide.gaps({"materials": "- 其他材料"}) == (
        "conditions",
        "phone",
        "complaint",
        "place",
        "hours",
        "catch_all",
    )


def test_a_guide_told_in_fields_reads_back_the_same() -> None:
    told = {
        "conditions": "年满18周岁",
        "materials": [
            {"name": "身份证", "mark": "电子证照"},
            {"name": "户口簿", "mark": "无需提供", "reason": "部门数据共享"},
            {"name": "收入证明", "mark": "可容缺", "until": "5个工作日内", "note": "仅在职的"},
            "申请表",
            {"name": "委托书", "situation": "代办"},
        ],
        "steps": {"本人办理": ["申请", "领取"], "代办": ["委托", "申请"]},
        "phone": "0599-1234567",
    }
    found = guide.parts(compose("租房补贴", told))
    assert [(one.name, one.mark, one.reason, one.until, one.situation) for one in guide.materials(found["materials"])] == [
        ("身份证", "电子证照", "", "", ""),
        ("户口簿", "无需提供", "部门数据共享", "", ""),
        ("收入证明", "可容缺", "", "5个工作日内补交", ""),
        ("申请表", "需提供", "", "", ""),
        ("委托书", "需提供", "", "", "代办"),
    ]  # fmt: skip
    assert guide.situations(found["steps"]) == (("本人办理", "- 申请\n- 领取"), ("代办", "- 委托\n- 申请"))
    assert (found["conditions"], found["phone"]) == ("年满18周岁", "0599-1234567")


@pytest.mark.parametrize(
    ("material", "key"),
    [
        ({"name": "户口簿", "mark": "无需提供"}, "material_incomplete"),
        ({"name": "证明", "mark": "可容缺"}, "material_incomplete"),
        ({"name": "证明", "mark": "随便"}, "field_not_listed"),
        ({"mark": "需提供"}, "field_not_text"),
    ],
)
def test_a_mark_that_says_too_little_is_refused(material: dict[str, str], key: str) -> None:
    with pytest.raises(Refusal) as refused:
        compose("租房补贴", {"materials": [material]})
    assert refused.value.key == key


def test_every_part_has_a_heading_that_names_it() -> None:
    assert set(PART_TITLES) == PARTS
    assert {guide.element_of(heading): name for name, heading in PART_TITLES.items()} == {
        name: name for name in PART_TITLES
    }
