"""Who asks how something is made public, given or kept, and who asks something else."""

import pytest

from handlers.paths.path import OpennessWay
from handlers.paths.phrases import ways_asked

ACTIVE, ASKED, KEPT = OpennessWay.ACTIVE, OpennessWay.ON_REQUEST, OpennessWay.WITHHELD


@pytest.mark.parametrize(
    ("said", "ways"),
    [
        ("三合一导图", (ACTIVE, ASKED, KEPT)),
        ("政务公开的流程是怎样的", (ACTIVE, ASKED, KEPT)),
        ("信息公开流程图给我看下", (ACTIVE, ASKED, KEPT)),
        ("主动公开要经过哪些审核", (ACTIVE,)),
        ("一份文件要公开得过几道关", (ACTIVE,)),
        ("公开一份文件你们里头谁来把关", (ACTIVE,)),
        ("一份文件你们公开要走哪些流程", (ACTIVE,)),
        ("政府文件要几个人审过才能放出来", (ACTIVE,)),
        ("文件发出来要过几道关", (ACTIVE,)),
        ("公开之前要经过哪些检查", (ACTIVE,)),
        ("信息公开怎么审核的", (ACTIVE,)),
        ("一份文件怎么公开出来的", (ACTIVE,)),
        ("文件是怎么一步一步公开出来的", (ACTIVE,)),
        ("信息公开申请谁来审", (ASKED,)),
        ("信息公开申请的流程图", (ASKED,)),
        ("申请公开一份文件要走什么流程", (ASKED,)),
        ("哪些东西不能公开是哪个定的", (KEPT,)),
        ("依申请公开的流程", (ASKED,)),
        ("不予公开是怎么定下来的", (KEPT,)),
        ("哪个说了算不能公开，要走什么程序", (KEPT,)),
        ("主动公开、依申请公开、不予公开各走哪几步", (ACTIVE, ASKED, KEPT)),
    ],
)
def test_the_ways_that_are_asked_for(said: str, ways: tuple[OpennessWay, ...]) -> None:
    assert ways_asked(said) == ways


@pytest.mark.parametrize(
    "said",
    [
        "",
        "主动公开目录有哪些",
        "怎么申请信息公开",
        "我要的文件怎么公开给我",
        "依申请公开要多久",
        "低保的办理流程",
        "不公开要怎么投诉",
        "分数不公开吗",
        "残疾证怎么办",
        "公开栏在哪里",
        "我申请的信息公开审核到哪一步了",
        "低保材料哪个审核",
        "工资什么时候发出来",
        "名单公示要走什么流程",
        "主动公开" * 20,
    ],
)
def test_whatever_else_is_asked_is_left_to_others(said: str) -> None:
    assert ways_asked(said) == ()
