"""The check of each answer of a visit at home; what cannot be is answered with what can."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.forms.slots import FormSlots
from bot.forms.spec import GATHERED_SLOT
from bot.message import Choice, Wording
from bot.text.identifiers import contact_phone
from handlers.appointments.home.form import (
    CONDITION,
    CONFIRMED,
    FORM,
    MATTER,
    NONE_OF_THESE,
    PHONE_SLOT,
    POSITION_SLOT,
    TIME,
    WHERE,
    required,
)
from handlers.appointments.home.half_days import fits, read_half_day
from handlers.appointments.home.particulars import ADDRESS_LETTERS
from handlers.appointments.home.phrases import NONE_HOLDS, told_condition
from handlers.appointments.home.prompts import conditions, offered
from handlers.appointments.home.service import HomeVisitService
from handlers.appointments.intake.form import confirming
from handlers.appointments.intake.heard_time import heard_wish
from handlers.appointments.intake.nearest import position_of
from handlers.appointments.intake.phrases import AGREED
from handlers.appointments.opening.time_wish import completed
from handlers.talk.form_actions import FieldChecks
from handlers.talk.form_choices import chosen
from handlers.talk.form_phrases import says_yes, submits
from handlers.talk.turn import hear, say, step

Values = dict[str, Any]
SHORTEST_ADDRESS_LETTERS = 4


class HomeVisitForm(FieldChecks):
    """Checks each answer; a fault is said in words with what is possible, and the field is asked again."""

    def __init__(self, wording: Wording, *, service: HomeVisitService) -> None:
        super().__init__(FORM, required)
        self._wording = wording
        self._service = service

    def validate_home_matter(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a matter that is done at home, by its name."""
        del domain
        said, county = chosen(value, tracker), self._service.county
        exact = [one.key for one in county.matters if one.name == said]
        named = exact or [one.key for one in county.named(said)] or [said]
        taken = [key for key in named if key in county.home.matters]
        if len(taken) == 1:
            return {MATTER: taken[0]}
        if matter := county.matter(named[0]):
            text = self._wording("home.fault.matter", matter=matter.name, phone=county.home.phone)
            say(dispatcher, tracker, text, in_form=True)
        return {MATTER: None}

    def validate_home_condition(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take one of the county's conditions; to whoever meets none it is said what can be done instead."""
        del domain
        said, home = chosen(value, tracker), self._service.county.home
        by_name = [one for one in home.conditions if one.name in said]
        found = (
            home.condition(said)
            or max(by_name, key=lambda one: len(one.name), default=None)
            or told_condition(said, home)
        )
        if found:
            return {CONDITION: found.key}
        if said == NONE_OF_THESE or NONE_HOLDS.fullmatch(said):
            steps = (
                step(self._wording("home.choose.leave"), "cancel"),
                *conditions(self._service.county, self._wording)[:-1],
            )
            self._say(dispatcher, tracker, "home.fault.condition", steps=steps, phone=home.phone)
        return {CONDITION: None}

    def validate_home_where(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take an address in words, or a location with its name."""
        del domain
        said, heard = str(value).strip(), hear(tracker)
        if heard.kind == "location":
            label = heard.fields.get("label", "").strip()[:ADDRESS_LETTERS]
            position = position_of(heard.fields)
            if label and position:
                return {WHERE: label, POSITION_SLOT: f"{position[0]},{position[1]}"}
            self._say(dispatcher, tracker, "home.fault.where")
            return {WHERE: None}
        if (
            not SHORTEST_ADDRESS_LETTERS <= len(said) <= ADDRESS_LETTERS
            or says_yes(said)
            or said.startswith("/")
        ):
            self._say(dispatcher, tracker, "home.fault.where")
            return {WHERE: None}
        # A position that was sent before belongs to another place.
        return {WHERE: said, POSITION_SLOT: None}

    async def validate_home_time(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a half of a day that was offered, or the one that words name; else show what is possible."""
        del domain
        said, heard, free = chosen(value, tracker), hear(tracker), await self._service.free()
        half = read_half_day(said) or next((one for one in free if one.spoken == said), None)
        if half:
            if half in free:
                return {TIME: half.text}
            self._say(dispatcher, tracker, "home.refused.full", when=half.spoken)
            return {TIME: None}
        wish = heard_wish(heard, said=said)
        wish = completed(wish, FormSlots(tracker.slots).gathered(TIME), said=said, today=heard.on)
        if wish.says_nothing or not (heard.slot("date") or heard.slot("time")):
            return {TIME: None}
        fitting = [one for one in free if not wish.fault and fits(one, wish)]
        if len(fitting) == 1:
            return {TIME: fitting[0].text}
        text, steps = offered(free, wish, self._wording, phone=self._service.county.home.phone)
        say(dispatcher, tracker, text, steps=steps, in_form=True)
        kept = "" if wish.fault or not fitting else wish.text
        return {TIME: None, GATHERED_SLOT: FormSlots(tracker.slots).with_piece(TIME, kept)}

    def validate_home_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a phone whose figures can be right: without one nobody can say that they are at the door."""
        del domain
        read = contact_phone(chosen(value, tracker))
        if read.valid:
            return {PHONE_SLOT: read.value}
        self._say(dispatcher, tracker, "home.fault.phone")
        return {PHONE_SLOT: None}

    def validate_home_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """File on an explicit yes only; anything else offers the choices again."""
        del domain
        if submits(value, agreed=AGREED):
            return {CONFIRMED: True}
        self._say(dispatcher, tracker, "home.fault.confirm", steps=confirming(self._wording))
        return {CONFIRMED: None}

    def _say(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        key: str,
        *,
        steps: tuple[Choice, ...] = (),
        **values: object,
    ) -> None:
        say(dispatcher, tracker, self._wording(key, **values), steps=steps, in_form=True)
