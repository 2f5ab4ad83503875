from datetime import date

import pytest

from bot.errors import ProcedureError
from handlers.complaints.case.clocks import NotedStep, clocks
from handlers.complaints.case.conditions import CONDITIONS, ComplaintStanding, WishedStep, is_open, require
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintState, ComplaintStep
from handlers.texts import Texts
from handlers.workdays import load_calendar

CALENDAR, TEXTS = load_calendar(), Texts.load()
FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
S = ComplaintStep


def standing(
    *steps: tuple[ComplaintStep, date, str],
    today: date = MONDAY,
    kind: ComplaintKind = ComplaintKind.COMPLAINT,
) -> ComplaintStanding:
    log = [NotedStep(S.SUBMIT, FRIDAY, "citizen"), NotedStep(S.DISPATCH, FRIDAY, "office", {"unit": "甲"})]
    log += [NotedStep(step, on, by) for step, on, by in steps]
    dates = clocks(kind, log, calendar=CALENDAR)
    return ComplaintStanding(kind, ComplaintState.HANDLING, log, dates, today)


CLOSED = ((S.REPORT, MONDAY, "wang"), (S.APPROVE, MONDAY, "li"))
LOW = (*CLOSED, (S.RATE_LOW, MONDAY, "citizen"))
AGAIN = (*LOW, (S.REOPEN, MONDAY, "li"), *CLOSED)
CASES = [
    (standing(), S.OBJECT, "wang", {}, ""),
    (standing(today=TUESDAY), S.OBJECT, "wang", {}, "objected_late"),
    (standing((S.OBJECT, FRIDAY, "wang"), (S.UPHOLD, FRIDAY, "li")), S.OBJECT, "wang", {}, "objected_before"),
    (standing(), S.EXTEND, "head", {"workdays": "10"}, ""),
    (standing(), S.EXTEND, "head", {"workdays": "11"}, "extension_length"),
    (standing(), S.EXTEND, "head", {"workdays": "0"}, "extension_length"),
    (standing(today=date(2026, 12, 4)), S.EXTEND, "head", {"workdays": "1"}, ""),
    (standing(today=date(2026, 12, 7)), S.EXTEND, "head", {"workdays": "1"}, "extended_late"),
    (standing((S.EXTEND, FRIDAY, "head")), S.EXTEND, "head", {"workdays": "1"}, "extended_before"),
    (standing(), S.REPORT, "wang", {}, ""),
    (standing(kind=ComplaintKind.SUGGESTION), S.REPORT, "wang", {}, "suggestion_answered"),
    (standing(kind=ComplaintKind.SUGGESTION), S.ANSWER, "wang", {}, ""),
    (standing(), S.ANSWER, "wang", {}, "only_suggestion"),
    (standing((S.REPORT, MONDAY, "wang")), S.APPROVE, "li", {}, ""),
    (standing((S.REPORT, MONDAY, "wang")), S.APPROVE, "wang", {}, "second_person"),
    (standing(*LOW), S.RECORD_CALL, "li", {}, ""),
    (standing(*LOW), S.RECORD_CALL, "wang", {}, "other_caller"),
    (standing(*LOW), S.REOPEN, "li", {}, ""),
    (standing(*LOW), S.REOPEN, "wang", {}, "other_caller"),
    (standing(*LOW), S.SUPERVISE, "li", {}, "reopen_first"),
    (standing(*AGAIN), S.REOPEN, "li", {}, "reopened_before"),
    (standing(*AGAIN), S.SUPERVISE, "li", {}, ""),
    (standing(*AGAIN), S.SUPERVISE, "wang", {}, "other_caller"),
    (standing(*CLOSED), S.RATE, "citizen", {}, ""),
    (standing(*LOW, today=date(2026, 11, 30)), S.RATE, "citizen", {}, ""),
    (standing(*LOW, today=date(2026, 12, 1)), S.RATE, "citizen", {}, "rating_over"),
    (standing(*LOW, today=date(2026, 12, 1)), S.RATE_LOW, "citizen", {}, "rating_over"),
    (standing(*CLOSED), S.RATE_LOW, "citizen", {}, ""),
    (standing(*CLOSED), S.VISIT, "wang", {}, ""),
    (standing(*CLOSED, (S.VISIT, MONDAY, "wang")), S.VISIT, "wang", {}, "visited_before"),
    (standing(*AGAIN), S.VISIT, "wang", {}, ""),
    # A case that may still be told of again is not put away: thirty days after its end.
    (standing(*CLOSED, today=date(2026, 12, 23)), S.ARCHIVE, "li", {}, "rating_open"),
    (standing(*CLOSED, today=date(2026, 12, 24)), S.ARCHIVE, "li", {}, ""),
    (standing(*CLOSED), S.RECUR, "li", {}, "no_repeat"),
    (standing(*CLOSED), S.RECUR, "li", {"repeat": "SQ1"}, ""),
    (standing(*AGAIN), S.RECUR, "li", {"repeat": "SQ1"}, "reopened_before"),
    (standing(*CLOSED), S.ESCALATE, "li", {"repeat": "SQ1"}, "reopen_first"),
    (standing(*AGAIN), S.ESCALATE, "li", {}, "no_repeat"),
    (standing(*AGAIN), S.ESCALATE, "li", {"repeat": "SQ1"}, ""),
]


@pytest.mark.parametrize(("case", "step", "by", "detail", "fault"), CASES)
def test_what_a_step_asks_for_beside_the_table(
    case: ComplaintStanding, step: ComplaintStep, by: str, detail: dict[str, str], fault: str
) -> None:
    if not fault:
        require(case, WishedStep(step, by, detail))
        return
    with pytest.raises(ProcedureError) as refused:
        require(case, WishedStep(step, by, detail))
    assert refused.value.text_key == f"complaints.missing.{fault}"
    assert TEXTS.placeholders(refused.value.text_key) <= {"article"}


def test_whoever_called_after_a_merged_case_is_not_who_handled_the_lead() -> None:
    log = [NotedStep(S.SUBMIT, FRIDAY), NotedStep(S.MERGE, FRIDAY)]
    log.append(NotedStep(S.CLOSE_WITH, MONDAY, "B", {"reporter": "wang"}))
    dates = clocks(ComplaintKind.HELP, log, calendar=CALENDAR)
    case = ComplaintStanding(ComplaintKind.HELP, ComplaintState.CALL_BACK, log, dates, MONDAY)
    assert case.handler == "wang"
    assert not is_open(case, S.RECORD_CALL, by="wang")
    assert is_open(case, S.RECORD_CALL, by="li")


def test_a_step_is_offered_though_its_form_is_empty() -> None:
    assert is_open(standing(), S.EXTEND, by="head")
    assert not is_open(standing((S.EXTEND, FRIDAY, "head")), S.EXTEND, by="head")


def test_every_condition_is_tried_both_ways() -> None:
    for step in CONDITIONS:
        faults = {bool(fault) for _, tried, _, _, fault in CASES if tried is step}
        assert faults == {True, False}, step
