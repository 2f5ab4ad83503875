"""The check of each answer of a sign-up; a fault is said in words, and the field is asked again."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.text.identifiers import contact_phone
from handlers.activities.intake.form import (
    ACTIVITY,
    ASKS_SLOT,
    CONDITIONS,
    CONFIRMED,
    FORM,
    NAME,
    PHONE,
    asked_by,
    confirming,
    required,
)
from handlers.activities.intake.meant import meant
from handlers.activities.intake.phrases import AGREED, INTRODUCED, MEETING, NO_NAME
from handlers.activities.intake.phrases import NAME as NAME_SHAPE
from handlers.activities.intake.prompts import MEETS, SignupPrompts
from handlers.talk.form_actions import FieldChecks
from handlers.talk.form_choices import chosen
from handlers.talk.form_phrases import FINISHED, says_yes, submits
from handlers.talk.turn import say
from knowledge.text.surnames import surnames

Values = dict[str, Any]
HAN_NAME_LETTERS = 4


class SignupForm(FieldChecks):
    """Checks each answer."""

    def __init__(self, *, prompts: SignupPrompts) -> None:
        super().__init__(FORM, required)
        self._prompts = prompts
        self._words = prompts.words

    async def validate_activity_choice(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take an activity by its number in the list or its name; another one may ask for other things."""
        del domain
        said, taking = chosen(value, tracker), await self._prompts.taking()
        named = [each for each in taking if str(each.number) == said or each.plan.title == said]
        named = named or meant(taking, said)
        if len(named) != 1:
            key = "which_activity" if named and len(named) < len(taking) else "fault.activity"
            say(
                dispatcher,
                tracker,
                self._words(key),
                steps=self._prompts.activities(named or taking),
                in_form=True,
            )
            return {ACTIVITY: None}
        return {ACTIVITY: str(named[0].number), ASKS_SLOT: asked_by(named[0]), CONDITIONS: None}

    def validate_activity_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a name."""
        del domain
        typed = chosen(value, tracker)
        said = INTRODUCED.sub("", typed)
        return (
            {NAME: said}
            if is_name(said, introduced=said != typed)
            else self._again(dispatcher, tracker, NAME)
        )

    def validate_activity_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a phone whose figures can be right."""
        del domain
        read = contact_phone(chosen(value, tracker))
        return {PHONE: read.value} if read.valid else self._again(dispatcher, tracker, PHONE)

    def validate_activity_conditions(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take that the conditions are met; anything else is no sign-up."""
        del domain
        said = chosen(value, tracker)
        if said == MEETS or MEETING.fullmatch(said) or says_yes(said, agreed=AGREED):
            return {CONDITIONS: True}
        return self._again(dispatcher, tracker, CONDITIONS)

    def validate_activity_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """File on an explicit yes only; anything else offers the choices again."""
        del domain
        if submits(value, agreed=AGREED):
            return {CONFIRMED: True}
        return self._again(dispatcher, tracker, CONFIRMED)

    def _again(self, dispatcher: CollectingDispatcher, tracker: Tracker, slot: str) -> Values:
        steps = confirming(self._prompts.wording) if slot == CONFIRMED else ()
        text = self._words(f"fault.{slot.removeprefix('activity_')}")
        say(dispatcher, tracker, text, steps=steps, in_form=True)
        return {slot: None}


def is_name(said: str, *, introduced: bool) -> bool:
    """Whether words may be a person's name: introduced as one, of a surname, or of more letters than a Chinese one has."""
    if not NAME_SHAPE.fullmatch(said) or NO_NAME.search(said) or says_yes(said) or FINISHED.fullmatch(said):
        return False
    known = surnames()
    return introduced or len(said) > HAN_NAME_LETTERS or said[0] in known.single or said[:2] in known.compound
