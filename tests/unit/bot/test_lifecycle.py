"""A small procedure of its own shows what every table has in common; each kind of slip is found when it is made."""

import dataclasses
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ProcedureError
from bot.lifecycle import Lifecycle, Refusals, Transition, drawing


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    DARK = "dark"


class Turn(StrEnum):
    GO = "go"
    STOP = "stop"
    DIM = "dim"
    END = "end"


class Hand(StrEnum):
    WARDEN = "w"
    FITTER = "f"


class OtherLight(StrEnum):
    RED = "red"


class OtherTurn(StrEnum):
    GO = "go"


class OtherHand(StrEnum):
    WARDEN = "w"


@dataclasses.dataclass(frozen=True, slots=True)
class Row(Transition[Light, Turn, Hand]):
    """A row with something of its own besides."""

    bell: bool = False


WARDEN, FITTER, BOTH = frozenset({Hand.WARDEN}), frozenset({Hand.FITTER}), frozenset(Hand)
ROWS = (
    (Light.RED, Row(Turn.GO, WARDEN, Light.GREEN, bell=True)),
    (Light.GREEN, Row(Turn.STOP, BOTH, Light.RED)),
    (Light.GREEN, Row(Turn.DIM, FITTER, Light.GREEN)),
    (Light.GREEN, Row(Turn.END, FITTER, Light.DARK)),
    (Light.RED, Row(Turn.END, FITTER, Light.DARK)),
)
LIGHTS = Lifecycle(
    states=Light,
    steps=Turn,
    actors=Hand,
    rows=ROWS,
    starts=frozenset({Light.RED}),
    ends=frozenset({Light.DARK}),
    articles={Turn.GO: "1", Turn.STOP: "2", Turn.DIM: "3", Turn.END: "4"},
    refusals=Refusals("lights.step", "lights.actor"),
)
EXPECTED = {
    ("red", "go"): ("w", "green"),
    ("green", "stop"): ("wf", "red"),
    ("green", "dim"): ("f", "green"),
    ("green", "end"): ("f", "dark"),
    ("red", "end"): ("f", "dark"),
}


@given(st.sampled_from(Light), st.sampled_from(Turn), st.frozensets(st.sampled_from(Hand)))
def test_a_step_is_taken_by_the_table_alone(state: Light, step: Turn, actors: frozenset[Hand]) -> None:
    hands, to = EXPECTED.get((state.value, step.value), ("", ""))
    if any(actor.value in hands for actor in actors):
        row = LIGHTS.advance(state, step, actors=actors)
        assert (row.to.value, row.bell) == (to, (state, step) == (Light.RED, Turn.GO))
        return
    with pytest.raises(ProcedureError) as refused:
        LIGHTS.advance(state, step, actors=actors)
    assert refused.value.text_key == ("lights.actor" if hands else "lights.step")
    assert refused.value.article == LIGHTS.articles[step]
    assert refused.value.values["step"] == step.value
    assert refused.value.values.get("state") == (None if hands else state.value)


def test_a_refusal_names_the_steps_that_are_missing_before() -> None:
    told = dataclasses.replace(
        LIGHTS, refusals=Refusals("step", "actor", skipped="skipped"), forward=(Turn.GO, Turn.END)
    )
    assert told.missing(Light.RED, Turn.DIM) == (Turn.GO,)
    assert told.missing(Light.GREEN, Turn.DIM) == ()
    # No way forward leads back from the end.
    assert told.missing(Light.DARK, Turn.GO) == ()
    refused = told.out_of_turn(Light.RED, Turn.DIM)
    assert (refused.text_key, refused.values["missing"]) == ("skipped", "go")
    assert told.out_of_turn(Light.DARK, Turn.GO).text_key == "step"
    assert LIGHTS.out_of_turn(Light.RED, Turn.DIM).text_key == "lights.step"


@given(st.sampled_from(Light), st.frozensets(st.sampled_from(Hand)))
def test_the_steps_offered_are_those_that_can_be_taken(state: Light, actors: frozenset[Hand]) -> None:
    offered = LIGHTS.next_steps(state, actors=actors)
    for step in Turn:
        if step in offered:
            assert LIGHTS.advance(state, step, actors=actors).step is step
        else:
            with pytest.raises(ProcedureError):
                LIGHTS.advance(state, step, actors=actors)


