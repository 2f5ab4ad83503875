import pytest
import yaml

from handlers.county.bodies import FILE, load
from tests.factories.talks import TEXTS

BODIES = load(TEXTS)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("我要打官司", "12368"),
        ("检察院的电话", "12309"),
        ("网购的衣服不给退", "12315"),
        ("老板拖欠工资", "12333"),
        ("有人打电话说我中奖，是诈骗吗", "96110"),
        ("想找个律师", "12348"),
        ("家里停电了", "95598"),
        ("县里有干部贪污", "12388"),
        ("驾驶证扣分", "110"),
        ("村主任收钱办事", "12388"),
        ("他们所长收了红包", "12388"),
    ],
)
def test_the_right_body_is_named(said: str, number: str) -> None:
    assert number in BODIES.named(said)


@pytest.mark.parametrize(
    "said",
    ["80岁老人每月补贴多少", "公租房怎么申请", "你好", "", "去省城看病医保咋报", "在上海住院医保报不报"],
)
def test_what_belongs_here_names_nobody_else(said: str) -> None:
    assert BODIES.named(said) == ""


def test_every_sentence_has_its_words_and_is_short() -> None:
    names = set(yaml.safe_load(FILE.read_text("utf-8")))
    assert names == {key.removeprefix("bodies.") for key in TEXTS.keys() if key.startswith("bodies.")}  # noqa: SIM118
    assert all(len(TEXTS(f"bodies.{name}")) <= 60 for name in names)
