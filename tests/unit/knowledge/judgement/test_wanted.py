"""What a question wants is a kind of thing, and a text is told to hold it with what stands beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.judgement.sought import sought_by
from knowledge.judgement.wanted import beside, counted_by, stands_in, things_in, wanted_by


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("办社保打哪个电话", {"phone"}),
        ("捐款发票寄到哪个信箱", {"web", "address"}),
        ("孤儿看病能报几成", {"percent"}),
        ("水费哪天截止", {"date"}),
        ("哪天以前出生的能上一年级", {"birth"}),
        ("公益岗能干几个月", {"duration"}),
        ("早上几点开门", {"clock"}),
        ("一个人能租几平", {"area"}),
        ("村里没有大夫了归哪个部门管", {"body"}),
        ("销户要带哪几样证件", {"papers"}),
        ("为啥买感冒药要登记", {"reason"}),
        ("停车一天最多收几块", {"money"}),
        ("公租房能养狗吗", {"ruling"}),
        ("公租房", set()),
    ],
)
def test_a_question_wants_a_kind_of_thing(question: str, kinds: set[str]) -> None:
    named = {thing.name for thing in sought_by(question).things}
    assert kinds <= named
    assert bool(named) is bool(kinds)


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("打哪个电话", "居民养老科:89038023", "收费80元，2020年2月办理"),
        ("交多少钱", "每月交60元", "每月交一次"),
        ("能报几成", "按90%比例救助", "按规定比例救助"),
        ("哪天截止", "2月28日前申报", "在28个工作日内申报"),
        ("哪天报名", "6月20日至7月5日", "2020年8月31日（含）以前出生"),
        ("几号前出生的能上学", "2020年8月31日（含）以前出生", "6月20日至7月5日报名"),
        ("要等多久", "二十个工作日办结", "第二十条"),
        ("几点开门", "８：３０至12：00", "8号楼"),
        ("满几岁能领", "年满80周岁", "80号"),
        ("能租几平", "配租45㎡的户型", "配租45套"),
        ("能不能养狗", "不得饲养宠物", "饲养宠物的家庭"),
    ],
)
def test_a_text_holds_the_thing_or_only_something_like_it(question: str, told: str, other: str) -> None:
    things = sought_by(question).things
    assert any(things_in(told).of(thing) for thing in things)
    assert not any(things_in(other).of(thing) for thing in things)


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("能免几个月", "免征期限不超过5个月", "免征5次"),
        ("分成几档", "分为三档", "第三条"),
        ("多少户能住", "可供 30户居住", "三十套"),
        ("失业金能领几个月", "最长领取24个月", "参保累计满12个月的，自离职之日起6个月内申请"),
        ("交满几个月才能领", "累计满12个月的", "满一年"),
    ],
)
def test_what_is_counted_is_counted_by_the_same_word(question: str, told: str, other: str) -> None:
    counted = counted_by(question)
    assert counted is not None
    assert things_in(told).of(counted)
    assert not things_in(other).of(counted)
    assert counted in sought_by(question).every_thing


def test_of_two_days_the_one_counts_beside_which_the_question_stands() -> None:
    (day,) = wanted_by("意见征集到哪天为止")
    told = things_in(
        f"工作会议于3月1日召开。{'会议听取了各单位汇报并作了部署，' * 3}征集意见到5月9日为止。"
    ).of(day)
    letters = frozenset("意见征集止")
    assert [beside((one,), letters) for one in told] == [0.0, 1.0]
    assert beside(told, letters) == 1.0
    assert beside((), letters) == 0.0
    assert stands_in(told, (0, 12))
    assert not stands_in(told, (12, 40))


@given(
    st.text(max_size=60), st.text(alphabet="0123456789一二两十元月日号个（）、.:-， 办公室可以a", max_size=80)
)
def test_any_words_are_read(question: str, text: str) -> None:
    for thing in sought_by(question).every_thing:
        assert all(0 <= one.at < len(text) for one in things_in(text).of(thing))
