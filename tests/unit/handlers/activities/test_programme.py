"""Activities as values: how one stands at an hour, what may be done with it, and what the desk typed."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.errors import InputError
from handlers.activities.programme.activity import Activity, AgendaPoint
from handlers.activities.programme.kinds import ActivityKind, kinds_in
from handlers.activities.programme.lifecycle import (
    MOVES,
    ActivityPhase,
    ActivityState,
    ActivityStep,
    after,
    steps_from,
)
from handlers.activities.programme.plan_form import FIELDS, as_typed, read_plan, typed_plan
from handlers.texts import Texts
from tests.factories.activities import PLAN, plan

TEXTS = Texts.load()
UNTIL, BEGINS, ENDS = PLAN.until, PLAN.begins_at, PLAN.ends_at
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "taken", "waiting", "state", "phase"),
    [
        (UNTIL - SECOND, 0, 0, ActivityState.PUBLISHED, ActivityPhase.OPEN),
        (UNTIL - SECOND, 2, 0, ActivityState.PUBLISHED, ActivityPhase.FULL),
        # A seat that fell free is not free for all while others wait.
        (UNTIL - SECOND, 1, 1, ActivityState.PUBLISHED, ActivityPhase.FULL),
        (UNTIL, 0, 0, ActivityState.PUBLISHED, ActivityPhase.CLOSED),
        (UNTIL - SECOND, 0, 0, ActivityState.CLOSED, ActivityPhase.CLOSED),
        (BEGINS, 2, 0, ActivityState.PUBLISHED, ActivityPhase.ONGOING),
        (ENDS - SECOND, 2, 0, ActivityState.CLOSED, ActivityPhase.ONGOING),
        (ENDS, 2, 0, ActivityState.PUBLISHED, ActivityPhase.OVER),
        (ENDS, 0, 0, ActivityState.CALLED_OFF, ActivityPhase.CALLED_OFF),
    ],
)
def test_how_it_stands_at_an_hour(
    at: datetime, taken: int, waiting: int, state: ActivityState, phase: ActivityPhase
) -> None:
    activity = Activity(1, PLAN, state, taken=taken, waiting=waiting)
    assert activity.phase(at) is phase
    assert activity.takes(at) is (phase in {ActivityPhase.OPEN, ActivityPhase.FULL})
    assert f"activities.phase.{phase.value}" in TEXTS


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))
def test_nobody_has_a_seat_before_those_who_wait(taken: int, waiting: int, capacity: int) -> None:
    activity = Activity(1, plan(capacity=capacity), ActivityState.PUBLISHED, taken=taken, waiting=waiting)
    assert 0 <= activity.left <= capacity
    assert not (activity.left and waiting)


@pytest.mark.parametrize("state", ActivityState)
@pytest.mark.parametrize("step", ActivityStep)
def test_every_step_from_every_state_is_taken_or_refused_in_words(
    state: ActivityState, step: ActivityStep
) -> None:
    if (state, step) in MOVES:
        assert after(state, step) is MOVES[state, step]
        assert step in steps_from(state)
    else:
        with pytest.raises(InputError) as refused:
            after(state, step)
        assert refused.value.text_key in TEXTS


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("最近有什么开放日", {ActivityKind.OPEN_DAY, ActivityKind.GOVERNMENT_DAY}),
        ("我想去列席会议", {ActivityKind.SITTING_IN}),
        ("旁听常务会", {ActivityKind.SITTING_IN}),
        ("院坝会", {ActivityKind.YARD_MEETING}),
        ("政务体验官", {ActivityKind.EXPERIENCE}),
        ("请你来协商", {ActivityKind.DELIBERATION}),
        ("电视问政", {ActivityKind.INQUIRY}),
        ("问政平台", set()),
        ("公积金怎么提取", set()),
    ],
)
def test_kinds_by_their_everyday_names(said: str, kinds: set[ActivityKind]) -> None:
    assert kinds_in(said) == kinds


@pytest.mark.parametrize("kind", ActivityKind)
def test_every_kind_has_a_name(kind: ActivityKind) -> None:
    assert f"activities.kind.{kind.value}" in TEXTS


def test_what_was_typed_is_read_and_written_back() -> None:
    full = plan(
        agenda=(AgendaPoint("14:00", "签到"), AgendaPoint("", "座谈")),
        conditions=("年满18周岁",),
        asks_contact=True,
    )
    assert read_plan(as_typed(full)) == full
    assert read_plan(typed_plan({**as_typed(full), "agenda": "14：00 签到\n\n 座谈 "})) == full


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 41}, "title"),
        ({"phone": ""}, "phone"),
        ({"kind": "party"}, "kind"),
        ({"day": "2026-02-30"}, "day"),
        ({"starts": "25:00"}, "hours"),
        ({"starts": "16:00"}, "hours"),
        ({"until": "soon"}, "until"),
        ({"until": "2026-12-03T14:01"}, "until_late"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "１０"}, "capacity"),
        ({"capacity": "5001"}, "capacity"),
        ({"agenda": "一\n" * 21}, "agenda"),
        ({"topics": "长" * 81}, "topics"),
        ({"conditions": "一\n" * 9}, "conditions_many"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(changes: dict[str, str], why: str) -> None:
    with pytest.raises(InputError) as refused:
        read_plan({**as_typed(PLAN), **changes})
    assert refused.value.text_key == f"activities.refused.{why}"
    assert TEXTS(refused.value.text_key, **refused.value.values)


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40)))
def test_whatever_is_typed_is_read_or_refused(fields: dict[str, str]) -> None:
    with suppress(InputError):
        read = read_plan(typed_plan({**as_typed(PLAN), **fields}))
        assert read.starts < read.ends
        assert read.until <= read.begins_at


def test_an_hour_is_of_china() -> None:
    assert plan(day=date(2026, 12, 3), starts=time(9)).begins_at == datetime(2026, 12, 3, 9, tzinfo=SHANGHAI)
