"""Several grievances in one message are told apart by what they are about, and no word of them is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.complaints.intake.several import APART, LaterGrievances, grievances, told_apart

THREE = "三件事要反映：一是小区电梯老是坏，二是楼道灯不亮，三是物业乱收停车费"


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        (THREE, ("小区电梯老是坏", "楼道灯不亮", "物业乱收停车费")),
        (
            "楼下烧烤油烟熏得睡不着。小区路灯坏了半个月没人修。物业乱收停车费",
            ("楼下烧烤油烟熏得睡不着", "小区路灯坏了半个月没人修", "物业乱收停车费"),
        ),
        (
            "我要投诉，有三件事：小区路灯不亮，楼下垃圾没人收，还有广场舞太吵",
            ("小区路灯不亮", "楼下垃圾没人收", "广场舞太吵"),
        ),
        (
            "县医院对面有两个问题，停水没人修，路灯也坏了",
            ("县医院对面有两个问题，停水没人修", "县医院对面有两个问题，路灯也坏了"),
        ),
        # So many were announced; where fewer are understood, nothing is torn apart.
        ("三件事：油烟大，半夜吵，物业态度差", ("三件事：油烟大，半夜吵，物业态度差",)),
        ("1、路面全是坑没人修 2、停水三天了", ("路面全是坑没人修", "停水三天了")),
        ("路灯坏了没人修，另外公交站牌也倒了没人管", ("路灯坏了没人修", "公交站牌也倒了没人管")),
        # What is said before the first, such as where it all is, belongs to each.
        (
            "桂花小区3栋：一是电梯老是坏，二是楼道灯不亮",
            ("桂花小区3栋，电梯老是坏", "桂花小区3栋，楼道灯不亮"),
        ),
        # One matter, told at length.
        *(
            (one, (one,))
            for one in (
                "楼下烧烤油烟大，还有就是半夜划拳吵闹",
                "小区垃圾好几天没拉，苍蝇乱飞",
                "下水道堵了，污水流到路面，态度还很差",
                "一是油烟大，二是噪音吵",
                "路灯坏了半年，打了三次电话都没人来修",
                "我要投诉",
            )
        ),
    ],
)
def test_what_is_about_different_things_is_several(told: str, parts: tuple[str, ...]) -> None:
    assert grievances(told) == parts


@given(st.text(alphabet="一二三是路灯坏油烟停水电梯，。；、12还有另外没人修 \n", max_size=80))
def test_whatever_is_told_there_is_always_one_at_least(told: str) -> None:
    parts = grievances(told)
    assert len(parts) >= 1
    assert parts == (told,) or all(parts)


@pytest.mark.parametrize("said", ["分开登记", "那就分开办吧", "一件一件来登记", "分开"])
def test_words_that_want_them_apart(said: str) -> None:
    assert told_apart(THREE, said) == APART
    assert told_apart("路灯坏了没人修", said) is None


@pytest.mark.parametrize("said", ["桂花小区3栋", "一起办就行", "分开的那条路口"])
def test_other_words_leave_them_together(said: str) -> None:
    assert told_apart(THREE, said) is None


def test_what_is_left_is_kept_as_a_slot_keeps_it() -> None:
    left = LaterGrievances(("楼道灯不亮",), {"complaint_where": "桂花小区3栋"})
    assert LaterGrievances.of(left.plain()) == left
    assert LaterGrievances.of(None) is None
    assert LaterGrievances.of(LaterGrievances(()).plain()) is None
