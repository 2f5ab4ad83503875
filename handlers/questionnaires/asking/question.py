"""A question of a questionnaire: the shape of its answers, its options, and where an answer leads. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

END = 0
"""Where an answer leads after which nothing more is asked."""
NEXT = -1
"""Leads to the question that stands below."""
Answer = tuple[str, ...]
"""The numbers of the options chosen, the points, or the words; empty for a question that was left out."""
Answers = dict[int, Answer]
"""What was answered so far, by the place of the question."""


class AnswerShape(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class QuestionOption:
    """One option, and the place of the question that follows it."""

    label: str
    goes_to: int = NEXT


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question; `place` counts from 1. `most` is how many options may be chosen, 0 for as many as there are.

    `low` and `high` are the ends of a scale, with their words. `goes_to` follows where no option leads elsewhere.
    """

    place: int
    shape: AnswerShape
    words: str
    options: tuple[QuestionOption, ...] = ()
    required: bool = True
    most: int = 0
    low: int = 1
    high: int = 5
    low_words: str = ""
    high_words: str = ""
    goes_to: int = NEXT
    line: int = 0

    @property
    def points(self) -> tuple[int, ...]:
        """The points of a scale."""
        return tuple(range(self.low, self.high + 1)) if self.shape is AnswerShape.SCALE else ()


Questions = tuple[SurveyQuestion, ...]
