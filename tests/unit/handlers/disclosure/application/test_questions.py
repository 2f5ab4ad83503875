"""What is asked about the application itself is told from questions on other matters, and from answers."""

import pytest

from handlers.disclosure.application.questions import TOPICS, about, about_from_outside
from handlers.talk.temper import only_rude
from tests.factories.talk import TEXTS


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("收费吗", "fee"), ("要钱吗", "fee"), ("邮寄要钱吗", "fee"), ("这个要多少钱啊", "fee"), ("多久能办好", "time"),
        ("几天能出结果", "time"), ("能快点吗", "time"), ("要本人去吗", "presence"), ("去不去窗口", "presence"),
        ("可以帮别人申请吗", "agent"), ("能不能替我爸申请", "agent"), ("为什么要身份证", "identity"),
        ("一定要写真名吗", "identity"), ("会不会泄露我的信息", "privacy"), ("要说明用途吗", "purpose"),
        ("到窗口要带什么", "materials"), ("准备什么材料", "materials"), ("我人在外地怎么领", "delivery"),
        ("在哪领", "delivery"), ("能寄到外地吗", "delivery"), ("电子版怎么收", "delivery"),
    ],
)  # fmt: skip
def test_a_question_about_the_application(said: str, topic: str) -> None:
    assert about(said) == topic


def test_not_wanting_to_write_is_about_a_number_only_where_one_is_asked() -> None:
    assert about("可以不填吗", private=True) == "identity"
    assert about("可以不填吗") == ""


@pytest.mark.parametrize(
    "said",
    [
        "低保多久能办好",
        "高龄津贴多少钱",
        "收费标准文件",
        "2025年预算多少钱",
        "钱多",
        "电话是多少",
        "在外地怎么交社保",
        "公租房怎么领",
        "到窗口领取",
        "王小雨",
        "1",
    ],
)
def test_other_matters_and_answers_are_none(said: str) -> None:
    assert about(said) == ""


@pytest.mark.parametrize("topic", TOPICS)
def test_every_answer_is_there_and_names_the_law_or_the_phone(topic: str) -> None:
    text = TEXTS(f"disclosure.about.{topic}", phone="0599-6612210", address="解放路1号")
    assert "《政府信息公开条例》第" in text or "0599-6612210" in text


@pytest.mark.parametrize("said", ["傻逼", "滚", "你们这些废物", "都是骗子！", "垃圾系统", "有病吧你"])
def test_nothing_but_angry_words(said: str) -> None:
    assert only_rude(said)


@pytest.mark.parametrize(
    "said", ["垃圾处理厂的环评报告", "他妈的拖欠工资的公司名单", "你好", "王小雨", "你们是不是骗子"]
)
def test_whoever_wants_something_is_heard_for_it(said: str) -> None:
    assert not only_rude(said)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("申请公开信息要不要讲清楚拿来干什么用", "purpose"),
        ("老是申请信息公开会收费吗", "fee"),
        ("以前交的公开申请怎么撤回", "withdraw"),
        ("申请信息公开一定要写身份证吗", "identity"),
        ("能替我爸申请信息公开吗", "agent"),
    ],
)
def test_a_question_about_applying_is_answered_where_no_form_is_open(said: str, topic: str) -> None:
    assert about_from_outside(said) == topic


@pytest.mark.parametrize(
    "said", ["我要申请公开2025年收费标准的文件", "申请公开环卫合同多少钱", "公租房申请要收费吗", "你好"]
)
def test_what_is_wanted_or_other_is_no_question_about_applying(said: str) -> None:
    assert about_from_outside(said) == ""
