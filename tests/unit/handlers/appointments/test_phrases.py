"""What people say of appointments and visits at home, in several styles, and what only sounds like it."""

import pytest

from adapters.county import CountyData
from handlers.appointments.home.phrases import asks_for_visit, told_where
from handlers.appointments.intake.house_rules import ASKED, OF_DOCUMENTS
from handlers.appointments.intake.phrases import (
    AGREED,
    BRINGING,
    GIVEN_UP,
    NOT_COMING,
    OWN,
    OWN_NUMBER,
    VISITED,
)
from handlers.talk.form_phrases import says_yes

COUNTY = CountyData.load(None).appointments


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("我想和对象把证领了", "marriage"),
        ("周六去领个证", "marriage"),
        ("领了结婚证", "marriage"),
        ("把身份证补一下", "id-card"),
        ("身分证过期了", "id-card"),
        ("居住证领一个", "residence"),
        ("去查一下我爸的档案", "archive"),
    ],
)
def test_a_matter_is_named_with_its_words_apart(said: str, key: str) -> None:
    assert [one.key for one in COUNTY.named(said)] == [key]


@pytest.mark.parametrize("said", ["残疾证领取在哪", "上学的事", "保证领到", "这个证谁领"])
def test_what_only_holds_the_letters_names_nothing(said: str) -> None:
    assert COUNTY.named(said) == ()


@pytest.mark.parametrize(
    "said",
    [
        "我爷爷瘫在床上，能不能喊人到屋头来办身份证",
        "派个人来家里给我妈办医保吧",
        "老人走不动了，想请你们上门办养老",
        "你们上门来给我换个身份证呗",
        "居住证今天下午就来家里给办了吧",
        "不动产那边上不上门的",
    ],
)
def test_somebody_asks_for_a_visit(said: str) -> None:
    assert asks_for_visit(said)


@pytest.mark.parametrize(
    "said",
    [
        "上门办身份证要收费吗",
        "哪些人可以上门办医保",
        "有人上门推销医保卡",
        "说好上门办身份证的没来，我要投诉",
        "社区上门登记户口要看身份证吗",
        "去家具厂办执照",
    ],
)
def test_rules_complaints_and_others_at_the_door_are_no_wish_for_a_visit(said: str) -> None:
    assert not asks_for_visit(said)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("地址是石桥镇石桥街88号，后天来", "石桥镇石桥街88号"),
        ("我们住城东东兴路71号旁边，下午来", "城东东兴路71号旁边"),
        ("老人住在下坝村3组李家", "下坝村3组李家"),
        ("奶奶在住院，出不了门", ""),
        ("请上门办身份证", ""),
    ],
)
def test_an_address_is_taken_from_the_words(said: str, where: str) -> None:
    assert told_where(said) == where


@pytest.mark.parametrize(
    "said",
    [
        "现在我到底是约的哪天哪个钟头",
        "约上没得？是几号几点",
        "我这儿还有没有约着的号",
        "我约的是哪天来着",
        "帮我看下我的预约",
        "我的预约是几点",
        "那我约好了没有",
    ],
)
def test_somebody_asks_for_the_own_appointment(said: str) -> None:
    assert OWN.search(said)


@pytest.mark.parametrize(
    "said", ["预约明天上午办身份证", "几点上班", "公积金能约到几号", "我想预约的那个办好了没有啊"]
)
def test_a_wish_to_book_asks_for_no_own_appointment(said: str) -> None:
    assert not OWN.search(said)


def test_the_number_the_visit_and_what_to_bring() -> None:
    assert OWN_NUMBER.search("那我的号码是好多，再发一遍我记一下")
    assert VISITED.search("哪天来，有没有个号")
    assert BRINGING.search("那天她身上要带哪些东西")
    assert BRINGING.search("到时候带啥子去")
    assert not VISITED.search("什么时候来电")


@pytest.mark.parametrize("said", ["算了，不去了", "嗯，不去了", "哎呀，我们不去了嘛", "有事，来不成了"])
def test_somebody_does_not_come(said: str) -> None:
    assert NOT_COMING.fullmatch(said)


@pytest.mark.parametrize(
    "said", ["对，就这样", "对的，就这样", "行，就改这个", "好，约上", "可以，定了", "嗯，那就约这个吧"]
)
def test_a_yes_may_name_what_it_agrees_to(said: str) -> None:
    assert says_yes(said, agreed=AGREED)


@pytest.mark.parametrize(
    "said", ["行，改个时间", "好，约别的", "对，但是我想改", "可以约吗", "约上没得", "嗯再想想"]
)
def test_what_goes_on_after_the_yes_is_none(said: str) -> None:
    assert not says_yes(said, agreed=AGREED)


def test_a_yes_to_giving_up() -> None:
    assert says_yes("嗯，取消", agreed=GIVEN_UP)
    assert not says_yes("嗯，不取消", agreed=GIVEN_UP)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("要是我想去的那天号都没得了，能不能先给我排起，有人退了再叫我", "waiting"),
        ("号满了能排队不", "waiting"),
        ("我老汉八十一，去窗口办事还要跟年轻人一样排队不？有没得优先", "priority"),
        ("孕妇办证要不要排队", "priority"),
        ("约了没去会怎么样", "no_show"),
        ("最远能约到哪天", "ahead"),
        ("要提前几天预约", "ahead"),
    ],
)
def test_a_rule_is_asked_for(said: str, rule: str) -> None:
    assert next(name for name, words in ASKED.items() if words.search(said)) == rule
    assert not OF_DOCUMENTS.search(said)
