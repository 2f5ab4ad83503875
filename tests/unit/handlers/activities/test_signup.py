"""Sign-ups and issues: every step is taken or refused in words, and what people say is told apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from bot.privacy import Vault
from handlers.activities.aftermath import lifecycle as issues
from handlers.activities.aftermath.issue import Issue
from handlers.activities.aftermath.lifecycle import IssueState, IssueStep
from handlers.activities.intake import phrases
from handlers.activities.intake.meant import meant, names_one
from handlers.activities.intake.validation import is_name
from handlers.activities.programme.activity import Activity
from handlers.activities.programme.kinds import ActivityKind
from handlers.activities.programme.lifecycle import ActivityState
from handlers.activities.signup import lifecycle as signups
from handlers.activities.signup.lifecycle import SignupState, SignupStep
from handlers.activities.signup.particulars import (
    NOBODY,
    Participant,
    open_key,
    open_participant,
    seal_participant,
)
from handlers.texts import Texts
from tests.factories.activities import plan

TEXTS, VAULT = Texts.load(), Vault("a secret of thirty-two letters ok")
COMING = (
    Activity(1, plan(title="政府开放日：走进政务服务中心", kind=ActivityKind.GOVERNMENT_DAY), ActivityState.PUBLISHED),
    Activity(2, plan(title="列席县政府常务会议", kind=ActivityKind.SITTING_IN, place="二楼会议室"), ActivityState.PUBLISHED),
    Activity(3, plan(title="梨园村坝坝会", day=date(2026, 12, 5)), ActivityState.PUBLISHED),
    Activity(4, plan(title="桃源村坝坝会", place="桃源村"), ActivityState.PUBLISHED),
)  # fmt: skip


@pytest.mark.parametrize("state", SignupState)
@pytest.mark.parametrize("step", SignupStep)
def test_every_step_of_a_sign_up(state: SignupState, step: SignupStep) -> None:
    assert f"activities.state.{state.value}" in TEXTS
    assert f"activities.turn.{state.value}" in TEXTS
    assert f"activities.signup_step.{step.value}" in TEXTS
    if (state, step) in signups.MOVES:
        assert signups.after(state, step) is signups.MOVES[state, step]
        return
    with pytest.raises(InputError) as refused:
        signups.after(state, step)
    assert refused.value.text_key in TEXTS


@given(st.lists(st.sampled_from(list(SignupStep)), max_size=12))
def test_a_seat_is_never_given_twice_nor_after_the_end(steps: list[SignupStep]) -> None:
    state, ended = SignupState.WAITING, False
    for step in steps:
        try:
            state = signups.after(state, step)
        except InputError:
            continue
        assert not (ended and state in signups.OPEN)
        ended = ended or state not in signups.OPEN


@pytest.mark.parametrize("state", IssueState)
@pytest.mark.parametrize("step", IssueStep)
def test_every_step_of_an_issue(state: IssueState, step: IssueStep) -> None:
    assert f"activities.issue_step.{step.value}" in TEXTS
    if (state, step) in issues.MOVES:
        assert issues.after(state, step) is issues.MOVES[state, step]
        assert step in issues.steps_from(state)
        return
    with pytest.raises(InputError) as refused:
        issues.after(state, step)
    assert refused.value.text_key in TEXTS


@pytest.mark.parametrize(
    ("state", "promised", "today", "late"),
    [
        (IssueState.ASKED, None, date(2026, 12, 10), False),
        (IssueState.ASKED, None, date(2026, 12, 11), True),
        (IssueState.RECTIFYING, date(2026, 12, 20), date(2026, 12, 20), False),
        (IssueState.RECTIFYING, date(2026, 12, 20), date(2026, 12, 21), True),
        (IssueState.DONE, date(2026, 12, 20), date(2027, 1, 1), False),
    ],
)
def test_an_issue_is_late_after_its_day(
    state: IssueState, promised: date | None, today: date, *, late: bool
) -> None:
    issue = Issue(
        1, 1, "渠漏水", "竹源乡", date(2026, 12, 3), date(2026, 12, 10), state, promised_on=promised
    )
    assert issue.is_late(today) is late


def test_who_comes_is_sealed_and_nobody_is_nothing() -> None:
    who = Participant("王小雨", "13900001234")
    sealed = seal_participant(VAULT, "HD202611240001", who)
    assert "王小雨".encode() not in sealed
    assert open_participant(VAULT, "HD202611240001", sealed) == who
    assert who.masked == Participant("王*", "139****1234")
    assert seal_participant(VAULT, "HD202611240001", NOBODY) == b""
    assert open_participant(VAULT, "HD202611240001", b"") == NOBODY
    keys = {
        open_key(VAULT, activity, citizen=citizen, channel="wechat", name=name)
        for activity in (1, 2)
        for citizen in ("a", "b")
        for name in ("王小雨", "王大雨")
    }
    assert len(keys) == 8


@pytest.mark.parametrize(
    ("said", "days", "numbers"),
    [
        ("最近有什么开放日", "", [1]),
        ("我想列席会议", "", [2]),
        ("坝坝会", "", [3, 4]),
        ("桃源村的坝坝会还能报名吗", "", [4]),
        ("政务服务中心那个", "", [1]),
        ("周六的坝坝会", "2026-12-05", [3]),
        ("这周的活动", "2026-12-03/2026-12-04", [1, 2, 4]),
        ("电视问政", "", []),
        ("报名", "", [1, 2, 3, 4]),
    ],
)
def test_which_activity_is_meant(said: str, days: str, numbers: list[int]) -> None:
    assert [each.number for each in meant(COMING, said, days=days)] == numbers


@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_is_said_means_some_of_them(said: str, days: str) -> None:
    found = meant(COMING, said, days=days)
    assert set(found) <= set(COMING)
    assert names_one(COMING, said) in {True, False}


@pytest.mark.parametrize(
    ("said", "introduced", "is_one"),
    [
        ("王小雨", False, True),
        ("欧阳娜娜", False, True),
        ("买买提·艾力", False, True),
        ("叶", False, False),
        ("要带什么", False, False),
        ("确认", False, False),
        ("不想填", False, False),
        ("12345", False, False),
        ("喜洋洋", True, True),
    ],
)
def test_what_can_be_a_name(said: str, *, introduced: bool, is_one: bool) -> None:
    assert is_name(said, introduced=introduced) is is_one


@pytest.mark.parametrize(
    ("pattern", "said", "found"),
    [
        (phrases.SIGNING, "我想报名参加", True),
        (phrases.SIGNING, "我想去列席会议", True),
        (phrases.SIGNING, "给我报个名", True),
        (phrases.SIGNING, "我去年参加过", False),
        (phrases.ROOM, "还能报名吗", True),
        (phrases.ROOM, "还有名额吗", True),
        (phrases.ROOM, "报满了没有", True),
        (phrases.OUTCOME, "上次坝坝会提的问题解决了没有", True),
        (phrases.OUTCOME, "会上说的路灯问题整改得怎么样", True),
        (phrases.OUTCOME, "我想报名", False),
        (phrases.OWN, "我报的那个几点开始", True),
        (phrases.OWN, "我排第几了", True),
        (phrases.OWN, "有什么活动", False),
        (phrases.CANCELLING, "取消报名", True),
        (phrases.CANCELLING, "坝坝会我不去了", True),
        (phrases.CANCELLING, "开放日不去了", True),
        (phrases.CANCELLING, "取消报名怎么取消不了", False),
        (phrases.NOT_COMING, "明天有事不去了", True),
        (phrases.TAKING, "要", True),
        (phrases.LEAVING, "不要了", True),
        (phrases.WHICH, "有什么活动可以参加", True),
        (phrases.IN_LINE, "那我排在第几", True),
        (phrases.IN_LINE, "前面还有几个人", True),
        (phrases.IN_LINE, "现在好多人在排队", True),
        (phrases.IN_LINE, "这就算报上了没得", True),
        (phrases.IN_LINE, "都符合", False),
        (phrases.IN_LINE, "好，排", False),
        (phrases.IN_LINE, "我叫李排云", False),
    ],
)
def test_what_people_say(pattern: object, said: str, *, found: bool) -> None:
    whole = pattern in {phrases.NOT_COMING, phrases.TAKING, phrases.LEAVING}
    tried = pattern.fullmatch(said) if whole else pattern.search(said)  # type: ignore[attr-defined]
    assert (tried is not None) is found
