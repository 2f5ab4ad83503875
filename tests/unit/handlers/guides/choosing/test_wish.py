"""Which list of matters a message asks for, and which guides stand on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.guides.choosing.wish import wished

STAGES = (
    "婚育",
    "上学",
    "就业",
    "创业",
    "企业开办",
    "住房",
    "就医",
    "养老",
    "困难救助",
    "残疾人服务",
    "退役",
    "务农",
    "身后",
)
TOWNS = ("石桥镇", "青溪街道", "龙潭畲族乡")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("网上能办哪些事", ("网上办",)),
        ("有哪些事不用跑腿就能办", ("网上办",)),
        ("不出门能办什么", ("网上办",)),
        ("哪些事在手机上就能搞定", ("网上办",)),
        ("有什么事情可以让村干部代办", ("委托代办",)),
        ("不用跑县城能办的有哪些", ("就近办",)),
        ("材料不齐也能先办的有哪些", ("容缺受理",)),
        ("哪些业务可以上门办", ("上门办",)),
        ("哪些事可以让儿女代办", ("委托代办",)),
        ("镇上能办什么", ("就近办",)),
        ("石桥镇能办哪些事", ("石桥镇",)),
        ("青溪街道可以办什么业务", ("青溪街道",)),
        ("哪些事可以容缺受理", ("容缺受理",)),
        ("哪些事秒批", ("秒批",)),
        ("当场办结的有哪些", ("当场办结",)),
        ("哪些可以用电子证照", ("电子证照",)),
        ("下放到乡镇的事项有哪些", ("下放基层",)),
        ("企业网上能办哪些业务", ("企业", "网上办")),
        ("养老方面能办哪些事", ("养老",)),
        ("老年人网上能办什么", ("养老", "网上办")),
        ("免费又能网上办的有哪些", ("网上办", "免费")),
        ("按人生阶段看有哪些指南", ()),
        ("办事指南大全", ()),
    ],
)
def test_the_list_that_is_asked_for(said: str, names: tuple[str, ...]) -> None:
    wish = wished(said, stages=STAGES, towns=TOWNS)
    assert wish is not None
    assert wish.names == names


@pytest.mark.parametrize(
    "said",
    [
        "高龄津贴网上能办吗",
        "低保要什么材料",
        "网上怎么办身份证",
        "你能办什么",
        "残疾人有哪些补贴",
        "上门办身份证",
        "石桥镇便民服务中心在哪",
        "养老金什么时候发",
        "企业开办要什么材料",
        "有什么活动",
        "当场能拿到身份证吗",
        "",
    ],
)
def test_other_messages_ask_for_no_list(said: str) -> None:
    assert wished(said, stages=STAGES, towns=TOWNS) is None


@given(st.text(max_size=45))
def test_any_words_are_read_and_name_a_known_stage_and_town_or_none(said: str) -> None:
    wish = wished(said, stages=STAGES, towns=TOWNS)
    assert wish is None or (wish.town in {"", *TOWNS} and wish.stage in {"", *STAGES})
