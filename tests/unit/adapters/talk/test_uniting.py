"""Which wish a message of several clauses is."""

from dataclasses import replace

import pytest

from adapters.talk.uniting import Uniting
from bot.clock import SettableClock
from bot.understanding import Slot, Understanding, Wish
from tests.factories.policy_talk import ANSWER
from tests.factories.talks import NOON
from tests.fakes.answering import FakeAnswering


def _heard(text: str, *wishes: Wish) -> Understanding:
    return Understanding(text, wishes[0].intent, 0.9, tuple(wish.intent for wish in wishes), wishes=wishes)


def _united(text: str, *wishes: Wish, known: str = "津贴") -> str | None:
    uniting = Uniting(FakeAnswering({known: ANSWER}), clock=SettableClock(NOON))
    return uniting(_heard(text, *wishes))


def test_a_story_before_a_question_is_no_wish_of_its_own() -> None:
    story = Wish("appeal", "领了津贴干了两年就走")
    assert _united("领了津贴干了两年就走，要退多少", story, Wish("ask_policy", "要退多少")) == "ask_policy"


def test_a_question_with_a_matter_of_its_own_is_answered_besides() -> None:
    told = Wish("appeal", "水管漏了一个礼拜", slots=(Slot("topic", "水管", "水管"),))
    asked = Wish("ask_policy", "高龄的钱几号发", slots=(Slot("topic", "高龄", "高龄"),))
    assert _united("水管漏了一个礼拜，高龄的钱几号发", told, asked, known="无") is None


def test_a_record_that_is_only_spoken_of_opens_no_form() -> None:
    told, asked = Wish("disclosure_request", "想查我爷爷的旧档案"), Wish("find_place", "跑哪个地方")
    assert _united("想查我爷爷的旧档案，跑哪个地方", told, asked) == "find_place"


def test_what_a_linking_word_announces_stays_a_wish() -> None:
    asked, linked = Wish("ask_policy", "津贴多少"), Wish("talk_to_human", "转人工", linked=True)
    assert _united("津贴多少，另外转人工", asked, linked) is None


def test_what_happened_told_with_a_call_for_a_person_is_told_to_the_person() -> None:
    told, call = Wish("appeal", "路灯坏了半个月了"), Wish("talk_to_human", "转人工")
    assert _united("路灯坏了半个月了，转人工", told, call) == "talk_to_human"
    counted = Wish("talk_to_human", "厂里三十来个人没发工资")
    assert _united("我要投诉，厂里三十来个人没发工资", Wish("appeal", "我要投诉"), counted) != "talk_to_human"


def test_whoever_asks_for_people_in_every_clause_is_given_one_person() -> None:
    asked, call = Wish("find_place", "你们科长电话多少"), Wish("talk_to_human", "我找真人")
    assert _united("你们科长电话多少，我找真人", asked, call) == "talk_to_human"
    place = Wish("find_place", "县医院电话多少")
    assert _united("县医院电话多少，我找真人", place, call) != "talk_to_human"


@pytest.mark.parametrize(
    "apart",
    [
        Wish("find_place", "城东派出所在哪", slots=(Slot("place", "城东派出所", "城东派出所"),)),
        Wish("case_status", "我的申请到哪了"),
    ],
)
def test_a_named_place_and_a_case_of_ones_own_stay_wishes(apart: Wish) -> None:
    asked = Wish("ask_policy", "高龄津贴发多少")
    assert _united(f"高龄津贴发多少？津贴怎么领？{apart.text}", asked, apart) is None


def test_where_somebody_goes_for_what_is_booked_is_told_and_not_asked_for() -> None:
    booked = Wish("book_appointment", "替我爸订个时间")
    assert _united(
        f"{booked.text}，后天上午去梅岭镇那边", booked, Wish("find_place", "后天上午去梅岭镇那边")
    ) == ("book_appointment")
    where = Wish("find_place", "梅岭镇那边怎么走，地址")
    assert _united(f"{booked.text}，{where.text}", booked, where) is None


@pytest.mark.parametrize(
    ("told", "asked", "whole"),
    [
        ("院墙塌了半边", "公家给补点不", "ask_policy"),
        ("水管漏了一个礼拜", "到底修不修", "appeal"),
    ],
)
def test_a_question_that_has_its_matter_from_the_story_is_what_the_whole_is_read_as(
    told: str, asked: str, whole: str
) -> None:
    topic = (Slot("topic", told[:2], told[:2]),)
    parts = (Wish("appeal", told, slots=topic), Wish("ask_policy", asked, slots=topic))
    heard = Understanding(f"{told}，{asked}", whole, 0.97, ("appeal", "ask_policy"), wishes=parts)
    uniting = Uniting(FakeAnswering({}), clock=SettableClock(NOON))
    assert uniting(heard) == whole
    assert uniting(replace(heard, confidence=0.6)) is None, "where the whole is unsure both are answered"


def test_what_is_wrong_with_nothing_is_the_story_of_the_question_after_it() -> None:
    told, asked = (
        Wish("appeal", "我姐在外地给人家带孩子"),
        Wish("service_guide", "养老认证她能不能在手机上弄"),
    )
    whole = Understanding(
        f"{told.text}，{asked.text}", "service_guide", 0.8, ("appeal", "service_guide"), wishes=(told, asked)
    )
    uniting = Uniting(FakeAnswering({}), clock=SettableClock(NOON))
    assert uniting(whole) == "service_guide"
    broken = replace(told, text="楼道灯坏了没人修")
    assert uniting(replace(whole, text=f"{broken.text}，{asked.text}", wishes=(broken, asked))) is None
