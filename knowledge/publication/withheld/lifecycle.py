"""How something is withheld: the grounds the law knows, and the steps from a register entry to a sealed record, as one table.

涉密审核 → 不予公开备案 → 封存待查: three persons, none of whom takes two of the steps, and no step is skipped. A sealed
record is looked at again on its review date: it stays sealed until another day, or is released (Regulations art. 44).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.lifecycle import Lifecycle, Refusals, Transition
from knowledge.publication.lifecycle import Duty

ARTICLE = "《政府信息公开条例》第十三条"


class Ground(StrEnum):
    """Why something may not, or need not, be made public (Regulations art. 14 to 16)."""

    STATE_SECRET = "state_secret"  # noqa: S105 - a ground of the law
    FORBIDDEN = "forbidden"
    SECURITY = "security"
    BUSINESS = "business"
    PRIVACY = "privacy"
    INTERNAL = "internal"
    PROCESS = "process"
    CASE_FILE = "case_file"


ARTICLES: Mapping[Ground, str] = {
    Ground.STATE_SECRET: "条例第十四条",
    Ground.FORBIDDEN: "条例第十四条",
    Ground.SECURITY: "条例第十四条",
    Ground.BUSINESS: "条例第十五条",
    Ground.PRIVACY: "条例第十五条",
    Ground.INTERNAL: "条例第十六条第一款",
    Ground.PROCESS: "条例第十六条第二款",
    Ground.CASE_FILE: "条例第十六条第二款",
}
# These rest on another law or a decision of their own, which has to be named.
NAMED_BASIS = frozenset({Ground.STATE_SECRET, Ground.FORBIDDEN})


class Stage(StrEnum):
    """Where a record stands."""

    REGISTERED = "registered"
    CHECKED = "checked"
    RETURNED = "returned"
    SEALED = "sealed"
    RELEASED = "released"


class Step(StrEnum):
    """What can be done to a record."""

    REGISTER = "register"
    CHECK = "check"
    SEAL = "seal"
    SEND_BACK = "send_back"
    RENEW = "renew"
    RELEASE = "release"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Rule(Transition[Stage, Step, Duty]):
    """One row: a step of the register, the duties that may take it, and the stage it leads to."""


_HEAD = frozenset({Duty.FINAL})
_ROWS = (
    (Stage.RETURNED, Rule(Step.REGISTER, frozenset({Duty.DRAFT}), Stage.REGISTERED)),
    (Stage.REGISTERED, Rule(Step.CHECK, frozenset({Duty.FIRST}), Stage.CHECKED)),
    (Stage.REGISTERED, Rule(Step.SEND_BACK, frozenset({Duty.FIRST}), Stage.RETURNED)),
    (Stage.CHECKED, Rule(Step.SEAL, _HEAD, Stage.SEALED)),
    (Stage.CHECKED, Rule(Step.SEND_BACK, _HEAD, Stage.RETURNED)),
    (Stage.SEALED, Rule(Step.RENEW, _HEAD, Stage.SEALED)),
    (Stage.SEALED, Rule(Step.RELEASE, _HEAD, Stage.RELEASED)),
    (Stage.SEALED, Rule(Step.VIEW, frozenset({Duty.FINAL, Duty.OVERSEE}), Stage.SEALED)),
)
WITHHOLDING = Lifecycle(
    states=Stage,
    steps=Step,
    actors=Duty,
    rows=_ROWS,
    # What somebody enters is registered at once; from there on it follows the table.
    starts=frozenset({Stage.REGISTERED}),
    ends=frozenset({Stage.RELEASED}),
    articles=dict.fromkeys(Step, ARTICLE),
    refusals=Refusals("withheld.refused.step", "withheld.refused.duty", skipped="withheld.refused.skipped"),
    forward=(Step.REGISTER, Step.CHECK, Step.SEAL),
)
TABLE = WITHHOLDING.table
# Who may see the register at all; what is sealed in a record only `Step.VIEW` shows.
READERS = frozenset({Duty.DRAFT, Duty.FIRST, Duty.SECOND, Duty.FINAL, Duty.OVERSEE})
# Registering, checking and sealing are three persons' work.
APART = frozenset({Step.REGISTER, Step.CHECK, Step.SEAL})
WITH_REASON = frozenset({Step.SEND_BACK, Step.RENEW, Step.RELEASE, Step.VIEW})
POINTS: Mapping[Step, tuple[str, ...]] = {
    Step.CHECK: ("secret", "elsewhere"),
    Step.SEAL: ("ground", "divisible"),
}


def advance(stage: Stage, step: Step, *, duties: Collection[Duty]) -> Rule:
    """Give the row of a step; raises `ProcedureError` when there is none, or it is another duty's."""
    return WITHHOLDING.advance(stage, step, actors=duties)


def next_steps(stage: Stage, *, duties: Collection[Duty]) -> tuple[Step, ...]:
    """Give the steps that somebody with these duties may take, in the order of the table."""
    return WITHHOLDING.next_steps(stage, actors=duties)
