import itertools

import pytest

from bot.errors import ProcedureError
from handlers.disclosure.case.lifecycle import (
    ARTICLES,
    OPEN,
    TABLE,
    Actor,
    ClockEffect,
    State,
    Step,
    advance,
    next_steps,
)

# The sheet's table again, written by hand and by state, so that a slip in the product's rows shows.
EXPECTED = {
    State.DRAFT: {"submit": ("A", "awaiting_confirmation"), "register": ("S", "received")},
    State.AWAITING_CONFIRMATION: {"confirm": ("AS", "received"), "withdraw": ("A", "closed")},
    State.RECEIVED: {
        "propose_refusal": ("S", "legal_review"),
        "ask_correction": ("S", "awaiting_correction"),
        "assign": ("S", "searching"),
        "extend": ("H", "received"),
        "ask_reasons": ("S", "received"),
        "fix_delay": ("H", "received"),
        "ask_fee": ("H", "awaiting_fee"),
        "withdraw": ("A", "closed"),
    },
    State.AWAITING_CORRECTION: {
        "correct": ("A", "received"),
        "lapse_correction": ("S", "closed"),
        "withdraw": ("A", "closed"),
    },
    State.SEARCHING: {
        "consult": ("US", "consulting"),
        "draft_reply": ("U", "legal_review"),
        "extend": ("H", "searching"),
        "ask_reasons": ("S", "searching"),
        "fix_delay": ("H", "searching"),
        "ask_fee": ("H", "awaiting_fee"),
        "withdraw": ("A", "closed"),
    },
    State.CONSULTING: {
        "resume": ("TB", "searching"),
        "extend": ("H", "consulting"),
        "ask_reasons": ("S", "consulting"),
        "fix_delay": ("H", "consulting"),
        "ask_fee": ("H", "awaiting_fee"),
        "withdraw": ("A", "closed"),
    },
    State.LEGAL_REVIEW: {
        "return_draft": ("L", "searching"),
        "pass_review": ("L", "approval"),
        "extend": ("H", "legal_review"),
        "ask_reasons": ("S", "legal_review"),
        "fix_delay": ("H", "legal_review"),
        "ask_fee": ("H", "awaiting_fee"),
        "withdraw": ("A", "closed"),
    },
    State.APPROVAL: {
        "sign": ("H", "replied"),
        "extend": ("H", "approval"),
        "ask_reasons": ("S", "approval"),
        "fix_delay": ("H", "approval"),
        "ask_fee": ("H", "awaiting_fee"),
        "withdraw": ("A", "closed"),
    },
    State.AWAITING_FEE: {
        "pay_fee": ("A", "received"),
        "lapse_fee": ("S", "closed"),
        "withdraw": ("A", "closed"),
    },
    State.REPLIED: {"archive": ("S", "closed")},
    State.CLOSED: {"report_error": ("A", "closed")},
}


@pytest.mark.parametrize(("state", "step", "actor"), list(itertools.product(State, Step, Actor)))
def test_every_state_step_and_actor(state: State, step: Step, actor: Actor) -> None:
    lawful = EXPECTED[state].get(step.value)
    if lawful and actor.value in lawful[0]:
        assert advance(state, step, actor=actor).to.value == lawful[1]
        return
    with pytest.raises(ProcedureError) as refused:
        advance(state, step, actor=actor)
    assert refused.value.article == ARTICLES[step]
    assert refused.value.text_key == ("disclosure.refused.actor" if lawful else "disclosure.refused.step")


def test_only_the_head_of_office_signs() -> None:
    assert {rule.actors for (_, step), rule in TABLE.items() if step is Step.SIGN} == {
        frozenset({Actor.HEAD})
    }


def test_every_step_has_an_article_and_a_row() -> None:
    assert set(ARTICLES) == set(Step) == {step for _, step in TABLE}


def test_a_step_that_closes_an_open_case_names_its_outcome() -> None:
    closing = {
        (state, step): rule
        for (state, step), rule in TABLE.items()
        if rule.to is State.CLOSED and state in OPEN
    }
    assert {rule.outcome for rule in closing.values()} == {
        "other_no_correction",
        "other_no_fee",
        "other_misc",
    }
    assert all(rule.clock is ClockEffect.STOPS for rule in closing.values())


def test_next_steps_are_those_of_the_actor() -> None:
    assert next_steps(State.AWAITING_CONFIRMATION, actor=Actor.STAFF) == (Step.CONFIRM,)
    assert next_steps(State.APPROVAL, actor=Actor.BOT) == ()
