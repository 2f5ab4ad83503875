"""Words ask for rules only where one clause both names a rule and asks."""

import pytest

from handlers.talk.asked_rules import asks_rules


@pytest.mark.parametrize(
    "said",
    [
        "房子烧没了，有没有救助",
        "他被车撞了没钱治，能申请临时救助不",
        "我妈突然倒地上了，医保怎么报销",
        "被人打伤了，这种医药费医保报吗",
        "发大水把田淹了，补贴有多少",
        "遭了火灾 有什么政策",
        "我被打了，可以申请补助？",
        "顺便问低保怎么申请",
        "公租房申请要带什么材料",
        "医保报销多少",
        "我妈能领什么补贴吗",
        "社保能补交几年",
    ],
)
def test_a_rule_and_a_question_in_one_clause(said: str) -> None:
    assert asks_rules(said)


@pytest.mark.parametrize(
    "said",
    [
        "有人打电话说我社保卡停用了，让我转账",
        "他说帮我办低保，先交三千块，现在联系不上了",
        "医保局来电话要验证码，我给了",
        "那人拿着刀，怎么办",
        "我叔喝了农药，他刚去申请完补助回来",
        "孩子不见了，刚才还在登记的地方",
        "前几天去申请低保的时候",
        "希望我妈可以领取补助",
        "哪怕补贴少一点",
        "让他们把医保的钱退给我",
        "能不能早点修好",
        "政务中心二楼医保窗口",
    ],
)
def test_a_rule_named_in_the_story_asks_nothing(said: str) -> None:
    assert not asks_rules(said)
