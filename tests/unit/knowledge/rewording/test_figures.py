"""Figures are read with what binds them, in whatever way they are written."""

import pytest

from knowledge.rewording.figures import BoundFigure, CalendarDay, counted


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("年满80周岁", "满八十岁"),
        ("报销80%", "报销百分之八十"),
        ("报销80%", "报八成"),
        ("1.5万元", "一万五千元"),
        ("1,200元", "一千二百块钱"),
        ("30个自然日", "30天"),
        ("每人每月60元", "每人每个月六十块"),
        ("60至79周岁", "60岁到79岁"),
        ("2026年3月1日前", "二〇二六年三月一号之前"),
        ("2026-03-01前", "2026年3月1日以前"),
        ("不超过3万元", "最多三万块"),
        ("20个工作日内", "二十个工作日之内"),
    ],
)
def test_the_same_said_otherwise(first: str, second: str) -> None:
    one, other = counted(first), counted(second)
    assert one.placed
    assert one.says(other, bound=True)
    assert other.says(one, bound=True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("80周岁以上", "80周岁以下"),
        ("3月1日前", "3月1日后"),
        ("每月60元", "每年60元"),
        ("60元", "60岁"),
        ("10个工作日", "10天"),
        ("10个工作日内", "10个工作日后"),
        ("第3条", "3个"),
        ("2026年3月1日", "2026年1月3日"),
        ("水稻60元，小麦80元", "小麦60元"),
        ("一次性发放", "两次发放"),
        ("不低于15平方米", "低于15平方米"),
        ("3个月", "3月"),
    ],
)
def test_what_is_not_the_same(first: str, second: str) -> None:
    assert not counted(first).says(counted(second), bound=True)


def test_part_of_a_day_is_said_by_the_whole_day() -> None:
    whole = counted("2026年3月1日起施行")
    assert [one.said for one in whole.placed] == [CalendarDay(2026, 3, 1, "after")]
    assert whole.says(counted("3月1日起"), bound=True)
    # What a day leaves out is no other year's.
    assert not counted("3月1日起").says(counted("2027年3月1日起"), bound=True)


@pytest.mark.parametrize(
    "words", ["一般", "一个窗口", "统一办理", "一些", "千万别", "三农", "十分重要", "百姓"]
)
def test_words_that_count_nothing(words: str) -> None:
    assert counted(words).placed == ()


def test_what_is_paid_stands_behind_its_own_condition() -> None:
    known = counted("80至89周岁每月60元，90至99周岁每月150元")
    assert known.says(counted("90岁到99岁的每月150元"), bound=True)
    assert not known.says(counted("80岁到89岁的每月150元"), bound=True)
    assert BoundFigure in {type(one.said) for one in known.placed}
