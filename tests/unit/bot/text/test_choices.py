import pytest

from bot.message import Choice
from bot.text.choices import pick

CHOICES = (Choice("就是这份", "/show_source"), Choice("不是，继续申请", "/go_on"), Choice("（三）", "/three"))


@pytest.mark.parametrize(
    "said", ["2", "２", "②", "第二个", "选2", "我要第2个", "二", "2.", "不是，继续申请", "不是,继续申请"]
)
def test_a_choice_is_meant_by_number_or_by_its_words_in_any_width(said: str) -> None:
    assert pick(said, CHOICES) == CHOICES[1]


@pytest.mark.parametrize("said", ["4", "0", "", "22", "份", "我要"])
def test_nothing_else_means_a_choice(said: str) -> None:
    assert pick(said, CHOICES) is None


STREETS = (Choice("城东派出所", "/east"), Choice("城西派出所", "/west"), Choice("到窗口领取", "/desk"))


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("上面那个", 0), ("最上面那个", 0), ("头一个", 0), ("中间那个", 1), ("最后一个", 2), ("下面那个吧", 2),
        ("城东", 0), ("我要城西那个", 1), ("就窗口吧", 2), ("还是第二个吧", 1), ("那第三个", 2),
    ],
)  # fmt: skip
def test_a_choice_is_meant_by_its_place_or_by_a_part_of_its_label(said: str, place: int) -> None:
    assert pick(said, STREETS) == STREETS[place]


@pytest.mark.parametrize("said", ["派出所", "城东派出所几点开门", "城", "上一步", "上一项", "中间", "这个"])
def test_what_several_labels_hold_or_what_says_more_names_none(said: str) -> None:
    assert pick(said, STREETS) is None


def test_the_only_step_is_this_one() -> None:
    assert pick("就这个吧", STREETS[:1]) == STREETS[0]
    assert pick("上面那个", ()) is None


def test_a_step_that_explains_is_not_meant_by_who_asks_for_the_thing() -> None:
    assert pick("信息公开", [Choice("申请政府信息公开", '/help{"about": "disclosure"}')]) is None


LEAVING = (
    Choice("我已阅读，继续", "/affirm"),
    Choice("请工作人员代我填写", "/talk_to_human"),
    Choice("先不申请了", "/cancel"),
)


@pytest.mark.parametrize("said", ["我要申请", "申请吧", "申请", "不申请", "取消"])
def test_what_destroys_is_never_meant_by_a_part_of_its_words(said: str) -> None:
    chosen = pick(said, LEAVING)
    assert chosen is None or chosen.payload != "/cancel"


@pytest.mark.parametrize(
    ("said", "payload"), [("3", "/cancel"), ("先不申请了", "/cancel"), ("1、我已阅读", "/affirm")]
)
def test_a_number_a_whole_label_and_a_copied_line_are_meant(said: str, payload: str) -> None:
    chosen = pick(said, LEAVING)
    assert chosen is not None
    assert chosen.payload == payload


def test_a_label_that_denies_is_not_meant_by_words_that_do_not() -> None:
    assert pick("告诉我", (Choice("不用告诉我了", "/await_answer"), Choice("原文", "/show_source"))) is None
