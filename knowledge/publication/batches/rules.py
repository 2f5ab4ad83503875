"""What can be done to several documents at once, as one table: whose duty it is, what a person has to look at, who undoes it.

A batch takes the same duty and the same human acts as a single step. What a person vouches for (particulars, the
disclosure attribute, that a text still stands) is vouched for document by document; what takes much away from citizens
at once takes two persons.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.errors import InputError, ProcedureError
from knowledge.publication.lifecycle import ARTICLE, KEEPERS, Duty

# A person has to look at every one of these documents: more than so many nobody looks at in one go.
MOST_LOOKED_AT = 50
# Above so many documents the number is typed in, and a withdrawal takes a second person.
FEW_DOCUMENTS = 20
# Several small withdrawals by one person within this time count as one.
COUNTED_FOR = timedelta(hours=24)
PROPOSED_FOR = timedelta(days=7)
UNDONE_WITHIN = timedelta(days=7)
# What is thrown away is kept for so long: `knowledge/library/discards.py`.
DISCARDS_KEPT = timedelta(days=30)
# A list of batches goes back as far as one of them may be undone.
LISTED_FOR = max(UNDONE_WITHIN, DISCARDS_KEPT)


class Action(StrEnum):
    """What is done to every document of a batch."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    THEME = "theme"
    REVIEW_ON = "review_on"
    CHECK = "check"
    CONFIRM = "confirm"
    DISCARD = "discard"


class BatchStage(StrEnum):
    """Where a batch stands."""

    PLANNED = "planned"
    PROPOSED = "proposed"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class ActionRule:
    """One row: who may begin it, what it needs besides, whether a person ticks each document, who may undo it, how long."""

    duties: frozenset[Duty]
    needs: str = ""
    looked_at: bool = False
    undo: frozenset[Duty] = frozenset()
    undone_within: timedelta = UNDONE_WITHIN


_DRAFT = frozenset({Duty.DRAFT})
RULES: Mapping[Action, ActionRule] = {
    Action.SUBMIT: ActionRule(_DRAFT, looked_at=True, undo=_DRAFT),
    # Whoever carries the final review decides what stands again before the public.
    Action.WITHDRAW: ActionRule(KEEPERS, needs="reason", undo=frozenset({Duty.FINAL})),
    Action.THEME: ActionRule(_DRAFT, needs="set_theme"),
    Action.REVIEW_ON: ActionRule(_DRAFT, needs="day"),
    Action.CHECK: ActionRule(_DRAFT, looked_at=True),
    Action.CONFIRM: ActionRule(_DRAFT, looked_at=True),
    # Nobody outside has seen a draft: it goes without ticks, and comes back as long as it is kept.
    Action.DISCARD: ActionRule(_DRAFT, undo=_DRAFT, undone_within=DISCARDS_KEPT),
}
# Who may confirm what another person has proposed to withdraw.
CONFIRMERS = frozenset({Duty.SECOND, Duty.FINAL, Duty.OVERSEE})


def require_duty(wanted: Collection[Duty], own: Collection[Duty]) -> None:
    """Refuse whoever has none of the duties wanted; raises `ProcedureError`."""
    if not set(wanted) & set(own):
        raise ProcedureError("batches.refused.duty", article=ARTICLE)


def require_number(count: int, typed: str) -> None:
    """Refuse many documents at once unless their number was typed in; raises `InputError`."""
    if count > FEW_DOCUMENTS and typed.strip() != str(count):
        raise InputError("batches.refused.typed", count=count)


def takes_two(action: Action, count: int, *, before: int) -> bool:
    """Whether a second person has to confirm; `before` are those the same person withdrew in batches just now."""
    return action is Action.WITHDRAW and count + before > FEW_DOCUMENTS
