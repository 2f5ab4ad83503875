"""Whose turn a complaint is: the office's while it registers, decides or calls back, the unit's while it handles and asks again."""

from datetime import UTC, date, datetime

import pytest

from adapters.staff.rows import complaint_row
from handlers.complaints.case.ledger import ComplaintLine
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.texts import Texts

TEXTS = Texts.load()
UNIT, OFFICE = "青岚县民政局", "诉求办理机构"
SENT_AT, DAY = datetime(2026, 11, 20, 2, tzinfo=UTC), date(2026, 12, 4)


@pytest.mark.parametrize(
    ("state", "day", "turn"),
    [
        (ComplaintState.REGISTERED, DAY, OFFICE),
        (ComplaintState.OBJECTED, DAY, OFFICE),
        (ComplaintState.REPORTED, DAY, OFFICE),
        (ComplaintState.CALL_BACK, DAY, OFFICE),
        (ComplaintState.HANDLING, DAY, UNIT),
        # O16: whoever handled it asks again.
        (ComplaintState.CLOSED, DAY, UNIT),
        (ComplaintState.CLOSED, None, UNIT),
    ],
)
def test_whose_turn_it_is(state: ComplaintState, day: date | None, turn: str) -> None:
    line = ComplaintLine("SQ202611200001", "help", state, "", "路灯不亮", "文昌路", UNIT, SENT_AT, day, 2)
    assert complaint_row(line, TEXTS).turn == turn
