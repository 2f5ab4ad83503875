"""Answers what is asked about the application while it is filled in; each answer names the article it rests on."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import REQUESTED
from bot.message import Wording
from handlers.county.office import Office
from handlers.disclosure.application.form import EXPLAIN, FORM
from handlers.disclosure.application.questions import about
from handlers.talk.turn import hear, say


class ExplainApplication(Action):
    """Tells fee, time, presence, the reason for a number and the like (Regulation arts. 27, 29, 31, 33, 42)."""

    def __init__(self, wording: Wording, *, office: Office) -> None:
        self._wording = wording
        self._office = office

    def name(self) -> str:
        """Give the name under which the form calls for an explanation."""
        return EXPLAIN

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Tell it; the form asks its own question again afterwards."""
        del domain
        topic = about(hear(tracker).said, private=tracker.slots.get(REQUESTED) in FORM.private)
        if topic:
            text = self._wording(
                f"disclosure.about.{topic}", phone=self._office.phone, address=self._office.address
            )
            say(dispatcher, tracker, text, in_form=True)
        return []
