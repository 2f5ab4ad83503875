"""The figures of a questionnaire: how often each option and point was chosen, the mean of a scale. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from handlers.questionnaires.asking.question import Answer, Answers, AnswerShape, Questions, SurveyQuestion


@dataclass(frozen=True, slots=True)
class ChosenOption:
    """One option or point, and by how many it was chosen."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One question: how many met it and answered, how many left it out, and what they chose; `mean` of a scale only."""

    question: SurveyQuestion
    answered: int
    left_out: int
    chosen: tuple[ChosenOption, ...]
    mean: float | None = None


@dataclass(slots=True)
class QuestionnaireTotals:
    """Sums over everybody's answers; they tell nobody."""

    replies: int = 0
    chosen: dict[int, Counter[str]] = field(default_factory=dict)
    answered: Counter[int] = field(default_factory=Counter)
    left_out: Counter[int] = field(default_factory=Counter)

    def add(self, questions: Questions, answers: Answers) -> None:
        """Count one person's answers."""
        self.replies += 1
        for place, answer in answers.items():
            self._add_one(questions[place - 1], answer)

    def _add_one(self, question: SurveyQuestion, answer: Answer) -> None:
        if not answer:
            self.left_out[question.place] += 1
            return
        self.answered[question.place] += 1
        if question.shape is not AnswerShape.TEXT:
            self.chosen.setdefault(question.place, Counter()).update(answer)

    def kept(self) -> dict[str, Any]:
        """Give them as they are kept; the inverse of `read`."""
        return {
            "replies": self.replies,
            "chosen": {str(place): dict(counts) for place, counts in self.chosen.items()},
            "answered": {str(place): count for place, count in self.answered.items()},
            "left_out": {str(place): count for place, count in self.left_out.items()},
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Give what was kept."""
        return cls(
            int(kept["replies"]),
            {int(place): Counter(counts) for place, counts in kept["chosen"].items()},
            Counter({int(place): count for place, count in kept["answered"].items()}),
            Counter({int(place): count for place, count in kept["left_out"].items()}),
        )

    def figures(self, questions: Questions) -> tuple[QuestionFigures, ...]:
        """Give the figures question by question."""
        return tuple(self._of(question) for question in questions)

    def _of(self, question: SurveyQuestion) -> QuestionFigures:
        counts = self.chosen.get(question.place, Counter())
        labels = {str(number): option.label for number, option in enumerate(question.options, start=1)}
        labels = labels or {str(point): str(point) for point in question.points}
        chosen = tuple(ChosenOption(label, counts[value]) for value, label in labels.items())
        answered = self.answered[question.place]
        mean = None
        if question.shape is AnswerShape.SCALE and answered:
            mean = sum(int(point) * count for point, count in counts.items()) / answered
        return QuestionFigures(question, answered, self.left_out[question.place], chosen, mean)


def totals_of(questions: Questions, replies: Iterable[Answers]) -> QuestionnaireTotals:
    """Give the sums over some answers."""
    totals = QuestionnaireTotals()
    for answers in replies:
        totals.add(questions, answers)
    return totals
