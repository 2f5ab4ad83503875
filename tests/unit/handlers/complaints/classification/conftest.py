"""Two small classes, and what a county wrote about them: enough to learn from in a moment."""

import pytest

from handlers.complaints.classification.class_tree import MatterClass, MatterTopic
from handlers.complaints.classification.labelled_matter import LabelledMatter

NOISES = ("烧烤摊", "砖厂", "工地", "酒吧", "养猪场", "饭店", "采石场", "水泥厂")
SCHOOLS = ("小学", "初中", "高中", "幼儿园", "职业学院", "特殊教育学校", "中心校", "教学点")


@pytest.fixture
def classes() -> tuple[MatterClass, ...]:
    return (
        MatterClass(
            "环境", (MatterTopic("污染", ("河水发黑，鱼都死了", "夜里机器响，睡不着"), ("噪声", "油烟")),)
        ),
        MatterClass("教育", (MatterTopic("学校", ("周末补课，孩子太累", "学费又涨了"), ("学籍", "老师")),)),
    )


@pytest.fixture
def history() -> list[LabelledMatter]:
    noises = [
        LabelledMatter("环境", f"{place}扰民", f"{place}的噪声和臭气让人没法开窗，请派人查处")
        for place in NOISES
    ]
    schools = [
        LabelledMatter("教育", f"{place}补课", f"{place}周末让学生补课，老师还要收费，请制止")
        for place in SCHOOLS
    ]
    return [one for pair in zip(noises, schools, strict=True) for one in pair]
