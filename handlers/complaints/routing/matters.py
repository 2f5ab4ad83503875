"""Which matters of the duty list a complaint may be, each with its probability; a person confirms one.

The classes are those the model has learnt; the duty list says which of its matters a class may hold, and by which words
they are told apart. A model learnt from a county's own history may name the matters themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.complaints.classification.class_model import ClassModel
from handlers.complaints.duty_list import DutyList, MatterDuty

SHOWN = 3
MATTER_SURE_FROM = 0.7
"""From this probability on the likeliest matter stands chosen for the person who confirms it."""
UNTOLD = 0.5
"""What a matter weighs inside its class whose words the text has none of; each word that it has weighs one."""
WORD_GAIN = 2.0
"""By how much each of its words raises a matter against those of other classes, where the classes are in doubt."""


@dataclass(frozen=True, slots=True)
class MatterProposal:
    """The matters with their probabilities, the likeliest first, and whether the first is sure enough to stand chosen."""

    ranked: tuple[tuple[str, float], ...] = ()
    is_sure: bool = False

    @property
    def first(self) -> str:
        """Give the likeliest matter; empty where none is known."""
        return self.ranked[0][0] if self.ranked else ""


NO_PROPOSAL = MatterProposal()


def proposed(text: str, model: ClassModel, duties: DutyList) -> MatterProposal:
    """Give the matters that a text may be of."""
    if not duties.duties or not text.strip():
        return NO_PROPOSAL
    found = model.propose("", text)
    shares: dict[str, float] = {}
    for label, share in found.ranked:
        for matter, part in _within(label, text, duties).items():
            gain = 1.0 + WORD_GAIN * _words(duties.duty(matter), text)
            shares[matter] = shares.get(matter, 0.0) + share * part * gain
    total = sum(shares.values())
    if not total:
        return NO_PROPOSAL
    ranked = sorted(((matter, share / total) for matter, share in shares.items()), key=lambda pair: -pair[1])
    return MatterProposal(tuple(ranked[:SHOWN]), ranked[0][1] >= MATTER_SURE_FROM)


def _within(label: str, text: str, duties: DutyList) -> Mapping[str, float]:
    """Share a class out among the matters that it may hold, by the words of each; a matter of the class's own name is all of it."""
    if duties.duty(label):
        return {label: 1.0}
    held = [duty for duty in duties.duties if label in duty.classes]
    weights = {duty.matter: _weight(duty, text) for duty in held}
    total = sum(weights.values())
    return {matter: weight / total for matter, weight in weights.items()}


def _weight(duty: MatterDuty, text: str) -> float:
    return UNTOLD + _words(duty, text)


def _words(duty: MatterDuty | None, text: str) -> int:
    """Give how many of a matter's words a text has."""
    return sum(word in text for word in duty.words) if duty else 0
