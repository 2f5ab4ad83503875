"""What several documents at once take: the duty of the single step, its human acts, the number, the second person."""

import pytest

from bot.errors import InputError, ProcedureError
from knowledge.library.discards import KEPT
from knowledge.publication.batches.rules import (
    CONFIRMERS,
    FEW_DOCUMENTS,
    RULES,
    Action,
    require_duty,
    require_number,
    takes_two,
)
from knowledge.publication.lifecycle import KEEPERS, TABLE, Duty, Stage, Step

# Which step of the publishing procedure an action takes, and by which it is undone.
STEPS = {Action.SUBMIT: (Stage.DRAFT, Step.SUBMIT), Action.WITHDRAW: (Stage.PUBLISHED, Step.WITHDRAW)}
UNDONE = {Action.SUBMIT: (Stage.FIRST, Step.RECALL), Action.WITHDRAW: (Stage.WITHDRAWN, Step.PUT_BACK)}


@pytest.mark.parametrize("action", list(STEPS))
def test_a_batch_takes_the_duty_of_the_single_step(action: Action) -> None:
    assert RULES[action].duties == TABLE[STEPS[action]].actors
    assert RULES[action].undo == TABLE[UNDONE[action]].actors


def test_every_action_has_a_rule_and_only_lawful_ones_an_undo() -> None:
    assert set(RULES) == set(Action)
    # A draft is no step of the procedure: whoever may throw it away brings it back, for as long as it is kept.
    assert {action for action, rule in RULES.items() if rule.undo} == {*UNDONE, Action.DISCARD}
    assert RULES[Action.DISCARD].undone_within == KEPT
    assert {action for action, rule in RULES.items() if rule.looked_at} == {
        Action.SUBMIT,
        Action.CHECK,
        Action.CONFIRM,
    }
    assert all(rule.duties == {Duty.DRAFT} for action, rule in RULES.items() if action != Action.WITHDRAW)


@pytest.mark.parametrize(
    ("count", "typed", "allowed"),
    [(20, "", True), (21, "", False), (21, "20", False), (21, " 21 ", True), (21, "２１", False)],
)
def test_many_have_to_be_numbered(count: int, typed: str, allowed: bool) -> None:
    if allowed:
        require_number(count, typed)
        return
    with pytest.raises(InputError) as refused:
        require_number(count, typed)
    assert refused.value.values["count"] == count


@pytest.mark.parametrize(
    ("action", "count", "before", "two"),
    [
        (Action.WITHDRAW, FEW_DOCUMENTS, 0, False),
        (Action.WITHDRAW, FEW_DOCUMENTS + 1, 0, True),
        (Action.WITHDRAW, 1, FEW_DOCUMENTS, True),
        (Action.WITHDRAW, FEW_DOCUMENTS - 1, 1, False),
        (Action.THEME, 500, 0, False),
    ],
)
def test_withdrawing_many_takes_two(action: Action, count: int, before: int, two: bool) -> None:
    assert takes_two(action, count, before=before) is two


def test_who_only_sees_to_cases_neither_begins_nor_confirms() -> None:
    assert Duty.SERVE not in CONFIRMERS | KEEPERS
    with pytest.raises(ProcedureError):
        require_duty(RULES[Action.WITHDRAW].duties, {Duty.SERVE})
