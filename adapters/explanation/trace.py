"""What one message was decided by: everything that was noted in its turn, and the stretches that came near."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.assurance import Assurance
from bot.message import Reply
from bot.trace import ActionRun
from bot.understanding import Understanding
from handlers.talk.arbiter import Decision
from knowledge.answers.explanation import Lookup, WeighedExtract

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TurnNotes:
    """The notes of one turn by their kinds, each in the order in which it was noted."""

    heard: Understanding
    decisions: tuple[Decision, ...]
    actions: tuple[str, ...]
    lookups: tuple[Lookup, ...]

    @classmethod
    def of(cls, notes: Sequence[object]) -> "TurnNotes":
        """Sort the notes of a turn; what was looked up twice stands once."""
        lookups = {(one.question, one.circumstances): one for one in _of_kind(notes, Lookup)}
        return cls(
            heard=_of_kind(notes, Understanding)[0],
            decisions=_of_kind(notes, Decision),
            actions=tuple(one.action for one in _of_kind(notes, ActionRun)),
            lookups=tuple(lookups.values()),
        )


@dataclass(frozen=True, slots=True)
class DecisionTrace:
    """A message as it was decided.

    `decisive` is the lookup that the reply rests on, or that came nearest where it rests on none; `weighed` are its
    stretches, likeliest first. `sure` is the chance from which words are quoted, `likely` the belonging from which
    they are shown with a reservation.
    """

    said: str
    notes: TurnNotes
    replies: tuple[Reply, ...]
    decisive: Lookup | None
    weighed: tuple[WeighedExtract, ...]
    sure: float
    likely: float

    @property
    def claim(self) -> Assurance | None:
        """What the reply claims of the words it shows; None when it says nothing of any document."""
        return claim_of(self.replies)

    @property
    def used(self) -> int | None:
        """The place of the stretch that the reply shows among those weighed; None when it shows none of them."""
        shown = [one for reply in self.replies if reply.assurance for one in reply.assurance.quotations]
        return next(
            (
                place
                for place, one in enumerate(self.weighed)
                for quotation in shown
                if quotation.document == one.extract.citation.document.id
                and _same_words(quotation.text, one.extract.quoted)
            ),
            None,
        )


def claim_of(replies: Iterable[Reply]) -> Assurance | None:
    """Give the first claim of replies that says how sure it is, else the first; None when none claims anything."""
    claims = [reply.assurance for reply in replies if reply.assurance]
    return next((one for one in claims if one.confidence is not None), next(iter(claims), None))


def decisive(lookups: Sequence[Lookup], claim: Assurance | None) -> Lookup | None:
    """Give the lookup that a claim rests on: the last of the same confidence, else the surest; None of none."""
    if claim is not None and claim.confidence is not None:
        for lookup in reversed(lookups):
            if lookup.result.confidence == claim.confidence:
                return lookup
    return max(lookups, key=lambda lookup: lookup.result.confidence, default=None)


def _same_words(one: str, other: str) -> bool:
    """Whether one text is in the other, whatever stands between the words; what is shown may be cut short."""
    first, second = ("".join(filter(str.isalnum, text)) for text in (one, other))
    return bool(first and second) and (first in second or second in first)


def _of_kind(notes: Iterable[object], kind: type[T]) -> tuple[T, ...]:
    return tuple(one for one in notes if isinstance(one, kind))
