"""Random histories: the outer clock never shrinks nor restarts, and every case counts as exactly one figure."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.complaints.case.clocks import ROUNDS, NotedStep, clocks
from handlers.complaints.case.conditions import ComplaintStanding, WishedStep, require
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import COMPLAINT, ENDED, ComplaintActor, ComplaintState
from handlers.complaints.case.lifecycle import ComplaintStep as S
from handlers.complaints.measures.figure import GOES_ON, RESULTS, CountedAs, figure_of
from handlers.complaints.measures.rates import Tally
from handlers.workdays import load_calendar

CALENDAR = load_calendar()
BEGUN = date(2026, 3, 2)
BY = {ComplaintActor.APPLICANT: "citizen", ComplaintActor.BOT: "B"}
UNITS = ("甲局", "乙局", "丙局")


def detail_of(step: S, draw: st.DrawFn) -> dict[str, str]:
    if step in {S.DISPATCH, S.REDISPATCH, S.HAND_OVER}:
        return {"unit": draw(st.sampled_from(UNITS))}
    if step is S.EXTEND:
        return {"workdays": str(draw(st.integers(1, 10)))}
    if step is S.REPORT:
        return {"result": draw(st.sampled_from(("solved", "partly", "unable", "explained")))}
    if step is S.RATE_LOW:
        return draw(st.sampled_from(({"effect": "2"}, {"unsolved": "true"})))
    return dict(PLAIN.get(step, {}))


PLAIN: Mapping[S, Mapping[str, str]] = {
    S.RECUR: {"repeat": "SQ1"},
    S.ESCALATE: {"repeat": "SQ1"},
    S.CLOSE_WITH: {"unit": "甲局", "reporter": "u1"},
    S.RATE: {"speed": "5"},
}


@st.composite
def histories(draw: st.DrawFn) -> tuple[ComplaintKind, list[ComplaintState], list[NotedStep]]:
    """Walk through the table at random, as far as its conditions let anybody; give the state after each step."""
    kind = draw(st.sampled_from(tuple(ComplaintKind)))
    day, state = BEGUN, ComplaintState.REGISTERED
    log, states = [NotedStep(S.SUBMIT, day, "citizen")], [state]
    for _ in range(draw(st.integers(0, 16))):
        day += timedelta(days=draw(st.sampled_from((0, 0, 1, 2, 7, 35))))
        dates = clocks(kind, log, calendar=CALENDAR)
        standing = ComplaintStanding(kind, state, log, dates, day)
        rows = [row for before, row in COMPLAINT.rows if before is state]
        if not rows:
            break
        row = draw(st.sampled_from(rows))
        actor = draw(st.sampled_from(sorted(row.actors)))
        by = BY.get(actor, draw(st.sampled_from(("u1", "u2", "o1", "o2"))))
        detail = detail_of(row.step, draw)
        try:
            require(standing, WishedStep(row.step, by, detail))
        except Exception as refused:
            if type(refused).__name__ != "ProcedureError":
                raise
            continue
        log.append(NotedStep(row.step, day, by, detail))
        state = row.to
        states.append(state)
    return kind, states, log


@settings(max_examples=60, deadline=None)
@given(histories())
def test_the_outer_clock_never_shrinks_nor_restarts(
    history: tuple[ComplaintKind, list[ComplaintState], list[NotedStep]],
) -> None:
    kind, _, log = history
    before = clocks(kind, log[:1], calendar=CALENDAR)
    for at, line in enumerate(log[1:], start=2):
        after = clocks(kind, log[:at], calendar=CALENDAR)
        assert after.started_on == before.started_on == BEGUN
        assert before.due_on is not None
        assert after.due_on is not None
        if line.step is S.EXTEND or line.step in ROUNDS:
            assert after.rounds - before.rounds == (line.step in ROUNDS)
            # A new round owes a new result; the day of the old one stays what it was told to be.
            assert after.due_on >= before.due_on or line.step in ROUNDS
            assert after.due_on >= line.on or line.step is S.EXTEND
        else:
            assert (after.due_on, after.rounds) == (before.due_on, before.rounds), line.step
        assert all(
            clock.due_on is None or clock.due_on <= max(after.due_on, clock.since_on)
            for clock in after.units[-1:]
        )
        before = after


@settings(max_examples=60, deadline=None)
@given(histories(), st.sampled_from(("", "solved", "partly")))
def test_every_history_counts_as_one_figure(
    history: tuple[ComplaintKind, list[ComplaintState], list[NotedStep]], merged: str
) -> None:
    kind, states, log = history
    told = [line.detail["result"] for line in log if line.step is S.REPORT]
    counted = figure_of(kind, states[-1], log, result=told[-1] if told else merged, calendar=CALENDAR)
    assert (counted.figure is CountedAs.RUNNING) == (states[-1] in GOES_ON)
    assert (counted.ended_on is None) == (counted.figure is CountedAs.RUNNING)
    if states[-1] is ComplaintState.DECLINED:
        assert counted.figure is CountedAs.REDIRECTED
    if states[-1] in ENDED and any(line.step is S.CONCLUDE for line in log):
        assert counted.figure is CountedAs.UNSOLVED
    assert counted.satisfied <= counted.rated
    # Whatever happens afterwards, what was late stays late.
    for at in range(1, len(log)):
        earlier = figure_of(kind, states[at - 1], log[:at], result="", calendar=CALENDAR)
        assert earlier.late <= counted.late


def line(step: S, day: int, by: str = "o", **detail: str) -> NotedStep:
    return NotedStep(step, date(2026, 11, day), by, detail)


GIVEN = (line(S.SUBMIT, 2), line(S.ACCEPT, 2), line(S.DISPATCH, 2, unit="甲局"))
DONE = (*GIVEN, line(S.REPORT, 5, "u", result="solved"), line(S.APPROVE, 6))


@pytest.mark.parametrize(
    ("kind", "state", "log", "counted"),
    [
        ("complaint", "handling", GIVEN, ("running", False, False, False)),
        ("complaint", "closed", DONE, ("solved", False, False, False)),
        ("complaint", "closed", (*DONE, line(S.RATE, 7, speed="5")), ("solved", False, True, True)),
        ("complaint", "call_back", (*DONE, line(S.RATE_LOW, 7, effect="2")), ("solved", False, True, False)),
        ("complaint", "call_back", (*DONE, line(S.RATE_LOW, 7, unsolved="true")), ("unsolved", False, True, False)),
        ("complaint", "closed", (*GIVEN, line(S.REPORT, 5, result="explained"), line(S.APPROVE, 6)), ("unsolved", False, False, False)),
        ("consultation", "closed", (*GIVEN, line(S.REPORT, 5, result="explained"), line(S.APPROVE, 5)), ("solved", False, False, False)),
        # Three working days for a question: the fifth of November is the last.
        ("consultation", "closed", (*GIVEN, line(S.REPORT, 5, result="solved"), line(S.APPROVE, 6)), ("solved", True, False, False)),
        ("suggestion", "finished", (*GIVEN, line(S.ANSWER, 9)), ("answered", False, False, False)),
        ("complaint", "declined", (line(S.SUBMIT, 2), line(S.DECLINE, 3)), ("redirected", False, False, False)),
        ("complaint", "handling", (*DONE, line(S.RATE_LOW, 7, unsolved="true"), line(S.REOPEN, 9)), ("running", False, False, False)),
    ],
)  # fmt: skip
def test_what_each_case_counts_as(
    kind: str, state: str, log: tuple[NotedStep, ...], counted: tuple[str, bool, bool, bool]
) -> None:
    told = [one.detail["result"] for one in log if one.step is S.REPORT]
    found = figure_of(
        ComplaintKind(kind), ComplaintState(state), log, result=told[-1] if told else "", calendar=CALENDAR
    )
    assert (found.figure.value, found.late, found.rated, found.satisfied) == counted


def test_the_rates_as_formulas() -> None:
    some = Tally(registered=20, ended=10, late=1, overdue=2, solved=6, unsolved=2, rated=4, satisfied=3)
    assert (some.response, some.solution, some.satisfaction) == (9 / 12, 6 / 8, 3 / 4)
    none = Tally()
    assert (none.response, none.solution, none.satisfaction) == (None, None, None)
    assert (some + some).registered == 40
    assert RESULTS
