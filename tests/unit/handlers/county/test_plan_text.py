"""Areas, columns and channels as they are typed: what is written is read back as it was, what is wrong is named by part and line."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.county import CountyData
from bot.errors import InputError
from handlers.county.openness_plan import NO_PLAN, KeyArea, PublicChannel, Rubric
from handlers.county.plan_text import KINDS, TypedPlan, plan_of, typed_of
from knowledge.documents.document import Kind
from tests.factories.talks import TEXTS

PLAN = CountyData.load(None).openness
TYPED = TypedPlan(
    "【民生】\n养老服务｜养老、敬老\n国家公园 | 公园 | 本县、上首页\n税收 | | 不上首页",
    "【公开】\n公报 | 公报\n救助 | 办事指南 | 主题：社会救助、低保 | 体裁：指南\n公开制度",
    "【微信】\n青岚发布 | 搜“青岚发布” | 县融媒体中心\n\n【电话】\n热线 | 12345",
)


def test_what_the_file_says_is_written_and_read_back_as_it_was() -> None:
    assert plan_of(typed_of(PLAN), PLAN) == PLAN
    assert plan_of(typed_of(PLAN), PLAN).area_named("养老") == PLAN.area_named("养老")
    assert set(KINDS.values()) == set(Kind)


def test_lines_are_read() -> None:
    plan = plan_of(TYPED, PLAN)
    assert plan.areas == (
        KeyArea(1, "养老服务", "民生", ("养老", "敬老")),
        KeyArea(2, "国家公园", "民生", ("公园",), special=True, front=True),
        KeyArea(3, "税收", "民生", (), front=False),
    )
    assert plan.rubrics == (
        Rubric("公报", "公开", Kind.GAZETTE),
        Rubric("救助", "公开", Kind.GUIDE, ("社会救助", "低保"), ("指南",)),
        Rubric("公开制度", "公开"),
    )
    assert plan.channels == (
        PublicChannel("青岚发布", "微信", "搜“青岚发布”", "县融媒体中心"),
        PublicChannel("热线", "电话", "12345"),
    )
    assert (plan.boards, plan.villages) == (PLAN.boards, PLAN.villages)


@pytest.mark.parametrize(
    ("changed", "key", "told"),
    [
        ({"areas": "养老服务"}, "group", "“重点领域”第1行“养老服务”"),
        ({"areas": "【民生】\n| 养老"}, "name", "第2行"),
        ({"areas": "【民生】\n" + "老" * 41}, "name", "40个字"),
        ({"areas": "【民生】\n养老 | 敬老 | 好"}, "area", "标记只能是"),
        ({"areas": "【民生】\n养老 | 敬老 | 本县 | 多"}, "area", "第2行"),
        ({"areas": "【民生】\n养老\n养老"}, "twice", "“养老”写了两次"),
        ({"rubrics": "【公开】\n公报 | 诗歌"}, "rubric", "政策文件"),
        ({"rubrics": "【公开】\n公报 | 公报 | 系列"}, "rubric", "第2行"),
        ({"rubrics": "【公开】\n公报 | 主题："}, "rubric", "第2行"),
        ({"rubrics": "【公开】\n公报 | 见：月球"}, "rubric", "一件事"),
        ({"rubrics": "【公开】\n公报\n【公开】\n公报"}, "twice", "“公开/公报”写了两次"),
        ({"channels": "【微信】\n青岚发布"}, "channel", "在哪里一定要写"),
        ({"channels": "【微信】\n" + "\n" * 201}, "long", "最多200行"),
        ({"channels": "字" * 6001}, "long", "“渠道”"),
    ],
)
def test_what_is_wrong_is_named_by_part_and_line(changed: dict[str, str], key: str, told: str) -> None:
    with pytest.raises(InputError) as refused:
        plan_of(replace(TYPED, **changed), NO_PLAN)
    assert refused.value.text_key == f"openness.refused.{key}"
    assert told in TEXTS(refused.value.text_key, **refused.value.values)


@given(st.text(alphabet="【】[]|｜、：主题体裁本县公报\n a<", max_size=80))
def test_any_words_are_a_plan_or_refused_and_what_is_read_is_written_back(words: str) -> None:
    for part in ("areas", "rubrics", "channels"):
        with suppress(InputError):
            plan = plan_of(replace(TYPED, **{part: words}), NO_PLAN)
            assert plan_of(typed_of(plan), NO_PLAN) == plan
