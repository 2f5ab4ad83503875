"""Beside a reply that is perhaps the wrong door: what the documents have on the matter, to be chosen.

A complaint that is not taken here, a matter that is somebody else's: whoever says so has looked for an answer first,
and where something in the documents comes near, it is offered by name.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Wording
from handlers.policy.ask_policy import AskPolicy
from handlers.policy.matters import Matters
from handlers.policy.next_steps import STEPS_OFFERED
from handlers.talk.arbiter import asks
from handlers.talk.turn import Heard, hear, reading_of
from knowledge.answers.answer import Decline

Events = list[dict[str, Any]]
# Whether a door stands open to a message: then it is no wrong one.
Fits = Callable[[Heard, Tracker], Awaitable[bool]]
# Its words are compared with those before it, to tell whether it was said twice in a row.
UNCHANGED = frozenset({"action_fallback"})


class BesideDoor(Action):
    """Runs an action, and names beside what it says the matters that the documents tell of."""

    def __init__(
        self,
        action: Action,
        wording: Wording,
        *,
        asking: AskPolicy,
        matters: Matters,
        clock: Clock,
        fits: Fits | None = None,
    ) -> None:
        """Stand in for an action; where `fits` tells that a message holds what it needs, it speaks alone."""
        self._action = action
        self._wording = wording
        self._asking = asking
        self._matters = matters
        self._clock = clock
        self._fits = fits

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._action.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Let the action speak, then name what comes near below its last words."""
        before = len(dispatcher.messages)
        events: Events = await self._action.run(dispatcher, tracker, domain)
        heard = hear(tracker)
        if len(dispatcher.messages) == before or not _asks(heard, tracker):
            return events
        if self._fits is not None and await self._fits(heard, tracker):
            return events
        self._name(dispatcher.messages[-1], heard, tracker)
        return events

    def _name(self, said: dict[str, Any], heard: Heard, tracker: Tracker) -> None:
        asked = self._asking.outlook(tracker)
        if asked is None or not isinstance(asked.result, Decline):
            return
        offered = self._matters.steps(
            heard, asked.result.matters, today=local_date(self._clock.now()), most=STEPS_OFFERED
        )
        if not offered:
            return
        buttons = [{"title": choice.label, "payload": choice.payload} for choice in offered]
        said["buttons"] = [*buttons, *(said.get("buttons") or ())]
        if self.name() not in UNCHANGED:
            said["text"] = f"{said['text']}\n{self._wording('policy.beside_door')}"


def _asks(heard: Heard, tracker: Tracker) -> bool:
    """Whether a message asks something in words of its own; in danger, and in a form, nothing else is named."""
    if heard.emergency or tracker.active_loop_name or heard.kind != "text":
        return False
    metadata: Mapping[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
    return asks(heard.said) and not reading_of(str(metadata.get("normal_text") or ""))
