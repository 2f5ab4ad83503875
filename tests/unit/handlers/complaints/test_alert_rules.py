"""When the rules urge a unit and give it a card."""

from datetime import date

import pytest

from handlers.complaints.alerts.rules import AlertKind, AlertRule, alerts_due
from handlers.complaints.case.clocks import NotedStep, clocks
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.lifecycle import ComplaintStep as S
from handlers.workdays import load_calendar

CALENDAR = load_calendar()
FRIDAY = date(2026, 11, 20)
GIVEN = (NotedStep(S.SUBMIT, FRIDAY), NotedStep(S.DISPATCH, FRIDAY, "o", {"unit": "甲局", "limit": "3"}))
R, H = AlertRule, ComplaintState.HANDLING


def rules_on(
    today: date, *log: NotedStep, state: ComplaintState = H
) -> dict[AlertRule, tuple[AlertKind, str]]:
    steps = [*GIVEN, *log]
    dates = clocks(ComplaintKind.COMPLAINT, steps, calendar=CALENDAR)
    due = alerts_due(state, steps, dates, today=today, calendar=CALENDAR)
    return {one.rule: (one.kind, one.unit) for one in due}


@pytest.mark.parametrize(
    ("today", "rules"),
    [
        # The unit's three working days end on Wednesday the 25th; the applicant's ten on Friday the 4th of December.
        (date(2026, 11, 23), set()),
        (date(2026, 11, 24), {R.DUE_NEXT}),
        (date(2026, 11, 25), {R.DUE_NEXT}),
        (date(2026, 11, 26), {R.UNIT_LATE}),
        (date(2026, 11, 30), {R.UNIT_LATE}),
        (date(2026, 12, 1), {R.UNIT_LATE, R.UNIT_STILL_LATE}),
        (date(2026, 12, 4), {R.UNIT_LATE, R.UNIT_STILL_LATE}),
        (date(2026, 12, 5), {R.UNIT_LATE, R.UNIT_STILL_LATE, R.OUTER_LATE}),
    ],
)
def test_the_days_on_which_a_silent_unit_is_urged_and_carded(today: date, rules: set[AlertRule]) -> None:
    found = rules_on(today)
    assert set(found) == rules
    assert all(unit == "甲局" for _, unit in found.values())


def test_who_reported_in_time_gets_none() -> None:
    reported = NotedStep(S.REPORT, date(2026, 11, 25), "u")
    assert rules_on(date(2026, 12, 1), reported, state=ComplaintState.REPORTED) == {}


def test_two_results_sent_back_are_a_yellow_card_and_an_unsolved_second_round_a_red_one() -> None:
    monday = date(2026, 11, 23)
    back = [NotedStep(S.REPORT, monday, "u"), NotedStep(S.SEND_BACK, monday, "o")]
    assert R.SENT_BACK_TWICE not in rules_on(monday, *back)
    assert rules_on(monday, *back, *back)[R.SENT_BACK_TWICE] == (AlertKind.YELLOW, "甲局")
    done = [NotedStep(S.REPORT, monday, "u"), NotedStep(S.APPROVE, monday, "o")]
    supervised = [*done, NotedStep(S.SUPERVISE, monday, "o")]
    found = rules_on(monday, *supervised, state=ComplaintState.SUPERVISED)
    assert found == {R.UNSOLVED_TWICE: (AlertKind.RED, "甲局")}


def test_the_same_day_makes_the_same_alert() -> None:
    def keys(today: date) -> set[str]:
        dates = clocks(ComplaintKind.COMPLAINT, GIVEN, calendar=CALENDAR)
        return {one.key("SQ1") for one in alerts_due(H, GIVEN, dates, today=today, calendar=CALENDAR)}

    assert keys(date(2026, 11, 27)) == keys(date(2026, 11, 30)) == {"SQ1:unit_late:2026-11-25"}
