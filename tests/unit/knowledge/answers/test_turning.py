"""The rest of a question begins no other matter; what names a side or a matter of its own is weighed."""

import pytest

from knowledge.answers.turning import rests


@pytest.mark.parametrize(
    "said", ["开网店的呢", "残疾人呢", "外省的呢", "那满了十年呢", "以前呢？", "低保家庭呢", "晚上的时候呢"]
)
def test_the_rest_of_a_question(said: str) -> None:
    assert rests(said)


@pytest.mark.parametrize(
    "said", ["公租房的租金多少呢", "那去哪里办呢", "养老保险呢", "残疾人", "我想问别的事，电梯加装呢"]
)
def test_what_may_be_another_matter(said: str) -> None:
    assert not rests(said)


@pytest.mark.parametrize(
    "said",
    [
        "一个月工资三千八够不够",
        "我户口在隔壁乡可以吗",
        "离了婚的还能领吗",
        "存款有十来万行吗",
        "社保断过两个月算不算",
        "大专文凭符合不",
        "低保户也能领吗？",
        "那星期六能办吗",
        "下班以后有人没",
        "中午可以吗",
    ],
)
def test_whether_a_circumstance_fits_is_asked_of_what_was_talked_about(said: str) -> None:
    assert rests(said)


@pytest.mark.parametrize(
    "said",
    [
        "残疾证能办吗",
        "低保能领吗",
        "单身公寓能申请吗",
        "社保卡可以办吗",
        "拖欠工资找谁",
        "外地牌照的车进城要办证吗",
    ],
)
def test_a_circumstance_in_the_name_of_a_matter_is_a_matter(said: str) -> None:
    assert not rests(said)
