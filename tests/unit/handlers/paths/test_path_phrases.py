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
        "依申请公开要多久",
        "低保的办理流程",
        "不公开要怎么投诉",
        "分数不公开吗",
        "残疾证怎么办",
        "公开栏在哪里",
        "主动公开" * 20,
    ],
)
def test_whatever_else_is_asked_is_left_to_others(said: str) -> None:
    assert ways_asked(said) == ()
