"""What the form answers beside its fields: whether there is room, how many wait, and that nothing is signed up for yet."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from handlers.activities.intake.form import TELL_STANDING
from handlers.activities.intake.prompts import SignupPrompts
from handlers.activities.programme.lifecycle import ActivityPhase
from handlers.talk.turn import say


class TellSignupStanding(Action):
    """Says how the chosen activity stands; the form asks on behind it."""

    def __init__(self, *, prompts: SignupPrompts) -> None:
        self._prompts = prompts

    def name(self) -> str:
        """Give the name under which the form calls it."""
        return TELL_STANDING

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Say the place in the line that a sign-up of this moment would have."""
        del domain
        activity = await self._prompts.chosen(tracker.slots)
        if activity is None:
            text = self._prompts.words("standing_now.unchosen")
        elif activity.phase(self._prompts.now) is ActivityPhase.FULL:
            before = activity.waiting
            text = self._prompts.words("standing_now.full", before=before, place=before + 1)
        else:
            text = self._prompts.words("standing_now.open", left=activity.left)
        say(dispatcher, tracker, text, in_form=True)
        return []
