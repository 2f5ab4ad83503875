"""The actions of questionnaires: what there is to fill in, the questions, the handing in."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.message import Card, Choice, Wording
from handlers.cases import QUESTIONNAIRE, find_number, written
from handlers.questionnaires.asking import way
from handlers.questionnaires.collecting.questionnaire import QuestionnaireProgress
from handlers.questionnaires.collecting.service import QuestionnaireService
from handlers.questionnaires.intake.form import ANSWER, CONFIRMED, FORM, NUMBER_SLOT, PLACE_SLOT
from handlers.questionnaires.intake.phrases import ASKING, ASKING_PLAIN, OTHERS
from handlers.questionnaires.intake.prompts import AskHandIn, AskQuestion
from handlers.questionnaires.intake.validation import QuestionnaireForm
from handlers.talk.form_actions import AskWhichField
from handlers.talk.personal_page import PersonalPage
from handlers.talk.turn import hear, say, step

Events = list[EventType]
SHOWN = 5
LONGEST_WORDS_LETTERS = 40
KEPT_BESIDE = (NUMBER_SLOT, PLACE_SLOT)


def actions(wording: Wording, *, service: QuestionnaireService, start: "StartQuestionnaire") -> list[Action]:
    """Give every action by which a questionnaire is answered, ready to be registered."""
    return [
        start,
        QuestionnaireForm(wording, service=service),
        AskQuestion(wording, service=service),
        AskHandIn(wording, service=service),
        AskWhichField(FORM, lambda _, __: wording("questionnaires.ask.correction")),
        HandInQuestionnaire(wording, service=service),
    ]


class StartQuestionnaire(Action):
    """Shows what there is to fill in, or begins the one chosen where it was left."""

    def __init__(self, wording: Wording, *, service: QuestionnaireService, page: PersonalPage) -> None:
        self._wording = wording
        self._service = service
        self._page = page

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_start_questionnaire"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Begin the one that is chosen, or the only one; else show the list."""
        del domain
        number = hear(tracker).slot("questionnaire")
        return (
            await self._begun(dispatcher, tracker, number)
            if number
            else await self._list(dispatcher, tracker)
        )

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Act on words that mean a questionnaire, or name one by its number; None for all others."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind not in {"text", "voice"}:
            return None
        if (
            not said
            or len(said) > LONGEST_WORDS_LETTERS
            or said.startswith("/")
            or heard.slot("questionnaire")
        ):
            return None
        if (number := find_number(said) or "").startswith(QUESTIONNAIRE):
            return await self._begun(dispatcher, tracker, number)
        if not (ASKING.fullmatch(said) or ASKING_PLAIN.search(said)) or OTHERS.search(said):
            return None
        return await self._list(dispatcher, tracker)

    async def _list(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        found = await self._service.begun_by(str(tracker.sender_id))
        if not found:
            say(dispatcher, tracker, self._wording("questionnaires.list.none"))
            return []
        lines = [self._line(place, one) for place, one in enumerate(found[:SHOWN], start=1)]
        text = "\n".join([self._wording("questionnaires.list.head", count=len(found)), *lines])
        say(dispatcher, tracker, text, steps=self._steps(found))
        return []

    def _line(self, place: int, one: QuestionnaireProgress) -> str:
        state = "done" if one.is_done else "begun" if one.answers else "new"
        paper = one.questionnaire.paper
        return self._wording(
            f"questionnaires.list.{state}",
            place=place,
            title=paper.title,
            closes=written(paper.closes_on),
            most=way.left(one.questionnaire.questions, 1)[1],
            answered=len(way.met(one.questionnaire.questions, one.answers)),
        )

    @staticmethod
    def _steps(found: Sequence[QuestionnaireProgress]) -> tuple[Choice, ...]:
        return tuple(
            step(one.questionnaire.paper.title, FORM.entrance, questionnaire=one.questionnaire.number)
            for one in found[:SHOWN]
        )

    async def _begun(self, dispatcher: CollectingDispatcher, tracker: Tracker, number: str) -> Events:
        if tracker.active_loop_name:
            say(dispatcher, tracker, self._wording("questionnaires.in_form"))
            return []
        citizen = str(tracker.sender_id)
        try:
            progress = await self._service.progress(number, citizen=citizen)
        except InputError as refused:
            say(dispatcher, tracker, self._wording(refused.text_key, **refused.values))
            return []
        paper = progress.questionnaire.paper
        if progress.is_done or not progress.is_open:
            key = "again" if progress.is_done else "over"
            values = {"title": paper.title, "closed": written(paper.closes_on)}
            say(dispatcher, tracker, self._wording(f"questionnaires.refused.{key}", **values))
            return []
        most = way.left(progress.questionnaire.questions, 1)[1]
        head = self._wording(
            f"questionnaires.head.{'going' if progress.answers else 'new'}",
            title=paper.title,
            intro=paper.intro,
            most=most,
            kept=self._wording(f"questionnaires.kept.{'nameless' if paper.is_anonymous else 'named'}"),
        )
        address = self._page(citizen, number)
        card = Card(self._wording("questionnaires.page_card"), paper.title, address) if address else None
        say(dispatcher, tracker, head, in_form=True, card=card)
        fresh = {ANSWER: None, CONFIRMED: None, NUMBER_SLOT: number, PLACE_SLOT: None}
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]


class HandInQuestionnaire(Action):
    """Hands the answers in, once; what is over or was handed in is said."""

    def __init__(self, wording: Wording, *, service: QuestionnaireService) -> None:
        self._wording = wording
        self._service = service

    def name(self) -> str:
        """Give the name under which the form files itself."""
        return FORM.submit

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Hand in."""
        del domain
        number = str(tracker.slots.get(NUMBER_SLOT) or "")
        try:
            done = await self._service.hand_in(number, citizen=str(tracker.sender_id))
            text = self._wording("questionnaires.thanks", title=done.paper.title)
        except InputError as refused:
            text = self._wording(refused.text_key, **refused.values)
        say(dispatcher, tracker, text, in_form=True)
        return [SlotSet(name, None) for name in KEPT_BESIDE]
