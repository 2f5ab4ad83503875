from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.complaints.case.clocks import NotedStep, clocks
from handlers.complaints.case.kinds import OUTER_WORKDAYS, ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintStep as Step
from handlers.workdays import Calendar, load_calendar

CALENDAR = load_calendar()
FRIDAY = date(2026, 11, 20)
# What moves a case between people and does nothing else.
MOVES = (
    *(Step.ACCEPT, Step.DISPATCH, Step.OBJECT, Step.UPHOLD, Step.REDISPATCH, Step.HAND_OVER, Step.MERGE),
    *(Step.SPLIT, Step.REPORT, Step.SEND_BACK, Step.APPROVE, Step.CLOSE_WITH, Step.RATE, Step.RATE_LOW),
    *(Step.VISIT, Step.RECORD_CALL, Step.SUPERVISE),
)


def line(step: Step, on: date, **detail: str) -> NotedStep:
    return NotedStep(step, on, "somebody", detail)


def filed(on: date = FRIDAY, **detail: str) -> NotedStep:
    return line(Step.SUBMIT, on, **detail)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (ComplaintKind.CONSULTATION, date(2026, 11, 25)),
        (ComplaintKind.HELP, date(2026, 11, 27)),
        (ComplaintKind.COMPLAINT, date(2026, 12, 4)),
        (ComplaintKind.REPORT, date(2026, 12, 4)),
        (ComplaintKind.SUGGESTION, date(2026, 12, 4)),
        (ComplaintKind.TIP, date(2026, 12, 4)),
    ],
)
def test_the_outer_clock_by_kind(kind: ComplaintKind, due: date) -> None:
    dates = clocks(kind, [filed()], calendar=CALENDAR)
    assert (dates.due_on, dates.provisional, dates.rounds) == (due, False, 1)
    assert dates.accept_by == date(2026, 11, 23)


def test_a_weekend_that_is_worked_counts() -> None:
    before_spring = clocks(ComplaintKind.HELP, [filed(date(2026, 2, 12))], calendar=CALENDAR)
    # The 14th is a Saturday that is worked, the 15th to 23rd are off.
    assert before_spring.due_on == date(2026, 2, 26)


def test_without_a_calendar_the_day_is_open() -> None:
    dates = clocks(
        ComplaintKind.HELP,
        [filed()],
        calendar=Calendar(frozenset(), frozenset(), frozenset()),
    )
    assert (dates.due_on, dates.provisional, dates.next_by) == (None, True, None)


def test_a_log_without_a_registration_is_none() -> None:
    with pytest.raises(ValueError, match="registration"):
        clocks(ComplaintKind.HELP, [line(Step.ACCEPT, FRIDAY)], calendar=CALENDAR)


def test_each_inner_clock_in_its_turn() -> None:
    monday, tuesday, wednesday = (FRIDAY + timedelta(days=days) for days in (3, 4, 5))
    log = [filed(), line(Step.ACCEPT, monday)]
    accepted = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    assert (accepted.accept_by, accepted.dispatch_by, accepted.next_by) == (None, tuesday, tuesday)
    log.append(line(Step.DISPATCH, tuesday, unit="甲", limit="5"))
    given_out = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    assert (given_out.dispatch_by, given_out.object_by) == (None, wednesday)
    assert given_out.unit is not None
    assert (given_out.unit.unit, given_out.unit.due_on) == ("甲", date(2026, 12, 1))
    log.append(line(Step.OBJECT, wednesday))
    objected = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    assert (objected.object_by, objected.settle_by) == (None, date(2026, 11, 26))
    log.append(line(Step.UPHOLD, date(2026, 11, 26)))
    upheld = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    # The unit's own day has not moved by the objection, and there is none to make again.
    assert upheld.unit == given_out.unit
    assert (upheld.settle_by, upheld.object_by) == (None, None)


def test_another_unit_gets_its_own_time_but_never_more_than_the_applicant_was_told() -> None:
    late = date(2026, 12, 2)
    log = [filed(), line(Step.ACCEPT, FRIDAY), line(Step.DISPATCH, FRIDAY, unit="甲", limit="7")]
    log.append(line(Step.HAND_OVER, late, unit="乙"))
    dates = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    assert [clock.unit for clock in dates.units] == ["甲", "乙"]
    assert dates.units[1].due_on == dates.due_on == date(2026, 12, 4)


