"""A procedure of the law as one table: from which state, by which step, by whom, to which state, and under which article.

Every service whose cases stand somewhere writes its own table; what such tables have in common is here: the check that
a table is whole, the refusal of a step that is not in it, the steps open to somebody, and a drawing of it all.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from bot.errors import ProcedureError

StateT = TypeVar("StateT", bound=StrEnum)
StepT = TypeVar("StepT", bound=StrEnum)
ActorT = TypeVar("ActorT", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[StateT, StepT, ActorT]):
    """One row of a table: a step, the parties or duties that may take it, and the state it leads to."""

    step: StepT
    actors: frozenset[ActorT]
    to: StateT


TransitionT = TypeVar("TransitionT", bound=Transition[Any, Any, Any])


@dataclass(frozen=True, slots=True)
class Refusals:
    """The text keys of the refusals: the step is not in the table, it is somebody else's, or steps before it are missing.

    A procedure without words for missing steps leaves `skipped` empty; its refusal names the state alone.
    """

    step: str
    actor: str
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[StateT, StepT, ActorT, TransitionT]):
    """A whole procedure. `rows` are its table in the order in which steps are offered.

    A case begins in one of `starts`; in those of `ends` it may stay for ever. `articles` name the rule behind each step,
    `forward` the steps that carry a case on: those of them that are missing are named by a refusal.
    Raises `ValueError` naming every fault of a table that is not whole, so that a slip is seen when the program starts.
    """

    states: type[StateT]
    steps: type[StepT]
    actors: type[ActorT]
    rows: tuple[tuple[StateT, TransitionT], ...]
    starts: frozenset[StateT]
    ends: frozenset[StateT]
    articles: Mapping[StepT, str]
    refusals: Refusals
    forward: tuple[StepT, ...] = ()
    table: Mapping[tuple[StateT, StepT], TransitionT] = field(init=False)

    def __post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise ValueError("; ".join(faults))
        table = {(state, row.step): row for state, row in self.rows}
        object.__setattr__(self, "table", MappingProxyType(table))

    def advance(self, state: StateT, step: StepT, *, actors: Collection[ActorT]) -> TransitionT:
        """Give the row by which a step is taken from a state by somebody who is one of `actors`.

        Raises `ProcedureError` with the article when the table has no such row, or keeps it for others.
        """
        row = self.table.get((state, step))
        if row is None:
            raise self.out_of_turn(state, step)
        if row.actors.isdisjoint(actors):
            raise ProcedureError(self.refusals.actor, article=self.articles[step], step=step.value)
        return row

    def out_of_turn(self, state: StateT, step: StepT) -> ProcedureError:
        """Give the refusal of a step that nobody can take from a state, with the steps that are missing before it."""
        values = {"state": state.value, "step": step.value}
        missing = self.missing(state, step)
        if not (missing and self.refusals.skipped):
            return ProcedureError(self.refusals.step, article=self.articles[step], **values)
        named = "、".join(one.value for one in missing)
        return ProcedureError(self.refusals.skipped, article=self.articles[step], missing=named, **values)

    def missing(self, state: StateT, step: StepT) -> tuple[StepT, ...]:
        """Give the shortest way forward to where a step can be taken; empty where it can be now, or no way leads there."""
        ways: dict[StateT, tuple[StepT, ...]] = {state: ()}
        waiting = deque([state])
        while waiting:
            at = waiting.popleft()
            if (at, step) in self.table:
                return ways[at]
            for before, row in self.rows:
                if before is at and row.step in self.forward and row.to not in ways:
                    ways[row.to] = (*ways[at], row.step)
                    waiting.append(row.to)
        return ()

    def next_steps(self, state: StateT, *, actors: Collection[ActorT]) -> tuple[StepT, ...]:
        """Give the steps that somebody who is one of `actors` may take from a state, in the order of the table."""
        return tuple(
            row.step for before, row in self.rows if before is state and not row.actors.isdisjoint(actors)
        )


def drawing(procedure: Lifecycle[Any, Any, Any, Any], words: Callable[[StrEnum], str]) -> str:
    """Give a procedure as a mermaid state diagram; `words` names states, steps and actors.

    Steps that lead from one state to the same other one share an arrow; a step that is open to all names nobody.
    """
    arrows: dict[tuple[StrEnum, StrEnum], list[str]] = {}
    for state, row in procedure.rows:
        named = [words(actor) for actor in procedure.actors if actor in row.actors]
        who = "" if len(named) == len(procedure.actors.__members__) else f"（{'、'.join(named)}）"
        arrows.setdefault((state, row.to), []).append(words(row.step) + who)
    lines = [
        "stateDiagram-v2",
        *(f'state "{words(state)}" as {state.value}' for state in procedure.states),
        *(f"[*] --> {state.value}" for state in procedure.states if state in procedure.starts),
        *(f"{state.value} --> {to.value}: {'；'.join(steps)}" for (state, to), steps in arrows.items()),
        *(f"{state.value} --> [*]" for state in procedure.states if state in procedure.ends),
    ]
    return "\n    ".join(lines) + "\n"


def _faults(procedure: Lifecycle[Any, Any, Any, Any]) -> Iterator[str]:
    """Find what keeps a table from being whole, each in a few words."""
    yield from _foreign(procedure)
    yield from _rows_at_fault(procedure)
    yield from _unused(procedure)
    yield from _dead_ends(procedure)


def _foreign(procedure: Lifecycle[Any, Any, Any, Any]) -> Iterator[str]:
    """Find what belongs to another procedure: equal texts of two enumerations do not make them one."""
    ends_and_starts = procedure.starts | procedure.ends
    for state in (
        *(state for state, _ in procedure.rows),
        *(row.to for _, row in procedure.rows),
        *ends_and_starts,
    ):
        if not isinstance(state, procedure.states):
            yield f"{state} is no state of {procedure.states.__qualname__}"
    for step in (*(row.step for _, row in procedure.rows), *procedure.articles):
        if not isinstance(step, procedure.steps):
            yield f"{step} is no step of {procedure.steps.__qualname__}"
    for actor in (actor for _, row in procedure.rows for actor in row.actors):
        if not isinstance(actor, procedure.actors):
            yield f"{actor} is nobody of {procedure.actors.__qualname__}"


def _rows_at_fault(procedure: Lifecycle[Any, Any, Any, Any]) -> Iterator[str]:
    seen: set[tuple[StrEnum, StrEnum]] = set()
    for state, row in procedure.rows:
        if not row.actors:
            yield f"nobody may take {row.step} from {state}"
        if (state, row.step) in seen:
            yield f"{row.step} leads from {state} twice"
        seen.add((state, row.step))


def _unused(procedure: Lifecycle[Any, Any, Any, Any]) -> Iterator[str]:
    taken = {row.step for _, row in procedure.rows}
    for step in procedure.steps:
        if step not in taken:
            yield f"no row takes {step}"
        if not procedure.articles.get(step):
            yield f"{step} has no article"
    reached = _reached(procedure)
    yield from (f"{state} is never reached" for state in procedure.states if state not in reached)


def _reached(procedure: Lifecycle[Any, Any, Any, Any]) -> set[StrEnum]:
    reached: set[StrEnum] = set(procedure.starts)
    while further := {row.to for state, row in procedure.rows if state in reached} - reached:
        reached |= further
    return reached


def _dead_ends(procedure: Lifecycle[Any, Any, Any, Any]) -> Iterator[str]:
    leaving = {state for state, row in procedure.rows if row.to is not state}
    for state in procedure.states:
        if state in leaving and state in procedure.ends:
            yield f"{state} is called an end, yet a step leads away from it"
        if state not in leaving and state not in procedure.ends:
            yield f"no step leads away from {state}, which is not called an end"
