import itertools

import pytest

from bot.errors import ProcedureError
from handlers.complaints.case.lifecycle import (
    ARTICLES,
    COMPLAINT,
    STAGE_OF,
    ComplaintActor,
    ComplaintState,
    ComplaintStep,
)
from handlers.complaints.proceeding.step_fields import BY_THEMSELVES, ComplaintField, fields_of
from handlers.texts import Texts

TEXTS = Texts.load()
# The table again, written by hand and by state, so that a slip in the product's rows shows.
EXPECTED = {
    "draft": {"submit": ("A", "registered")},
    "registered": {
        "accept": ("S", "accepted"),
        "decline": ("S", "declined"),
        "merge": ("S", "merged"),
    },
    "accepted": {
        "dispatch": ("S", "handling"),
        "decline": ("S", "declined"),
        "merge": ("S", "merged"),
    },
    "handling": {
        "object": ("U", "objected"),
        "report": ("U", "reported"),
        "answer": ("U", "finished"),
        "hand_over": ("S", "handling"),
        "extend": ("H", "handling"),
        "merge": ("S", "merged"),
    },
    "objected": {"uphold": ("SH", "handling"), "redispatch": ("SH", "handling")},
    "reported": {"approve": ("SH", "closed"), "send_back": ("SH", "handling")},
    "merged": {"split": ("S", "accepted"), "close_with": ("B", "closed")},
    "closed": {
        "rate": ("A", "closed"),
        "rate_low": ("A", "call_back"),
        "visit": ("US", "closed"),
        "recur": ("SH", "handling"),
        "escalate": ("SH", "supervised"),
        "archive": ("S", "finished"),
    },
    "call_back": {
        "rate": ("A", "call_back"),
        "record_call": ("SH", "closed"),
        "reopen": ("SH", "handling"),
        "supervise": ("SH", "supervised"),
        "recur": ("SH", "handling"),
        "escalate": ("SH", "supervised"),
    },
    "supervised": {"order": ("H", "handling"), "conclude": ("H", "finished")},
    "finished": {},
    "declined": {},
}


@pytest.mark.parametrize(
    ("state", "step", "actor"), list(itertools.product(ComplaintState, ComplaintStep, ComplaintActor))
)
def test_every_state_step_and_actor(
    state: ComplaintState, step: ComplaintStep, actor: ComplaintActor
) -> None:
    allowed = EXPECTED[state.value].get(step.value)
    if allowed is None or actor.value not in allowed[0]:
        with pytest.raises(ProcedureError) as refused:
            COMPLAINT.advance(state, step, actors={actor})
        assert refused.value.article == ARTICLES[step]
        kind = "step" if allowed is None else "actor"
        assert refused.value.text_key == f"complaints.refused.{kind}"
    else:
        assert COMPLAINT.advance(state, step, actors={actor}).to.value == allowed[1]


def test_no_unit_closes_what_it_handles_but_a_suggestion() -> None:
    alone = {
        (state, row.step)
        for state, row in COMPLAINT.rows
        if row.to in {ComplaintState.CLOSED, ComplaintState.FINISHED, ComplaintState.DECLINED}
        and ComplaintActor.UNIT in row.actors
        and state is not row.to
    }
    assert alone == {(ComplaintState.HANDLING, ComplaintStep.ANSWER)}


def test_every_state_and_step_has_its_words() -> None:
    for state in ComplaintState:
        assert f"complaints.state.{state}" in TEXTS
        assert TEXTS.placeholders(f"complaints.turn.{state}") <= {"unit", "lead"}
        assert state in STAGE_OF
    for step in ComplaintStep:
        assert f"complaints.step.{step}" in TEXTS
        asked = fields_of(step)
        assert not (asked and step in BY_THEMSELVES)
        assert all(f"complaints.field.{field.name}" in TEXTS for field in asked)
    assert {name for step in ComplaintStep for name in (field.name for field in fields_of(step))} == set(
        ComplaintField
    )