def test_steps_come_in_the_order_of_the_table() -> None:
    assert LIGHTS.next_steps(Light.GREEN, actors=BOTH) == (Turn.STOP, Turn.DIM, Turn.END)
    turned = dataclasses.replace(LIGHTS, rows=ROWS[::-1])
    assert turned.next_steps(Light.GREEN, actors=BOTH) == (Turn.END, Turn.DIM, Turn.STOP)


def test_a_table_cannot_be_written_to() -> None:
    with pytest.raises(TypeError):
        LIGHTS.table[Light.DARK, Turn.GO] = ROWS[0][1]  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        LIGHTS.rows = ()  # type: ignore[misc]


FOREIGN_STATE: Any = OtherLight.RED
FOREIGN_STEP: Any = OtherTurn.GO
FOREIGN_HAND: Any = OtherHand.WARDEN


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"rows": ROWS[1:]}, "no row takes go"),
        ({"rows": ROWS[1:]}, "green is never reached"),
        ({"starts": frozenset()}, "red is never reached"),
        ({"rows": ROWS[:3]}, "dark is never reached"),
        ({"rows": (*ROWS, ROWS[0])}, "go leads from red twice"),
        (
            {"rows": (*ROWS, (Light.RED, Row(Turn.DIM, frozenset(), Light.RED)))},
            "nobody may take dim from red",
        ),
        ({"ends": frozenset()}, "no step leads away from dark, which is not called an end"),
        ({"ends": frozenset({Light.DARK, Light.RED})}, "red is called an end, yet a step leads away from it"),
        ({"articles": {Turn.GO: "1", Turn.STOP: "2", Turn.DIM: "3"}}, "end has no article"),
        ({"articles": {**LIGHTS.articles, Turn.GO: ""}}, "go has no article"),
        ({"articles": {**LIGHTS.articles, "fly": "5"}}, "fly is no step of Turn"),
        ({"rows": (*ROWS, (FOREIGN_STATE, Row(Turn.DIM, BOTH, Light.RED)))}, "red is no state of Light"),
        ({"rows": (*ROWS, (Light.RED, Row(Turn.DIM, BOTH, FOREIGN_STATE)))}, "red is no state of Light"),
        ({"rows": (*ROWS, (Light.RED, Row(FOREIGN_STEP, BOTH, Light.RED)))}, "go is no step of Turn"),
        (
            {"rows": (*ROWS, (Light.RED, Row(Turn.DIM, frozenset({FOREIGN_HAND}), Light.RED)))},
            "w is nobody of Hand",
        ),
    ],
)
def test_a_table_that_is_not_whole_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError) as refused:
        dataclasses.replace(LIGHTS, **changes)
    assert fault in str(refused.value).split("; ")


def test_a_state_that_only_leads_to_itself_is_a_dead_end() -> None:
    rows = (
        *ROWS[:3],
        (Light.GREEN, Row(Turn.END, BOTH, Light.DARK)),
        (Light.DARK, Row(Turn.DIM, BOTH, Light.DARK)),
    )
    assert dataclasses.replace(LIGHTS, rows=rows).table[Light.DARK, Turn.DIM].to is Light.DARK
    with pytest.raises(ValueError, match="no step leads away from dark"):
        dataclasses.replace(LIGHTS, rows=rows, ends=frozenset())


def test_the_drawing_shows_every_row() -> None:
    names = {Hand.WARDEN: "警员", Hand.FITTER: "电工", Light.RED: "红", Turn.STOP: "停"}
    drawn = drawing(LIGHTS, lambda code: names.get(code, code.value))
    assert drawn.splitlines() == [
        "stateDiagram-v2",
        '    state "红" as red',
        '    state "green" as green',
        '    state "dark" as dark',
        "    [*] --> red",
        "    red --> green: go（警员）",
        "    green --> red: 停",
        "    green --> green: dim（电工）",
        "    green --> dark: end（电工）",
        "    red --> dark: end（电工）",
        "    dark --> [*]",
    ]
