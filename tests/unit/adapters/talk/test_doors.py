"""What a message must hold for each wish that may be the wrong door: a call for a person, a seat, a place, news."""

import pytest

from adapters.talk.doors import PERSON, goes_on, needs
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard, hear
from tests.factories.talks import tracker


@pytest.mark.parametrize(
    ("said", "calls"), [("厂里三十来个人", False), ("来个人帮我", True), ("转人工", True)]
)
def test_a_number_of_people_calls_nobody(said: str, *, calls: bool) -> None:
    assert (PERSON.search(said) is not None) is calls


@pytest.mark.parametrize(
    ("said", "meant"),
    [("wo yao zhao ren gong", True), ("agent please", True), ("👵💰❓", False), ("津贴多少", False)],
)
async def test_a_call_in_latin_letters_is_a_call(said: str, *, meant: bool) -> None:
    spoken = tracker(said)
    need = needs(None, None)["action_open_ticket"]  # type: ignore[arg-type] - nothing is looked for here.
    assert await need(hear(spoken), spoken) is meant


class _County:
    """Knows no place, and no other county either."""

    def is_outside(self, heard: Heard) -> bool:
        return False


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("哪些业务要预约", False),
        ("办护照用不用提前预约", False),
        ("离婚登记要先预约吗", False),
        ("手机上哪个软件预约，几点到几点能约", False),
        ("哪几个大厅可以在网上约号", False),
        ("我要预约办身份证", True),
        ("预约哪个时间都行", True),
        ("哪天能约办护照", True),
        ("补证要啥 顺便预约下周三", True),
    ],
)
async def test_whoever_asks_what_is_booked_how_wants_no_seat(said: str, *, meant: bool) -> None:
    spoken = tracker(said)
    need = needs(_County(), None)["action_start_appointment"]  # type: ignore[arg-type] - no place is looked for.
    assert await need(hear(spoken), spoken) is meant


class _Places:
    """Knows a place for any words, and asks nothing of it."""

    def knows(self, heard: Heard) -> bool:
        return True

    def is_outside(self, heard: Heard) -> bool:
        return False

    def asks_of_place(self, heard: Heard) -> bool:
        return True


class _Untold:
    """Would answer nothing."""

    def outlook(self, spoken: object) -> None:
        return None


@pytest.mark.parametrize(
    ("said", "meant"), [("去哪里交", True), ("在哪申请", False), ("婚姻登记处在哪", True)]
)
async def test_after_an_answer_a_place_has_to_be_named(said: str, *, meant: bool) -> None:
    need = needs(_Places(), _Untold())["action_find_place"]  # type: ignore[arg-type] - what is asked of both.
    answered, fresh = tracker(said, slots={"last_answer": LAST}), tracker(said)
    assert await need(hear(answered), answered) is meant
    assert await need(hear(fresh), fresh)


LAST = LastAnswer("津贴多少", "津贴", "allowance").event()["value"]


@pytest.mark.parametrize(
    ("said", "continues"),
    [
        ("晚上呢", True),
        ("那外省的呢？", True),
        ("三口之家呢", True),
        ("我的申请呢", False),
        ("人工呢", False),
        ("晚上", False),
        ("我问的是别的事，那件事怎么样了呢", False),
        ("工地呢，不是政府的", True),
        ("错过了往哪丢", True),
        ("一个人能约几个", True),
        ("我家是外来户", True),
        ("我是中专毕业的", True),
        ("但是我没有社保", True),
        ("那独生子女", True),
        ("那就这样", False),
        ("那好吧", False),
        ("我有个问题想问", False),
        ("我没事了", False),
        ("我家门口路灯坏了", False),
        ("能帮我预约吗", False),
        ("我要投诉找谁", False),
    ],
)
def test_the_rest_of_a_question_goes_on(said: str, *, continues: bool) -> None:
    answered, fresh = tracker(said, slots={"last_answer": LAST}), tracker(said)
    assert goes_on(hear(answered), answered, "action_start_appointment", meant=False) is continues
    assert not goes_on(hear(fresh), fresh, "action_start_appointment", meant=False)


@pytest.mark.parametrize(
    ("said", "meant", "continues"),
    [
        ("市里的医院呢", True, True),
        ("市里的医院在哪呢", True, False),
        ("领待遇归哪个科，电话呢", False, True),
    ],
)
def test_a_place_is_told_where_one_is_asked_for_and_known(said: str, *, meant: bool, continues: bool) -> None:
    answered = tracker(said, slots={"last_answer": LAST})
    assert goes_on(hear(answered), answered, "action_find_place", meant=meant) is continues


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("学校通知我孩子要补种疫苗，去哪打", False),
        ("单位刚通知我们停工，工资怎么算", False),
        ("村里告诉我明天停水，到几点", False),
        ("上学、落户、医保，挨个告诉我", False),
        ("公租房有新消息通知我", True),
        ("社区一有通知就告诉我", True),
        ("帮我订医保的，他们通知我太晚了", True),
    ],
)
async def test_what_others_made_known_asks_for_no_news(said: str, *, meant: bool) -> None:
    spoken = tracker(said)
    need = needs(None, None)["action_subscribe"]  # type: ignore[arg-type] - nothing is looked for here.
    assert await need(hear(spoken), spoken) is meant
