"""The decision screen's forms: one question at a time in the order of the law, then the facts that a ground stands on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.message import Wording
from handlers.disclosure.decision.facts import SPECS, FactKind
from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround, facts_of, grounds_under
from handlers.disclosure.decision.outcomes import DecisionQuestion

QUESTIONS = tuple(question for question in DecisionQuestion if grounds_under(question))
LIST_KINDS = frozenset({FactKind.LIST})


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """One question: its words, its place, and the grounds that would end the decision here."""

    place: int
    total: int
    words: str
    grounds: tuple[tuple[str, str], ...]
    last: bool


@dataclass(frozen=True, slots=True)
class FactField:
    """One fact to be entered: `required` where the ground cannot do without it, `either` where one of several does."""

    name: str
    label: str
    kind: str
    required: bool
    either: bool
    choices: tuple[str, ...]


def question_form(place: int, texts: Wording) -> QuestionForm:
    """Give the question at a place, counted from 0."""
    question = QUESTIONS[place]
    grounds = tuple(
        (ground.value, texts(f"decision.ground.{ground.value}")) for ground in grounds_under(question)
    )
    return QuestionForm(
        place,
        len(QUESTIONS),
        texts(f"decision.question.{question.value}"),
        grounds,
        last=place == len(QUESTIONS) - 1,
    )


def fact_fields(ground: AnswerGround, texts: Wording) -> list[FactField]:
    """Give the facts of a ground, the required ones first."""
    needs = BY_GROUND[ground].needs
    alone = {need[0] for need in needs if len(need) == 1}
    grouped = {fact for need in needs if len(need) > 1 for fact in need}
    return [
        FactField(
            fact.value,
            texts(f"decision.fact.{fact.value}"),
            SPECS[fact].kind.value,
            required=fact in alone,
            either=fact in grouped,
            choices=SPECS[fact].choices,
        )
        for fact in facts_of(ground)
    ]


def passed_before(place: int) -> tuple[DecisionQuestion, ...]:
    """Give the questions that were answered on the way to a place."""
    order = tuple(DecisionQuestion)
    return order[: order.index(QUESTIONS[place])]


def typed_facts(ground: AnswerGround, fields: Mapping[str, str]) -> dict[str, Any]:
    """Give the facts that a form tells of as a paper keeps them; what was left empty is not there."""
    found: dict[str, Any] = {}
    for fact in facts_of(ground):
        typed = fields.get(f"fact_{fact.value}", "").strip()
        if not typed:
            continue
        kind = SPECS[fact].kind
        if kind is FactKind.TICK:
            found[fact.value] = True
        elif kind in LIST_KINDS:
            found[fact.value] = [line.strip() for line in typed.splitlines() if line.strip()]
        else:
            found[fact.value] = typed
    return found
