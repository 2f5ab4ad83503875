"""Citizens ask the same things in the same and in other words: an answer is kept until what it rests on changes.

An answer is found again by its words, or by its matter: what the question looks for once greetings, particles
and asking words are gone. Both give the very answer that looking it up would give.
"""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from knowledge.text.question import Question

KEPT_ANSWERS = 4096
# Longer questions are nobody else's, and their answers are not kept.
KEPT_QUESTION_LETTERS = 120

T = TypeVar("T")


class KeptAnswers(Generic[T]):
    """The answers asked for last, of one state of the published documents."""

    def __init__(self, *, most: int = KEPT_ANSWERS) -> None:
        """Keep so many answers at `most`."""
        self._most = most
        self._answers: dict[Hashable, T] = {}
        self._state: object = None

    def turn_to(self, state: object) -> None:
        """Forget everything when the published documents are no longer in this state."""
        if state != self._state:
            self._answers.clear()
            self._state = state

    def find(self, asked: Hashable) -> T | None:
        """Give the answer kept for what was asked, which thereby is the latest asked for."""
        answer = self._answers.pop(asked, None)
        if answer is not None:
            self._answers[asked] = answer
        return answer

    def keep(self, asked: Hashable, answer: T) -> None:
        """Keep an answer; the one that was not asked for longest makes room."""
        if len(self._answers) >= self._most:
            self._answers.pop(next(iter(self._answers)))
        self._answers[asked] = answer


def matter_key(readings: Sequence[Question]) -> Hashable:
    """Give all that a search for these readings of a question depends on: the rest of a `Question` follows from it."""
    return tuple(
        (
            " ".join(reading.core.split()),
            reading.answer_kind,
            reading.numbers,
            reading.number,
            reading.official,
        )
        for reading in readings
    )
