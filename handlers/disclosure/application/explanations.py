"""Answers what is asked about the application while it is filled in; each answer names the article it rests on."""

from datetime import timedelta

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import REQUESTED
from bot.message import Wording
from bot.retention import RetentionTerms
from handlers.county.office import Office
from handlers.county.profile import County
from handlers.disclosure.application.form import EXPLAIN, FORM
from handlers.disclosure.application.procedure import OF_TALKS, asked_of_procedure
from handlers.disclosure.application.questions import about, about_from_outside
from handlers.talk.turn import hear, say, step

MONTH = timedelta(days=30.4)


class ExplainApplication(Action):
    """Tells fee, time, presence, the reason for a number and the like (Regulation arts. 27, 29, 31, 33, 42)."""

    def __init__(self, wording: Wording, *, office: Office, county: County) -> None:
        self._wording = wording
        self._office = office
        self._county = county

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

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Answer a question about applying, or about the procedure, where no form is open; None for anything else."""
        heard = hear(tracker)
        chosen = str((tracker.latest_message or {}).get("text") or "").startswith("/")
        if chosen or tracker.active_loop_name or heard.emergency:
            return None
        text = self._told(heard.said)
        if not text:
            return None
        begin = step(self._wording("general.steps.begin"), FORM.entrance)
        say(dispatcher, tracker, text, steps=[begin])
        return []

    def _told(self, said: str) -> str:
        """Give what is told of what a question asks; empty when it asks for nothing of this."""
        asked = asked_of_procedure(said)
        topic = "" if asked in OF_TALKS else about_from_outside(said)
        if topic:
            return self._wording(
                f"disclosure.about.{topic}", phone=self._office.phone, address=self._office.address
            )
        return self._wording(f"disclosure.procedure.{asked}", **self._facts()) if asked else ""

    def _facts(self) -> dict[str, object]:
        office, county = self._office, self._county
        postcode, email = office.postcode, office.email
        return {
            "office": office.name,
            "phone": office.phone,
            "address": office.address,
            "postcode": self._wording("disclosure.procedure_facts.postcode", code=postcode)
            if postcode
            else "",
            "email": self._wording("disclosure.procedure_facts.email", email=email) if email else "",
            "hours": office.hours,
            "review_organ": office.review_organ,
            "court": office.court,
            "county": county.name,
            "hotline": county.hotline,
            "months": round(RetentionTerms().talk / MONTH),
        }
