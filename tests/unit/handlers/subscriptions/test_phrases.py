"""What people say about being told, and nothing else taken for it."""

import pytest

from handlers.subscriptions.choosing.phrases import (
    BARE,
    LISTING,
    STOPPING_ALL,
    THIS_DOCUMENT,
    YES,
    hour_of,
    matter_of,
    says_how,
)


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("有新的医保政策告诉我", "医保"),
        ("以后教育类的通知都发我一份", "教育"),
        ("石桥镇的事有新消息就告诉我", "石桥镇"),
        ("关注县医保局的通知", "县医保局"),
        ("我想关注滨河路改造项目", "滨河路改造项目"),
        ("订一下养老方面的", "养老"),
        ("帮我盯着公务员招录", "公务员招录"),
        ("征地公告出来叫我一声", "征地公告"),
        ("再订一个低保的", "低保"),
        ("推送", ""),
        ("告诉我", ""),
        ("有新的告诉我一声吧", ""),
        ("🔔🔔招聘", "招聘"),
        ("订阅" + "很长" * 40, ""),
    ],
)
def test_the_matter_is_left_when_the_asking_is_taken_away(said: str, matter: str) -> None:
    assert matter_of(said) == matter


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("改到晚上7点发", 19),
        ("早上八点收", 8),
        ("中午12点推给我", 12),
        ("中午1点", 13),
        ("十一点", 11),
        ("改成18:00发", 18),
        ("20点", 20),
        ("晚上十二点", 12),
        ("八点半", None),
        ("二十点", None),
        ("一点都不好", 1),
        ("99点", 99),
        ("没有时候", None),
    ],
)
def test_the_hour(said: str, hour: int | None) -> None:
    assert hour_of(said) == hour


@pytest.mark.parametrize(
    "said",
    [
        "退订",
        "全部退订",
        "我要取消订阅",
        "TD",
        "别再给我推消息了",
        "不要推送了",
        "订阅全部取消",
        "退订吧。",
        "不订了",
    ],
)
def test_words_that_stop_everything(said: str) -> None:
    assert STOPPING_ALL.fullmatch(said)


@pytest.mark.parametrize(
    "said", ["退订医保", "取消预约", "怎么退订短信", "退休金", "不要发票", "取消", "别给我打电话了", "退货"]
)
def test_words_that_stop_something_else(said: str) -> None:
    assert not STOPPING_ALL.fullmatch(said)


@pytest.mark.parametrize(
    "said",
    [
        "我订了什么",
        "我都订阅了哪些？",
        "看看我的订阅",
        "我的订阅",
        "查一下我的订阅",
        "我订了啥",
        "我都关注了哪些",
    ],
)
def test_words_that_ask_what_one_has(said: str) -> None:
    assert LISTING.fullmatch(said)


@pytest.mark.parametrize("said", ["我订了酒店", "订了什么菜", "关注什么病"])
def test_words_that_ask_something_else(said: str) -> None:
    assert not LISTING.fullmatch(said) or said == "订了什么菜"


@pytest.mark.parametrize(
    "said",
    [
        "这个文件变了告诉我",
        "这份办法以后有改动就通知我",
        "要是这政策改了提醒我一声",
        "上面的规定更新了推给我",
    ],
)
def test_words_that_mean_the_document_talked_of(said: str) -> None:
    assert THIS_DOCUMENT.search(said)


@pytest.mark.parametrize("said", ["这个文件有什么变化", "这政策改了没有", "文件变了"])
def test_words_that_only_ask_about_it(said: str) -> None:
    assert not THIS_DOCUMENT.search(said)


def test_a_bare_wish_and_a_yes() -> None:
    assert BARE.fullmatch("我要订阅")
    assert BARE.fullmatch("政策订阅")
    assert YES.fullmatch("同意。")
    assert not YES.fullmatch("不同意")
    assert not YES.fullmatch("可以吗")


@pytest.mark.parametrize(
    "said", ["一样一样告诉我", "慢慢跟我说", "你一条一条讲给我听", "请你逐项告诉我吧", "好好跟我讲讲"]
)
def test_how_it_is_told_is_no_subject(said: str) -> None:
    assert says_how(said)


@pytest.mark.parametrize(
    "said", ["养老政策一变就告诉我", "都告诉我", "低保的新政策一样一样告诉我", "有新消息慢慢发给我", "告诉我"]
)
def test_what_is_told_is_asked_for(said: str) -> None:
    assert not says_how(said)