def test_words_sent_back_run_on_the_same_clock() -> None:
    log = [filed(), line(Step.DISPATCH, FRIDAY, unit="甲", limit="5")]
    before = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR).unit
    log += [line(Step.REPORT, date(2026, 11, 24)), line(Step.SEND_BACK, date(2026, 11, 25))]
    assert clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR).unit == before


def test_danger_is_for_the_same_day() -> None:
    log = [filed(urgent="true")]
    assert clocks(ComplaintKind.HELP, log, calendar=CALENDAR).accept_by == FRIDAY
    log.append(line(Step.DISPATCH, FRIDAY, unit="甲", urgent="true"))
    unit = clocks(ComplaintKind.HELP, log, calendar=CALENDAR).unit
    assert unit is not None
    assert unit.due_on == FRIDAY


def test_after_closing_a_visit_and_after_a_low_rating_a_call() -> None:
    closed, monday = date(2026, 11, 27), date(2026, 11, 30)
    log = [filed(), line(Step.DISPATCH, FRIDAY, unit="甲"), line(Step.REPORT, closed)]
    log.append(line(Step.APPROVE, closed))
    dates = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    assert (dates.closed_on, dates.visit_by) == (closed, date(2026, 12, 2))
    assert dates.rate_until == date(2026, 12, 4)
    log.append(line(Step.RATE_LOW, monday))
    low = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    assert (low.visit_by, low.call_back_by, low.rate_until) == (None, date(2026, 12, 3), date(2026, 12, 7))
    log.append(line(Step.RECORD_CALL, date(2026, 12, 1)))
    called = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    assert (called.call_back_by, called.visit_by, called.next_by) == (None, None, None)


def test_a_reopened_case_owes_a_new_result_and_keeps_its_first_day() -> None:
    log = [filed(), line(Step.DISPATCH, FRIDAY, unit="甲"), line(Step.APPROVE, date(2026, 11, 27))]
    log.append(line(Step.REOPEN, date(2026, 12, 1), unit="甲"))
    dates = clocks(ComplaintKind.COMPLAINT, log, calendar=CALENDAR)
    assert (dates.started_on, dates.round_on, dates.rounds) == (FRIDAY, date(2026, 12, 1), 2)
    assert (dates.due_on, dates.closed_on) == (date(2026, 12, 15), None)


KINDS = st.sampled_from(list(ComplaintKind))
DAYS = st.integers(min_value=0, max_value=3)


@given(KINDS, st.lists(st.tuples(st.sampled_from(MOVES), DAYS), max_size=14))
def test_no_move_between_people_shortens_or_restarts_the_outer_clock(
    kind: ComplaintKind, moves: list[tuple[Step, int]]
) -> None:
    start = date(2026, 3, 2)
    log = [filed(start)]
    alone = clocks(kind, log, calendar=CALENDAR)
    assert alone.due_on == CALENDAR.nth_workday_after(start, OUTER_WORKDAYS[kind])
    day = start
    for step, days in moves:
        day += timedelta(days=days)
        log.append(line(step, day, unit="甲", limit="7"))
        dates = clocks(kind, log, calendar=CALENDAR)
        assert (dates.started_on, dates.due_on, dates.rounds) == (start, alone.due_on, 1)
        for clock in dates.units:
            assert clock.due_on is not None
            assert clock.due_on <= (alone.due_on or clock.due_on)


@given(
    KINDS,
    st.lists(st.tuples(st.sampled_from([*MOVES, Step.EXTEND, Step.REOPEN, Step.ORDER]), DAYS), max_size=14),
    st.integers(min_value=0, max_value=99),
)
def test_whatever_happens_the_day_never_comes_earlier_and_is_prolonged_once(
    kind: ComplaintKind, steps: list[tuple[Step, int]], workdays: int
) -> None:
    start = date(2026, 3, 2)
    log, day = [filed(start)], start
    due = clocks(kind, log, calendar=CALENDAR).due_on
    for step, days in steps:
        day += timedelta(days=days)
        log.append(line(step, day, unit="甲", workdays=str(workdays)))
        dates = clocks(kind, log, calendar=CALENDAR)
        assert dates.started_on == start
        assert 0 <= dates.extended_workdays <= 10
        assert dates.due_on is not None
        if step not in {Step.REOPEN, Step.ORDER}:
            assert due is not None
            assert dates.due_on >= due
        due = dates.due_on
