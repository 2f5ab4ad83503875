"""What a question wants to know, apart from its matter."""

import pytest

from knowledge.judgement.sought import sought_by
from knowledge.text.focus import LONG_LETTERS, asked_part


@pytest.mark.parametrize(
    ("question", "yes_no"),
    [
        ("优待证要自己带照片吗", True),
        ("开网店的能不能领创业补贴", True),
        ("我爸能领高龄津贴不", True),
        ("失能评估收不收钱", True),
        ("残疾车停路边罚不罚", True),
        ("养老院打针医保管不管", True),
        ("这个证收不收费，收多少", False),
        ("低保标准是多少吗", False),
        ("结婚登记要带什么", False),
        ("这笔钱怎么领", False),
    ],
)
def test_who_asks_for_a_figure_or_a_thing_wants_more_than_yes_or_no(question: str, *, yes_no: bool) -> None:
    assert sought_by(question).yes_no is yes_no


@pytest.mark.parametrize(
    ("question", "groups", "years"),
    [
        ("退伍军人2026年有什么优待", {"veteran"}, {"2026"}),
        ("低保户家的老人水费谁出", {"poor", "elder"}, set()),
        ("二〇二四年的电费", set(), {"2024"}),
        ("路灯坏了找谁", set(), set()),
    ],
)
def test_persons_and_years_are_those_named(question: str, groups: set[str], years: set[str]) -> None:
    sought = sought_by(question)
    assert (set(sought.groups), set(sought.years)) == (groups, years)


def test_of_a_long_story_the_part_that_asks_is_read() -> None:
    story = "我家在石桥镇，房子是爷爷留下来的，前年漏雨漏得厉害，去年又裂了一条大缝，村干部来看过两回，拍了照片就走了，到现在也没有个说法"
    assert len(story) > LONG_LETTERS
    part = asked_part(f"{story}。我想问修这种危房能补多少钱，要交什么材料？")
    assert "能补多少钱" in part
    assert "要交什么材料" in part
    assert "拍了照片" not in part


@pytest.mark.parametrize("message", ["", "公租房怎么申请", "哪" * 500, "，" * 500, "我家漏雨" * 40])
def test_a_short_message_or_one_that_asks_nothing_is_read_whole(message: str) -> None:
    part = asked_part(message)
    assert part == "" or len(part) < len(message)
