"""What is said before the matter is not looked for; the matter is never lost with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.lead_in import LEAST_LETTERS, without_lead_in


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("老师您好，食堂卫生许可怎么办", "食堂卫生许可怎么办"),
        ("单位里都在议论，工龄怎么接续", "工龄怎么接续"),
        ("网上找了好久也没找到，渔船检验去哪里", "渔船检验去哪里"),
        ("我爸让我打听一下宅基地能不能继承", "宅基地能不能继承"),
        ("呃 那个居民停车证去哪里办", "居民停车证去哪里办"),
        ("居委会也说不明白，楼道灯归谁修", "楼道灯归谁修"),
        ("打了几个电话都打不通，周末能打疫苗吗", "周末能打疫苗吗"),
        ("有人吗？在线等，孩子发烧去哪看", "孩子发烧去哪看"),
    ],
)
def test_the_matter_is_what_is_left(said: str, left: str) -> None:
    assert without_lead_in(said) == left


@pytest.mark.parametrize(
    "said", ["老师怎么评职称", "我妈要带什么材料", "同事都说好", "就业困难怎么认定", "在吗", "刚看到新闻", ""]
)
def test_what_is_the_matter_itself_stays(said: str) -> None:
    assert without_lead_in(said) == said


@given(st.text(alphabet="邻居都在传老师你好，。？ 呃那个网上查半天没到补贴怎么领", max_size=60))
def test_what_is_left_is_the_end_of_what_was_said(said: str) -> None:
    left = without_lead_in(said)
    assert said.endswith(left)
    assert left == said or len(left) >= LEAST_LETTERS
