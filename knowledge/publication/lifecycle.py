"""Every step from a draft to a public document as one table: which duty takes it, and where it leads.

Three reviews by three persons (初审、复审、终审), none of them an author; three checks besides where the matter is a
sensitive one. The reviews follow the order 涉秘审查 → 内容审查 → 第一读者复核 → 发布 (disclosure rules §11).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import ProcedureError
from bot.lifecycle import Lifecycle, Refusals, Transition

ARTICLE = "《政府信息公开条例》第十七条"


class Stage(StrEnum):
    """Where the version on its way stands; an earlier one may be public all the while."""

    DRAFT = "draft"
    FIRST = "first_review"
    SECOND = "second_review"
    FINAL = "final_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Duty(StrEnum):
    """What a person is charged with; accounts' roles are turned into duties where both are known."""

    DRAFT = "draft"
    FIRST = "first"
    SECOND = "second"
    FINAL = "final"
    LINE = "line"
    LEGAL = "legal"
    FORM = "form"
    OVERSEE = "oversee"
    # Sees to citizens' cases, and has no part in what is published.
    SERVE = "serve"
    # Has a part in the procedure of disclosure requests; which one, the table of that procedure says.
    CASE = "case"


KEEPERS = frozenset(Duty) - {Duty.SERVE, Duty.CASE}


class Step(StrEnum):
    """What can be done to a document on its way."""

    SUBMIT = "submit"
    RECALL = "recall"
    PASS_FIRST = "pass_first"  # noqa: S105 - a step of the procedure
    PASS_SECOND = "pass_second"  # noqa: S105 - a step of the procedure
    RELEASE = "release"
    CHECK_LINE = "check_line"
    CHECK_LEGAL = "check_legal"
    CHECK_FORM = "check_form"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: the account's name, and the duties it carries."""

    login: str
    duties: frozenset[Duty]


@dataclass(frozen=True, slots=True)
class Rule(Transition[Stage, Step, Duty]):
    """One row: a step of the way to the public, the duties that may take it, and the stage it leads to."""


IN_REVIEW = (Stage.FIRST, Stage.SECOND, Stage.FINAL)
REVIEWS: Mapping[Stage, Step] = {
    Stage.FIRST: Step.PASS_FIRST,
    Stage.SECOND: Step.PASS_SECOND,
    Stage.FINAL: Step.RELEASE,
}
CHECKS: Mapping[Step, Duty] = {
    Step.CHECK_LINE: Duty.LINE,
    Step.CHECK_LEGAL: Duty.LEGAL,
    Step.CHECK_FORM: Duty.FORM,
}
# What each of them has to look at and tick; the words stand in the text files.
CHECKLISTS: Mapping[Step, tuple[str, ...]] = {
    Step.PASS_FIRST: ("secret", "personal", "attribute", "findings"),
    Step.PASS_SECOND: ("accurate", "basis", "figures", "validity"),
    Step.RELEASE: ("readable", "preview", "interpretation", "timing"),
    Step.CHECK_LINE: ("policy", "caliber"),
    Step.CHECK_LEGAL: ("authority", "content"),
    Step.CHECK_FORM: ("links", "wording", "layout"),
}
_OWN_DUTY = {Stage.FIRST: Duty.FIRST, Stage.SECOND: Duty.SECOND, Stage.FINAL: Duty.FINAL}


def _rows() -> Iterator[tuple[Stage, Rule]]:
    for stage in (Stage.DRAFT, Stage.PUBLISHED, Stage.WITHDRAWN):
        yield stage, Rule(Step.SUBMIT, frozenset({Duty.DRAFT}), Stage.FIRST)
    for stage, after in zip(IN_REVIEW, (*IN_REVIEW[1:], Stage.PUBLISHED), strict=True):
        yield stage, Rule(REVIEWS[stage], frozenset({_OWN_DUTY[stage]}), after)
        for step, duty in CHECKS.items():
            yield stage, Rule(step, frozenset({duty}), stage)
        yield stage, Rule(Step.SEND_BACK, frozenset({_OWN_DUTY[stage], *CHECKS.values()}), Stage.DRAFT)
        yield stage, Rule(Step.RECALL, frozenset({Duty.DRAFT}), Stage.DRAFT)
    # One person is enough to take something wrong out of the answers, whatever is under review besides.
    for stage in (Stage.DRAFT, *IN_REVIEW, Stage.PUBLISHED):
        yield stage, Rule(Step.WITHDRAW, KEEPERS, Stage.WITHDRAWN)
    # What was taken out by mistake may stand again as it stood, word for word; whoever carries the final review decides.
    yield Stage.WITHDRAWN, Rule(Step.PUT_BACK, frozenset({Duty.FINAL}), Stage.PUBLISHED)


PUBLICATION = Lifecycle(
    states=Stage,
    steps=Step,
    actors=Duty,
    rows=tuple(_rows()),
    starts=frozenset({Stage.DRAFT}),
    # Nothing is public for ever, and what was withdrawn may be submitted again.
    ends=frozenset(),
    articles=dict.fromkeys(Step, ARTICLE),
    refusals=Refusals(
        "publishing.refused.step", "publishing.refused.duty", skipped="publishing.refused.skipped"
    ),
    forward=(Step.SUBMIT, *REVIEWS.values()),
)
TABLE = PUBLICATION.table


def advance(stage: Stage, step: Step, *, duties: Collection[Duty]) -> Rule:
    """Give the row by which a step is taken from a stage.

    Raises `ProcedureError` when the table has no such row, or keeps it for another duty: no review is skipped.
    """
    return PUBLICATION.advance(stage, step, actors=duties)


def check_person(person: str, step: Step, *, authors: Collection[str], earlier: Mapping[str, Step]) -> None:
    """Refuse a review or check by an author, or by somebody who has given another one of the same round.

    `earlier` names who took which step. Raises `ProcedureError` with the person and the step taken before.
    """
    if person in authors:
        raise ProcedureError("publishing.refused.author", article=ARTICLE, person=person, step=step.value)
    before = earlier.get(person)
    if before is not None:
        raise ProcedureError(
            "publishing.refused.same_person",
            article=ARTICLE,
            person=person,
            before=before.value,
            step=step.value,
        )


def outstanding(kinds: Collection[str], taken: Collection[Step]) -> tuple[Step, ...]:
    """Give the checks still to be made: all three where the matter is of a sensitive kind, none elsewhere."""
    return tuple(step for step in CHECKS if step not in taken) if kinds else ()


def next_steps(stage: Stage, *, duties: Collection[Duty]) -> tuple[Step, ...]:
    """Give the steps that somebody with these duties may take from a stage, in the order of the table."""
    return PUBLICATION.next_steps(stage, actors=duties)
