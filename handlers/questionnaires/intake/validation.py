"""The check of each answer of a questionnaire, which is kept at once; the next question is named, never a field of its own."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import REQUESTED
from bot.errors import InputError
from bot.message import Wording
from handlers.questionnaires.asking.question import END
from handlers.questionnaires.asking.replies import read_reply
from handlers.questionnaires.collecting.service import QuestionnaireService
from handlers.questionnaires.intake.form import ANSWER, CONFIRMED, FORM, PLACE_SLOT, chosen
from handlers.questionnaires.intake.prompts import asked_place, handing_in, progress_of
from handlers.talk.form_actions import FieldChecks
from handlers.talk.form_phrases import submits
from handlers.talk.turn import channel_of, say

Values = dict[str, Any]
GIVEN = "given"
"""Stands for an answer, which is kept with the questionnaire and not in the talk."""
ENDING = frozenset({"questionnaires.refused.over", "questionnaires.refused.again"})


class QuestionnaireForm(FieldChecks):
    """Keeps each answer that fits its question; a fault is said in words, and the question is asked again."""

    def __init__(self, wording: Wording, *, service: QuestionnaireService) -> None:
        super().__init__(FORM, lambda _: list(FORM.order))
        self._wording = wording
        self._service = service

    async def validate_questionnaire_answer(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Keep the answer to the question that was asked."""
        del domain
        try:
            progress = await progress_of(self._service, tracker)
            place = asked_place(progress, tracker.slots)
            question = progress.question(place)
            if question is None or progress.is_done:
                return {ANSWER: GIVEN}
            answer = read_reply(question, chosen(value, tracker))
            if answer is None:
                return {ANSWER: None}
            await self._service.answer(
                progress.questionnaire.number,
                place,
                answer,
                citizen=str(tracker.sender_id),
                channel=channel_of(tracker),
            )
        except InputError as refused:
            if refused.text_key in ENDING:
                # The filing says it, and closes the form.
                return {ANSWER: GIVEN}
            say(dispatcher, tracker, self._wording(refused.text_key, **refused.values), in_form=True)
            return {ANSWER: None}
        return {ANSWER: GIVEN, PLACE_SLOT: None}

    def validate_questionnaire_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Hand in on an explicit yes only; anything else offers the choices again."""
        del domain
        if submits(value):
            return {CONFIRMED: True}
        text = self._wording("questionnaires.ask.hand_in_again")
        say(dispatcher, tracker, text, steps=handing_in(self._wording), in_form=True)
        return {CONFIRMED: None}

    async def next_requested_slot(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> EventType:
        """Ask for an answer as long as the way has a question, then for the yes; nothing more of what is over or handed in."""
        del dispatcher, domain
        try:
            progress = await progress_of(self._service, tracker)
        except InputError:
            return SlotSet(REQUESTED, None)
        if progress.is_done or not progress.is_open:
            return SlotSet(REQUESTED, None)
        if progress.place != END:
            return SlotSet(REQUESTED, ANSWER)
        return SlotSet(REQUESTED, None if tracker.slots.get(CONFIRMED) else CONFIRMED)
