"""What the actions of every form share: the frame of its checks, the question which field to correct, its filing."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.types import DomainDict

from bot.conversation import REQUESTED
from bot.forms.slots import FormSlots
from bot.forms.spec import FormSpec
from bot.message import Card, Choice
from handlers.talk.turn import say

Required = Callable[[Mapping[str, Any]], list[str]]
WhichWords = Callable[[dict[str, Any], bool], str]
"""Gives the question which field to correct, from the slots; in full only to its own citizen."""


class FieldChecks(FormValidationAction):
    """The frame of a form's checks: `required` gives the fields that the answers so far ask for, in order."""

    def __init__(self, form: FormSpec, required: Required) -> None:
        self._form = form
        self._required = required

    def name(self) -> str:
        """Give the name under which the form loop calls the checks."""
        return f"validate_{self._form.name}"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> list[str]:
        """Give the fields that are checked: those to be filled, as the answers so far require, and those never asked for."""
        del domain_slots, dispatcher, domain
        return [*self._form.unasked, *self._required(tracker.slots)]

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Extract nothing: the form loop hands over the awaited field's words itself."""
        del dispatcher, tracker, domain
        return []

    async def next_requested_slot(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> EventType:
        """Name the next empty field, or none; always said, since fields come and go with the answers."""
        del dispatcher, domain
        empty = (name for name in self._required(tracker.slots) if tracker.slots.get(name) is None)
        return SlotSet(REQUESTED, next(empty, None))


class AskWhichField(Action):
    """Asks which field shall be corrected, and shows what was filled so far with its numbers."""

    def __init__(self, form: FormSpec, words: WhichWords) -> None:
        self._form = form
        self._words = words

    def name(self) -> str:
        """Give the name under which the form loop asks for the field."""
        return f"action_ask_{self._form.name}_correction"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        slots = {**tracker.slots, **FormSlots(tracker.slots).reopened}
        text, noted = (self._words(slots, own) for own in (True, False))
        say(dispatcher, tracker, text, in_form=True, noted=noted)
        return []


@dataclass(frozen=True, slots=True)
class FormReceipt:
    """What is said once a form is filed: the words, the steps that follow, the link to the case; `events` keep what is left."""

    text: str
    steps: tuple[Choice, ...]
    card: Card
    events: tuple[EventType, ...] = ()


class FileForm(Action):
    """Files the form and gives the receipt."""

    def __init__(self, form: FormSpec, filed: Callable[[Tracker], Awaitable[FormReceipt]]) -> None:
        self._form = form
        self._filed = filed

    def name(self) -> str:
        """Give the name under which the form files itself."""
        return self._form.submit

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """File; the receipt says the number and what comes next."""
        del domain
        receipt = await self._filed(tracker)
        say(dispatcher, tracker, receipt.text, steps=receipt.steps, in_form=True, card=receipt.card)
        return list(receipt.events)
