"""Which of the office's own marks is reached with its work still to be done: states and days as a table."""

from datetime import date

import pytest

from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.milestone import Milestone, pending_milestone
from handlers.disclosure.statute.clocks import Clocks, Milestones

NOTICE, DRAFT, REPLY = date(2026, 9, 4), date(2026, 9, 11), date(2026, 9, 21)
DATES = Clocks(milestones=Milestones(NOTICE, DRAFT, REPLY))


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        (State.RECEIVED, 3, None),
        (State.RECEIVED, 4, (Milestone.NOTICE, NOTICE)),
        (State.RECEIVED, 10, (Milestone.NOTICE, NOTICE)),
        (State.RECEIVED, 11, (Milestone.DRAFT, DRAFT)),
        (State.SEARCHING, 10, None),
        (State.SEARCHING, 11, (Milestone.DRAFT, DRAFT)),
        (State.CONSULTING, 20, (Milestone.DRAFT, DRAFT)),
        (State.LEGAL_REVIEW, 20, None),
        (State.LEGAL_REVIEW, 21, (Milestone.REPLY, REPLY)),
        (State.APPROVAL, 21, (Milestone.REPLY, REPLY)),
        (State.SIGNED, 30, (Milestone.REPLY, REPLY)),
        (State.AWAITING_CORRECTION, 30, None),
        (State.AWAITING_FEE, 30, None),
        (State.REPLIED, 30, None),
        (State.CLOSED, 30, None),
    ],
)
def test_the_last_mark_reached_with_its_work_to_be_done(
    state: State, day: int, expected: tuple[Milestone, date] | None
) -> None:
    assert pending_milestone(state, DATES, on=date(2026, 9, day)) == expected


def test_without_a_clock_or_after_a_reply_there_is_none() -> None:
    late = date(2026, 9, 30)
    assert pending_milestone(State.RECEIVED, Clocks(), on=late) is None
    unknown = Clocks(milestones=Milestones(NOTICE, None, None))
    assert pending_milestone(State.SEARCHING, unknown, on=late) is None
    answered = Clocks(milestones=DATES.milestones, replied_on=date(2026, 9, 20))
    assert pending_milestone(State.SEARCHING, answered, on=late) is None
