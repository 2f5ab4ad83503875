"""Says what is done for nobody, and who may help instead; nothing is looked up, filed or handed over for such a message."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.limits import KEEP
from bot.message import Wording
from handlers.county.profile import County
from handlers.talk.turn import hear, say, step

Events = list[dict[str, Any]]
# Whoever is in want, or may be cheated, is offered a person; the others are told what can be done here.
BY_PERSON = frozenset({"child", "minor", "fraud", "pledge", "diagnosis"})


class KeepLimit(Action):
    """Says plainly what is not done here, by the kind of limit that the recogniser heard."""

    def __init__(self, wording: Wording, *, county: County) -> None:
        self._wording = wording
        self._county = county

    def name(self) -> str:
        """Give the name the action is called by."""
        return KEEP

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it; without a kind, what can be done here."""
        kind = hear(tracker).limit or "pastime"
        steps = [step(self._wording("general.steps.help"), "help")]
        if kind in BY_PERSON:
            steps.append(step(self._wording("general.steps.person"), "talk_to_human"))
        say(
            dispatcher, tracker, self._wording(f"general.limit.{kind}", county=self._county.name), steps=steps
        )
        return []
