"""Small corrections of a text, each at its place: what proof-reading found is mended without opening the editor."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import InputError

CORRECTION_LETTERS = 200


@dataclass(frozen=True, slots=True)
class TextCorrection:
    """From `start` to `end` stands `old`; `new` shall stand there, and may be empty."""

    start: int
    end: int
    old: str
    new: str


def with_corrections(text: str, corrections: Sequence[TextCorrection]) -> str:
    """Give a text with corrections.

    Raises `InputError`: `corrections.refused.none`, `corrections.refused.long`, `corrections.refused.moved` where the old
    words do not stand at their place, `corrections.refused.twice` where two corrections meet.
    """
    if not corrections:
        raise InputError("corrections.refused.none")
    pieces: list[str] = []
    at = 0
    for one in sorted(corrections, key=lambda one: one.start):
        if len(one.new) > CORRECTION_LETTERS:
            raise InputError("corrections.refused.long", most=CORRECTION_LETTERS)
        if one.start < at:
            raise InputError("corrections.refused.twice")
        if not one.old or text[one.start : one.end] != one.old:
            raise InputError("corrections.refused.moved", words=one.old)
        pieces += [text[at : one.start], one.new]
        at = one.end
    return "".join([*pieces, text[at:]])
