"""A request is lit by the earlier of two dates, and both are told."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from adapters.staff.rows import request_row
from handlers.disclosure.case.ledger import RequestLine
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.milestone import Milestone
from handlers.texts import Texts

TEXTS = Texts.load()
DUE, EARLY = date(2026, 12, 21), date(2026, 12, 18)
LINE = RequestLine(
    number="GK202611200001",
    state=State.RECEIVED,
    state_words="已收到",
    applicant_kind="natural",
    applicant_name="李*",
    information="决算",
    delivery="post",
    submitted_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
    receipt_on=date(2026, 11, 23),
    due_on=DUE,
    due_provisional=False,
    remaining_workdays=6,
    earliest_due_on=EARLY,
    earliest_remaining_workdays=5,
)


def test_the_kept_date_is_told_and_the_earlier_one_gives_the_colour() -> None:
    found = request_row(LINE, TEXTS, names={}).urgency
    assert (found.words, found.tone) == ("还有6个工作日", "warn")
    assert "2026年12月18日到期，还有5个工作日" in found.note


def test_one_date_needs_no_second() -> None:
    found = request_row(
        replace(LINE, earliest_due_on=DUE, earliest_remaining_workdays=6), TEXTS, names={}
    ).urgency
    assert (found.words, found.tone, found.note) == ("还有6个工作日", "good", "")


@pytest.mark.parametrize(("left", "tone"), [(9, "warn"), (5, "warn"), (0, "bad"), (-1, "bad")])
def test_a_mark_that_was_passed_turns_green_to_yellow(left: int, tone: str) -> None:
    passed = replace(
        LINE,
        remaining_workdays=left,
        earliest_due_on=DUE,
        earliest_remaining_workdays=left,
        milestone=(Milestone.DRAFT, date(2026, 12, 3)),
    )
    found = request_row(passed, TEXTS, names={}).urgency
    assert (found.tone, found.note) == (tone, "8个工作日的节点是2026年12月3日，答复还没有起草好")
    # Beside the earlier date both are told.
    both = request_row(replace(passed, earliest_due_on=EARLY), TEXTS, names={}).urgency
    assert "8个工作日的节点" in both.note
    assert "2026年12月18日到期" in both.note


@pytest.mark.parametrize(("left", "tone"), [(9, "warn"), (3, "warn"), (0, "bad"), (-2, "bad")])
def test_an_unconfirmed_request_turns_red_when_a_court_might_count_it_due(left: int, tone: str) -> None:
    waiting = replace(
        LINE,
        state=State.AWAITING_CONFIRMATION,
        receipt_on=None,
        due_on=None,
        remaining_workdays=None,
        earliest_remaining_workdays=left,
    )
    found = request_row(waiting, TEXTS, names={}).urgency
    assert (found.words, found.tone) == ("双方确认后起算", tone)
    assert "2026年12月18日" in found.note


def test_a_count_that_stands_still_is_not_said_to_wait_for_a_calendar() -> None:
    still = replace(LINE, state=State.CONSULTING, due_on=None, remaining_workdays=None, earliest_due_on=None)
    assert request_row(still, TEXTS, names={}).urgency.words == "暂停计算"
    missing = replace(still, state=State.RECEIVED, due_provisional=True)
    assert request_row(missing, TEXTS, names={}).urgency.words == "待放假安排公布后确定"


def test_what_is_done_presses_nobody() -> None:
    found = request_row(replace(LINE, state=State.CLOSED), TEXTS, names={}).urgency
    assert (found.words, found.tone, found.note) == ("已办结", "", "")
