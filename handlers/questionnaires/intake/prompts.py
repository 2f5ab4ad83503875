"""What is said while a questionnaire is answered: the question with its place and its steps, and what is handed in."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.message import Choice, Wording
from handlers.questionnaires.asking import way
from handlers.questionnaires.asking.question import END, AnswerShape, SurveyQuestion
from handlers.questionnaires.collecting.questionnaire import QuestionnaireProgress
from handlers.questionnaires.collecting.service import QuestionnaireService
from handlers.questionnaires.intake.form import ANSWER, CONFIRMED, FORM, NUMBER_SLOT, PLACE_SLOT, chooses
from handlers.talk.turn import say, step

BACK = "form_back"


class AskQuestion(Action):
    """Asks the question that is next on the way; whoever goes back is asked the one before."""

    def __init__(self, wording: Wording, *, service: QuestionnaireService) -> None:
        self._wording = wording
        self._service = service

    def name(self) -> str:
        """Give the name under which the form loop asks for an answer."""
        return f"action_ask_{FORM.name}_{ANSWER}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        progress = await progress_of(self._service, tracker)
        place = asked_place(progress, tracker.slots)
        if _intent(tracker) == BACK:
            place = way.before(progress.questionnaire.questions, progress.answers, place)
        question = progress.question(place)
        if question is None:
            return []
        text = question_words(progress, question, self._wording)
        say(dispatcher, tracker, text, steps=option_steps(question), in_form=True)
        return [SlotSet(PLACE_SLOT, place)]


class AskHandIn(Action):
    """Asks whether the answers shall be handed in."""

    def __init__(self, wording: Wording, *, service: QuestionnaireService) -> None:
        self._wording = wording
        self._service = service

    def name(self) -> str:
        """Give the name under which the form loop asks for the yes to the whole."""
        return f"action_ask_{FORM.name}_{CONFIRMED}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        progress = await progress_of(self._service, tracker)
        count = len(way.met(progress.questionnaire.questions, progress.answers))
        text = self._wording("questionnaires.ask.hand_in", count=count)
        say(dispatcher, tracker, text, steps=handing_in(self._wording), in_form=True)
        return []


async def progress_of(service: QuestionnaireService, tracker: Tracker) -> QuestionnaireProgress:
    """Give how far the citizen of a talk has come; raises `InputError` where the questionnaire is gone."""
    return await service.progress(str(tracker.slots.get(NUMBER_SLOT) or ""), citizen=str(tracker.sender_id))


def asked_place(progress: QuestionnaireProgress, slots: Mapping[str, Any]) -> int:
    """Give the place of the question that was asked last, else of the one to be answered next."""
    asked = slots.get(PLACE_SLOT)
    return int(asked) if asked and progress.question(int(asked)) else progress.place


def handing_in(wording: Wording) -> tuple[Choice, ...]:
    """Give the steps below the last words."""
    return (
        step(wording("questionnaires.choose.hand_in"), "affirm"),
        step(wording("questionnaires.choose.back"), BACK),
        step(wording("questionnaires.choose.later"), "cancel"),
    )


def option_steps(question: SurveyQuestion) -> tuple[Choice, ...]:
    """Give the options of which one is chosen as numbered steps; of the other kinds the numbers are answers themselves."""
    if question.shape is not AnswerShape.SINGLE:
        return ()
    return tuple(chooses(option.label, str(at)) for at, option in enumerate(question.options, start=1))


def question_words(progress: QuestionnaireProgress, question: SurveyQuestion, wording: Wording) -> str:
    """Give a question with where it stands, its options and how it is answered."""
    at, total, is_sure = progress.standing(question.place)
    lines = [
        wording(f"questionnaires.ask.{'place' if is_sure else 'place_at_most'}", at=at, total=total),
        question.words,
    ]
    if question.shape is AnswerShape.MULTIPLE:
        lines += [f"{number}. {option.label}" for number, option in enumerate(question.options, start=1)]
    lines.append(how_words(question, wording))
    if not question.required:
        lines.append(wording("questionnaires.ask.skip"))
    if question.place in progress.answers and progress.place in {END, question.place}:
        lines.append(wording("questionnaires.ask.before"))
    return "\n".join(line for line in lines if line)


def how_words(question: SurveyQuestion, wording: Wording) -> str:
    """Give how a question is answered."""
    if question.shape is AnswerShape.SCALE:
        ends = bool(question.low_words and question.high_words)
        return wording(
            f"questionnaires.ask.how.{'scale_ends' if ends else 'scale'}",
            low=question.low,
            high=question.high,
            low_words=question.low_words,
            high_words=question.high_words,
        )
    if question.shape is AnswerShape.MULTIPLE and question.most:
        return wording("questionnaires.ask.how.multiple_most", most=question.most)
    return wording(f"questionnaires.ask.how.{question.shape.value}")


def _intent(tracker: Tracker) -> str:
    return str(((tracker.latest_message or {}).get("intent") or {}).get("name") or "")
