"""In which ways a matter is done and what eases it, in the guide's own words."""

import pytest

from knowledge.documents.guide import parts
from knowledge.documents.guide_ways import GuideEase, ServiceWay, eases_of, ways_of

W, E = ServiceWay, GuideEase


@pytest.mark.parametrize(
    ("text", "online", "ways"),
    [
        ("## 受理地点\n政务服务中心一楼窗口；政务服务网", False, {W.HALL, W.ONLINE}),
        ("## 受理地点\n乡镇便民服务中心。行动不便的可预约上门代办。", False, {W.NEAR, W.HOME, W.AGENT}),
        ("## 受理地点\n婚姻登记处", True, {W.HALL, W.ONLINE}),
        ("## 受理地点\n婚姻登记处。须本人到场，不能委托他人办理。", False, {W.HALL}),
        ("## 办理方式\n网上办、就近办\n## 受理地点\n政务服务中心窗口", False, {W.ONLINE, W.NEAR}),
        ("## 受理地点\n窗口\n## 申报材料\n- 委托书（仅委托他人办理的）", False, {W.HALL, W.AGENT}),
        ("没有分项", False, set()),
    ],
)
def test_the_ways_are_read(text: str, online: bool, ways: set[ServiceWay]) -> None:
    assert ways_of(parts(text), online=online) == ways


@pytest.mark.parametrize(
    ("text", "eases"),
    [
        ("## 办理时限\n当场办结。", {E.ON_THE_SPOT}),
        ("## 办理时限\n系统自动审批，秒批。", {E.INSTANT}),
        ("## 申报材料\n- 照片（可容缺，3日内补交）\n- 身份证（电子证照可替代）", {E.LATER, E.LICENCE}),
        ("## 申报材料\n- 户口簿（无需提供，部门数据共享）", {E.WAIVED}),
        ("## 收费标准\n不收费，证件免费邮寄。", {E.FREE, E.DELIVERED}),
        ("## 收费标准\n申请不收费。工本费每本10元", set()),
        ("## 办理方式\n已下放到乡镇便民服务中心办理", {E.HANDED_DOWN}),
        ("## 收费标准\n邮寄送达，邮费由申请人承担", set()),
    ],
)
def test_what_eases_a_matter_is_read(text: str, eases: set[GuideEase]) -> None:
    assert eases_of(parts(text)) == eases
