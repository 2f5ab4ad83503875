"""What a person wants done with a planned batch, and what of it is lacking: nothing is taken for looked at unsaid."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import InputError
from knowledge.publication.batches.records import LONGEST_REFUSAL, BatchItemRecord, BatchRecord
from knowledge.publication.batches.rules import RULES, Action


@dataclass(frozen=True, slots=True)
class Will:
    """What a person wants done with a planned batch.

    `looked_at` are the documents ticked one by one, None where the action asks for no ticks. `leaves_out` says that
    the others are left out on purpose; `typed` is the number as it was typed in.
    """

    looked_at: frozenset[str] | None = None
    leaves_out: bool = False
    typed: str = ""
    attribute: str = ""
    reason: str = ""


def include(action: Action, items: Sequence[BatchItemRecord], will: Will) -> list[BatchItemRecord]:
    """Leave out what nobody looked at; raises `InputError` unless that was said, or when nothing is left."""
    if RULES[action].looked_at:
        looked_at = will.looked_at or frozenset()
        for item in items:
            item.included = item.document_id in looked_at
    included = [item for item in items if item.included]
    if not included:
        raise InputError("batches.refused.none")
    if len(included) < len(items) and not will.leaves_out:
        raise InputError("batches.refused.left_out", count=len(items) - len(included))
    return included


def determine(row: BatchRecord, will: Will) -> None:
    """Take over the attribute a person determined, with the reason; raises `InputError` without either."""
    if not will.attribute:
        raise InputError("publishing.refused.no_attribute")
    if not will.reason.strip():
        raise InputError("batches.refused.no_attribute_reason")
    row.attribute, row.value = will.attribute, will.reason.strip()[:LONGEST_REFUSAL]
