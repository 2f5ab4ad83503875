"""The office's own marks of a request: which is due, and whether what it asks for has been done (disclosure-rules §3.1).

Three, five and seven working days follow each other: the application is looked at, a reply is drafted, the reply is out.
No applicant has a right to them; an extension does not move them, an outstanding opinion does.
"""

from datetime import date
from enum import StrEnum

from handlers.disclosure.case.lifecycle import IN_HAND, State
from handlers.disclosure.statute.clocks import Clocks


class Milestone(StrEnum):
    """What the office wants done by a mark; in the order of the marks."""

    NOTICE = "notice"
    DRAFT = "draft"
    REPLY = "reply"


WAITING = {
    Milestone.NOTICE: frozenset({State.RECEIVED}),
    Milestone.DRAFT: frozenset({State.RECEIVED, State.SEARCHING, State.CONSULTING}),
    Milestone.REPLY: frozenset({*IN_HAND, State.SIGNED}),
}
"""Where a request stands while what a mark asks for is still to be done."""


def pending_milestone(state: State, dates: Clocks, *, on: date) -> tuple[Milestone, date] | None:
    """Give the last mark that a day has reached while what it asks for is still to be done, with the mark's own day.

    None when everything is done that was due by then, while no answer clock runs, and once there was a reply.
    """
    if dates.milestones is None or dates.replied_on is not None:
        return None
    marks = (dates.milestones.notice_on, dates.milestones.draft_on, dates.milestones.reply_on)
    reached = [
        (milestone, day)
        for milestone, day in zip(Milestone, marks, strict=True)
        if day is not None and day <= on and state in WAITING[milestone]
    ]
    return reached[-1] if reached else None
