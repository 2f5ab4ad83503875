"""A questionnaire as others see it, and how far somebody has come with it: values without machinery."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import local_date
from handlers.questionnaires.asking import way
from handlers.questionnaires.asking.question import END, Answers, Questions, SurveyQuestion
from handlers.questionnaires.collecting.lifecycle import QuestionnaireState


@dataclass(frozen=True, slots=True)
class QuestionnairePaper:
    """What the office writes of a questionnaire."""

    title: str
    unit: str
    intro: str
    outline: str
    closes_on: date
    is_anonymous: bool = True


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire with where it stands."""

    number: str
    paper: QuestionnairePaper
    questions: Questions
    opens_on: date | None
    state: QuestionnaireState

    def takes_answers(self, now: datetime) -> bool:
        """Whether answers are taken at an instant: until the midnight that ends its last day."""
        if self.state is not QuestionnaireState.OPEN or self.opens_on is None:
            return False
        return self.opens_on <= local_date(now) <= self.paper.closes_on


@dataclass(frozen=True, slots=True)
class QuestionnaireProgress:
    """How far somebody has come: the answers, whether they were handed in, and whether answers are taken at all."""

    questionnaire: Questionnaire
    answers: Answers
    is_done: bool = False
    is_open: bool = True

    @property
    def place(self) -> int:
        """The place of the question to be answered next; END once all are answered."""
        return way.next_open(self.questionnaire.questions, self.answers)

    def question(self, place: int) -> SurveyQuestion | None:
        """Give the question at a place of the way; None for what is not met."""
        questions = self.questionnaire.questions
        return questions[place - 1] if place in way.way(questions, self.answers) and place != END else None

    def standing(self, place: int) -> tuple[int, int, bool]:
        """Give which question of the way this is, of how many at most, and whether it is surely so many."""
        questions = self.questionnaire.questions
        places = way.way(questions, self.answers)
        at = places.index(place) + 1 if place in places else len(places)
        least, most = way.left(questions, place)
        return at, at - 1 + most, least == most
