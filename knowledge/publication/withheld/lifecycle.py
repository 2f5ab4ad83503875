"""How something is withheld: the grounds the law knows, and the steps from a register entry to a sealed record, as one table.

涉密审核 → 不予公开备案 → 封存待查: three persons, none of whom takes two of the steps, and no step is skipped. A sealed
record is looked at again on its review date: it stays sealed until another day, or is released (Regulations art. 44).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import ProcedureError
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
class Rule:
    """One row: who may take a step, and the stage it leads to."""

    duties: frozenset[Duty]
    to: Stage


_HEAD = frozenset({Duty.FINAL})
TABLE: Mapping[tuple[Stage, Step], Rule] = {
    (Stage.RETURNED, Step.REGISTER): Rule(frozenset({Duty.DRAFT}), Stage.REGISTERED),
    (Stage.REGISTERED, Step.CHECK): Rule(frozenset({Duty.FIRST}), Stage.CHECKED),
    (Stage.REGISTERED, Step.SEND_BACK): Rule(frozenset({Duty.FIRST}), Stage.RETURNED),
    (Stage.CHECKED, Step.SEAL): Rule(_HEAD, Stage.SEALED),
    (Stage.CHECKED, Step.SEND_BACK): Rule(_HEAD, Stage.RETURNED),
    (Stage.SEALED, Step.RENEW): Rule(_HEAD, Stage.SEALED),
    (Stage.SEALED, Step.RELEASE): Rule(_HEAD, Stage.RELEASED),
    (Stage.SEALED, Step.VIEW): Rule(frozenset({Duty.FINAL, Duty.OVERSEE}), Stage.SEALED),
}
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
    rule = TABLE.get((stage, step))
    if rule is None:
        raise ProcedureError("withheld.refused.step", article=ARTICLE, stage=stage.value, step=step.value)
    if not rule.duties & set(duties):
        raise ProcedureError("withheld.refused.duty", article=ARTICLE, step=step.value)
    return rule


def next_steps(stage: Stage, *, duties: Collection[Duty]) -> tuple[Step, ...]:
    """Give the steps that somebody with these duties may take, in the order of the table."""
    own = set(duties)
    return tuple(step for (at, step), rule in TABLE.items() if at is stage and rule.duties & own)
