"""The panel: counts of natural months and twelve months, likeness, and no other steps than the law's."""

from datetime import date, timedelta

import pytest

from handlers.disclosure.case.lifecycle import TABLE, Actor, Step
from handlers.disclosure.excess.panel import (
    OFFERS,
    ExcessStep,
    FiledRequest,
    LikeRequest,
    ReasonsState,
    panel,
)
from tests.factories.talk import TEXTS

ASKED = "青岚县2025年教育经费决算报告"
THIS = FiledRequest("GK1", date(2026, 3, 1), ASKED)


def filed(number: str, on: str, asked: str = "石桥镇征地补偿安置方案") -> FiledRequest:
    return FiledRequest(number, date.fromisoformat(on), asked)


def test_counts_by_natural_month_and_by_twelve_months() -> None:
    others = [
        filed("A", "2026-03-01"),
        filed("B", "2026-02-28"),
        filed("C", "2025-03-02"),
        filed("D", "2025-03-01"),
        filed("E", "2026-03-02"),
        filed("A", "2026-03-01"),
    ]
    found = panel(THIS, others, explanation=ReasonsState.NOT_ASKED)
    assert (found.in_month, found.in_twelve_months) == (2, 4)
    assert found.months == ((2026, 3, 2), (2026, 2, 1), (2025, 3, 1))


def test_a_leap_day_has_a_year_before() -> None:
    leap = FiledRequest("L", date(2028, 2, 29), ASKED)
    others = [filed("A", "2027-02-28"), filed("B", "2027-03-01")]
    assert panel(leap, others, explanation=ReasonsState.NOT_ASKED).in_twelve_months == 2


def test_likeness_looks_at_letters_not_at_signs_and_never_ahead() -> None:
    others = [
        filed("A", "2026-01-05", "青岚县 2025 年 教育经费，决算报告。"),
        filed("B", "2025-12-05", "青岚县2024年教育经费决算报告"),
        filed("C", "2026-01-05"),
        filed("D", "2026-03-02", ASKED),
        filed("E", "2026-01-05", "？！"),
    ]
    found = panel(THIS, others, explanation=ReasonsState.NOT_ASKED).like
    assert [one.number for one in found] == ["A", "B"]
    assert found[0] == LikeRequest("A", date(2026, 1, 5), 100)
    assert 80 <= found[1].percent < 100


def test_only_asking_for_reasons_is_offered_at_first() -> None:
    found = panel(THIS, [], explanation=ReasonsState.NOT_ASKED)
    assert [(one.step, one.article, one.actor) for one in found.steps] == [
        (ExcessStep.ASK_REASONS, "第三十五条", Actor.STAFF)
    ]


@pytest.mark.parametrize(
    ("explanation", "step"),
    [(ReasonsState.UNREASONABLE, ExcessStep.REFUSE), (ReasonsState.REASONABLE, ExcessStep.FIX_DELAY)],
)
def test_after_the_reasons_the_head_decides(explanation: ReasonsState, step: ExcessStep) -> None:
    (offered,) = panel(THIS, [], explanation=explanation).steps
    assert (offered.step, offered.actor) == (step, Actor.HEAD)
    assert panel(THIS, [], explanation=ReasonsState.ASKED).steps == ()


def test_charging_is_offered_where_the_scale_gives_an_amount() -> None:
    many = [filed(f"N{at}", "2026-03-01") for at in range(11)]
    found = panel(THIS, many, explanation=ReasonsState.ASKED)
    assert (found.in_month, found.own_yuan, found.month_yuan) == (12, 100, 200)
    assert [one.step for one in found.steps] == [ExcessStep.CHARGE]
    fewer = panel(THIS, many[2:], explanation=ReasonsState.ASKED)
    assert (fewer.in_month, fewer.month_yuan, fewer.steps) == (10, 0, ())


def test_of_what_may_follow_the_law_itself_lets_only_the_head_decide() -> None:
    """Whatever the panel shows: the table of steps gives asking to staff, and delay and fee to the head alone (B3a)."""
    actors = {step: rule.actors for (_, step), rule in TABLE.items()}
    assert actors[Step.ASK_REASONS] == {Actor.STAFF}
    assert actors[Step.FIX_DELAY] == actors[Step.ASK_FEE] == {Actor.HEAD}


def test_b3a_ninety_one_requests_bring_the_same_steps_and_no_proof_of_use() -> None:
    many = [
        FiledRequest(f"N{at}", THIS.received_on - timedelta(days=at * 3), f"{ASKED}第{at}项")
        for at in range(90)
    ]
    found = panel(THIS, many, explanation=ReasonsState.NOT_ASKED)
    assert found.in_twelve_months == 91
    assert found.steps == OFFERS[ReasonsState.NOT_ASKED]
    assert set(ExcessStep) == {"ask_reasons", "refuse", "fix_delay", "charge"}
    steps = [TEXTS(f"excess.step.{step.value}") for step in ExcessStep]
    assert not any("用途" in words for words in steps)
    assert "不得要求证明用途" in TEXTS("excess.note")
