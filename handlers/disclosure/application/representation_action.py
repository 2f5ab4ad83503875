"""Takes who files an application, said in the middle of the form; the form asks its own question again."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import REQUESTED
from bot.message import Wording
from handlers.disclosure.application.form import FORM, required
from handlers.disclosure.application.representation import (
    AGENT_FIELDS,
    BY_AGENT,
    LEGAL_REPRESENTATIVE,
    REPRESENT,
    SAYS_SO,
)
from handlers.talk.turn import hear, say


class TellRepresentation(Action):
    """Keeps that a representative files, that none does, or who the legal representative of an organisation is."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name under which the form calls for it."""
        return REPRESENT

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Keep it; a yes to the whole that was given before counts no more, since what is filed has changed."""
        del domain
        key, changed = _told(hear(tracker).said.strip())
        say(dispatcher, tracker, self._wording(f"disclosure.representation.{key}"), in_form=True)
        changed[FORM.confirmation] = None
        return [*(SlotSet(name, value) for name, value in changed.items()), *_next(tracker.slots, changed)]


def _told(said: str) -> tuple[str, dict[str, Any]]:
    if found := LEGAL_REPRESENTATIVE.fullmatch(said):
        return "legal", {"legal_representative": found["name"]}
    if SAYS_SO.fullmatch(said):
        return "begun", {BY_AGENT: True}
    return "ended", dict.fromkeys((BY_AGENT, *AGENT_FIELDS))


def _next(slots: Mapping[str, Any], changed: Mapping[str, Any]) -> list[EventType]:
    """Name the field that is asked now, where the whole was being read over or the awaited one is asked no more."""
    held = {**slots, **changed}
    awaited, asked = held.get(REQUESTED), required(held)
    if awaited in asked and awaited != FORM.confirmation:
        return []
    return [SlotSet(REQUESTED, next((name for name in asked if held.get(name) is None), FORM.confirmation))]
