"""The table of the way to the public, written again by hand: every stage with every step."""

import itertools

import pytest

from bot.errors import ProcedureError
from handlers.texts import Texts
from knowledge.publication.lifecycle import (
    CHECKLISTS,
    CHECKS,
    PUBLICATION,
    REVIEWS,
    TABLE,
    Duty,
    Stage,
    Step,
    advance,
    check_person,
    next_steps,
    outstanding,
)

CHECKERS = {"check_line": ("line", None), "check_legal": ("legal", None), "check_form": ("form", None)}
# For each stage: step → (duty that may take it, stage it leads to); None stays.
EXPECTED: dict[str, dict[str, tuple[str, str | None]]] = {
    "draft": {"submit": ("draft", "first_review"), "withdraw": ("*", "withdrawn")},
    "first_review": {
        "pass_first": ("first", "second_review"),
        "send_back": ("first line legal form", "draft"),
        "recall": ("draft", "draft"),
        "withdraw": ("*", "withdrawn"),
        **CHECKERS,
    },
    "second_review": {
        "pass_second": ("second", "final_review"),
        "send_back": ("second line legal form", "draft"),
        "recall": ("draft", "draft"),
        "withdraw": ("*", "withdrawn"),
        **CHECKERS,
    },
    "final_review": {
        "release": ("final", "published"),
        "send_back": ("final line legal form", "draft"),
        "recall": ("draft", "draft"),
        "withdraw": ("*", "withdrawn"),
        **CHECKERS,
    },
    "published": {"submit": ("draft", "first_review"), "withdraw": ("*", "withdrawn")},
    "withdrawn": {"submit": ("draft", "first_review"), "put_back": ("final", "published")},
}


@pytest.mark.parametrize(("stage", "step"), list(itertools.product(Stage, Step)))
def test_every_stage_with_every_step(stage: Stage, step: Step) -> None:
    row = EXPECTED[stage.value].get(step.value)
    for duty in Duty:
        allowed = row is not None and (
            (row[0] == "*" and duty not in {Duty.SERVE, Duty.CASE}) or duty.value in row[0].split()
        )
        if not allowed:
            with pytest.raises(ProcedureError) as refused:
                advance(stage, step, duties={duty})
            out_of_turn = "skipped" if PUBLICATION.missing(stage, step) else "step"
            expected = f"publishing.refused.{out_of_turn if row is None else 'duty'}"
            assert refused.value.text_key == expected
        else:
            assert row is not None
            assert advance(stage, step, duties={duty}).to.value == (row[1] or stage.value)


def test_the_table_has_no_row_besides() -> None:
    assert len(TABLE) == sum(map(len, EXPECTED.values()))
    assert {step.value for _, step in TABLE} == {step.value for step in Step}


def test_no_way_to_the_public_leaves_a_review_out() -> None:
    """Walk every path from a draft: whatever becomes public has passed all three reviews, in order.

    Only what was public before is put back, word for word: that is the service's to see to, and tested with it.
    """
    paths: list[tuple[Stage, tuple[Step, ...]]] = [(Stage.DRAFT, ())]
    released = 0
    for _ in range(6):
        paths = [
            (rule.to, (*taken, step))
            for stage, taken in paths
            for (before, step), rule in TABLE.items()
            if before is stage and step not in {*CHECKS, Step.PUT_BACK}
        ]
        for stage, taken in paths:
            if stage is Stage.PUBLISHED:
                released += 1
                last = taken[len(taken) - 1 - taken[::-1].index(Step.SUBMIT) :]
                assert [step for step in last if step is not Step.SUBMIT] == list(REVIEWS.values())
    assert released > 1


def test_the_same_person_twice_is_refused_and_named() -> None:
    earlier = {"wang": Step.PASS_FIRST}
    check_person("li", Step.PASS_SECOND, authors={"zhao"}, earlier=earlier)
    with pytest.raises(ProcedureError) as twice:
        check_person("wang", Step.PASS_SECOND, authors={"zhao"}, earlier=earlier)
    assert twice.value.text_key == "publishing.refused.same_person"
    assert twice.value.values["person"] == "wang"
    assert twice.value.values["before"] == "pass_first"
    with pytest.raises(ProcedureError) as author:
        check_person("zhao", Step.RELEASE, authors={"zhao"}, earlier=earlier)
    assert author.value.text_key == "publishing.refused.author"


def test_three_checks_are_outstanding_for_a_sensitive_matter_only() -> None:
    assert outstanding((), ()) == ()
    assert outstanding(("land",), ()) == tuple(CHECKS)
    assert outstanding(("land",), (Step.CHECK_LINE, Step.CHECK_FORM)) == (Step.CHECK_LEGAL,)


def test_steps_offered_are_those_of_the_duty() -> None:
    assert next_steps(Stage.FIRST, duties={Duty.FIRST}) == (Step.PASS_FIRST, Step.SEND_BACK, Step.WITHDRAW)
    assert next_steps(Stage.SECOND, duties={Duty.FIRST}) == (Step.WITHDRAW,)


def test_every_stage_step_and_point_has_words() -> None:
    texts = Texts.load()
    keys = [f"publishing.stages.{stage.value}" for stage in Stage]
    keys += [f"publishing.steps.{step.value}" for step in Step]
    keys += [f"publishing.focus.{step.value}" for step in CHECKLISTS]
    keys += [
        f"publishing.checklist.{step.value}.{point}" for step in CHECKLISTS for point in CHECKLISTS[step]
    ]
    assert [key for key in keys if key not in texts] == []
