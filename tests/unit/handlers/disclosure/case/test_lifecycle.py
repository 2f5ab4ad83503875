import itertools
import re

import pytest

from bot.errors import ProcedureError
from handlers.disclosure.case.lifecycle import (
    ARTICLES,
    OPEN,
    REQUEST,
    TABLE,
    Actor,
    ClockEffect,
    State,
    Step,
    advance,
    next_steps,
)
from handlers.disclosure.proceeding.refusals import in_words
from tests.factories.talk import TEXTS

# The sheet's table again, written by hand and by state, so that a slip in the product's rows shows.
REMEDIES = {"open_remedy", "end_remedy"}
EXPECTED = {
    State.DRAFT: {"submit": ("AS", "awaiting_confirmation"), "register": ("S", "received")},
    State.AWAITING_CONFIRMATION: {"confirm": ("AS", "received"), "withdraw": ("AS", "closed")},
    State.RECEIVED: {
        "propose_refusal": ("S", "legal_review"),
        "ask_correction": ("S", "awaiting_correction"),
        "assign": ("S", "searching"),
    },
    State.AWAITING_CORRECTION: {
        "correct": ("AS", "received"),
        "lapse_correction": ("S", "closed"),
        "record_arrival": ("US", "awaiting_correction"),
        "withdraw": ("AS", "closed"),
    },
    State.SEARCHING: {
        "assign": ("S", "searching"),
        "consult": ("US", "consulting"),
        "draft_reply": ("U", "legal_review"),
    },
    State.CONSULTING: {
        "consult": ("US", "consulting"),
        "record_arrival": ("US", "consulting"),
        "record_opinion": ("TUS", "consulting"),
        "resume": ("TBUS", "searching"),
    },
    State.LEGAL_REVIEW: {
        "return_draft": ("L", "searching"),
        "return_refusal": ("L", "received"),
        "pass_review": ("L", "approval"),
    },
    State.APPROVAL: {
        "send_back": ("HG", "searching"),
        "send_back_refusal": ("HG", "received"),
        "sign": ("G", "signed"),
    },
    State.AWAITING_FEE: {
        "pay_fee": ("AS", "received"),
        "pay_fee_searched": ("AS", "searching"),
        "lapse_fee": ("S", "closed"),
        "record_arrival": ("US", "awaiting_fee"),
        "withdraw": ("AS", "closed"),
    },
    State.SIGNED: {"dispatch": ("S", "signed"), "deliver": ("BS", "replied")},
    State.REPLIED: {"archive": ("S", "closed"), "correct_reply": ("H", "searching")},
    State.CLOSED: {"report_error": ("AS", "closed")},
}
IN_HAND = ("received", "searching", "consulting", "legal_review", "approval")
for state in map(State, IN_HAND):
    EXPECTED[state] |= {
        "extend": ("H", state.value),
        "ask_reasons": ("S", state.value),
        "fix_delay": ("H", state.value),
        "ask_fee": ("H", "awaiting_fee"),
        "withdraw": ("AS", "closed"),
    }
for state in map(State, (*IN_HAND, "signed", "replied", "closed")):
    EXPECTED[state] |= dict.fromkeys(REMEDIES, ("S", state.value))


@pytest.mark.parametrize(("state", "step", "actor"), list(itertools.product(State, Step, Actor)))
def test_every_state_step_and_actor(state: State, step: Step, actor: Actor) -> None:
    lawful = EXPECTED[state].get(step.value)
    if lawful and actor.value in lawful[0]:
        assert advance(state, step, actor=actor).to.value == lawful[1]
        return
    with pytest.raises(ProcedureError) as refused:
        advance(state, step, actor=actor)
    assert refused.value.article == ARTICLES[step]
    if lawful:
        assert refused.value.text_key == "disclosure.refused.actor"
    else:
        assert (
            refused.value.text_key
            == f"disclosure.refused.{'skipped' if REQUEST.missing(state, step) else 'step'}"
        )


@pytest.mark.parametrize(
    ("state", "step", "missing"),
    [
        ("awaiting_confirmation", "assign", ["confirm"]),
        ("awaiting_confirmation", "draft_reply", ["confirm", "assign"]),
        ("received", "draft_reply", ["assign"]),
        ("received", "sign", ["assign", "draft_reply", "pass_review"]),
        ("searching", "deliver", ["draft_reply", "pass_review", "sign"]),
        ("awaiting_correction", "assign", ["correct"]),
        ("consulting", "draft_reply", ["resume"]),
        ("awaiting_fee", "draft_reply", ["pay_fee_searched"]),
        ("signed", "archive", ["deliver"]),
        # No way forward leads back to these.
        ("replied", "assign", []),
        ("signed", "withdraw", []),
        ("closed", "extend", []),
    ],
)
def test_a_step_out_of_turn_names_what_is_missing_before_it(
    state: str, step: str, missing: list[str]
) -> None:
    refused = REQUEST.out_of_turn(State(state), Step(step))
    assert str(refused.values.get("missing", "")).split("、") == (missing or [""])
    told = in_words(refused, TEXTS)
    words = TEXTS(told.text_key, **told.values)
    assert not re.search("[a-z_]", words)
    assert all(TEXTS(f"disclosure.step.{one}") in words for one in missing)


def test_only_the_signatory_signs() -> None:
    assert {rule.actors for (_, step), rule in TABLE.items() if step is Step.SIGN} == {
        frozenset({Actor.SIGNATORY})
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
    assert next_steps(State.AWAITING_CONFIRMATION, actor=Actor.STAFF) == (Step.CONFIRM, Step.WITHDRAW)
    assert next_steps(State.APPROVAL, actor=Actor.BOT) == ()


def test_no_reply_leaves_without_counsel() -> None:
    """Whatever the way a request takes, without counsel's own step nothing behind the review is reached (K8)."""
    reached, waiting = {State.DRAFT}, [State.DRAFT]
    while waiting:
        here = waiting.pop()
        ahead = {
            rule.to for (state, step), rule in TABLE.items() if state is here and step is not Step.PASS_REVIEW
        }
        waiting += ahead - reached
        reached |= ahead
    assert not reached & {State.APPROVAL, State.SIGNED, State.REPLIED}
    assert [rule.actors for (_, step), rule in TABLE.items() if step is Step.PASS_REVIEW] == [{Actor.LEGAL}]
