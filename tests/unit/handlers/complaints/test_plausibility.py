"""What may answer where something is, and what only tells a time or asks for a rule."""

import pytest

from handlers.complaints.intake.plausibility import names_place, only_time, turns_to_rules


@pytest.mark.parametrize("said", ["昨晚", "前天下午三点左右", "每天晚上都是", "就是昨天半夜的时候", "最近"])
def test_a_time_alone_is_no_place(said: str) -> None:
    assert only_time(said)
    assert not names_place(said)


@pytest.mark.parametrize("said", ["大前天就这样了", "前阵子断的", "上礼拜开始冒水", "好久没亮过了"])
def test_since_when_it_has_been_so_is_no_place(said: str) -> None:
    assert not names_place(said)


@pytest.mark.parametrize("said", ["昨晚在桥头", "河边那家店", "早上菜市场门口", "东兴路", "老粮站"])
def test_a_place_is_one_with_a_time_beside_it_too(said: str) -> None:
    assert not only_time(said)
    assert names_place(said)


@pytest.mark.parametrize(
    "said", ["顺便问低保怎么申请", "公租房申请要带什么材料", "医保报销多少", "我妈能领什么补贴吗"]
)
def test_who_asks_for_a_rule_answers_no_field(said: str) -> None:
    assert turns_to_rules(said)
    assert not names_place(said)


@pytest.mark.parametrize(
    "said",
    [
        "希望多清扫几次",
        "让他们把医保的钱退给我",
        "能不能早点修好",
        "政务中心二楼医保窗口",
        "投诉医保局，怎么都不给办理",
    ],
)
def test_a_wish_and_a_window_ask_for_no_rule(said: str) -> None:
    assert not turns_to_rules(said)
