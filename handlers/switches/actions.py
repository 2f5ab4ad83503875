"""What a talk says while something is switched: the plain text in the place of an answer, and the banner before the first one.

Neither stands in the way of a person or of danger: only what would answer is switched off, and the warning of danger
comes without a banner.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Wording
from handlers.switches.service import SwitchBoard
from handlers.switches.switch import SwitchKind
from handlers.talk.turn import hear, say, step
from knowledge.index.generations import Index

Events = list[dict[str, Any]]
SLOT = "banner_told"
"""Which banner a citizen was told, and on which day."""


class AnswerMeant(NamedTuple):
    """The documents that a message would be answered from if nothing were switched off, and whether that is sure."""

    documents: Sequence[str]
    sure: bool


class SwitchedOff:
    """Says in the place of an answer why there is none; `meant` looks a message up among everything that is published."""

    def __init__(
        self,
        wording: Wording,
        *,
        board: SwitchBoard,
        index: Index,
        meant: Callable[[Tracker], AnswerMeant],
    ) -> None:
        self._wording = wording
        self._board = board
        self._index = index
        self._meant = meant

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Take the place of what would answer; None where nothing is switched off that a message is answered from."""
        return self._look(dispatcher, tracker, surely=False)

    async def look_at_guess(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Do so for what was not understood: there only a document that surely answers counts as meant."""
        return self._look(dispatcher, tracker, surely=True)

    def _look(self, dispatcher: CollectingDispatcher, tracker: Tracker, *, surely: bool) -> Events | None:
        state = self._board.state()
        off = state.first(SwitchKind.ACCOUNT)
        words = off.words if off else ""
        if off is None and state.closed.some:
            words = self._closing(tracker, surely=surely)
        if not words:
            return None
        # Whoever is in danger was told whom to call, and nothing shall stand behind it.
        if not hear(tracker).emergency:
            person = step(self._wording("policy.steps.person"), "talk_to_human")
            say(dispatcher, tracker, self._wording("switches.instead", words=words), steps=(person,))
        return []

    def _closing(self, tracker: Tracker, *, surely: bool) -> str:
        reader = self._index.reader
        meant = self._meant(tracker)
        if reader is None or (surely and not meant.sure):
            return ""
        found = (self._board.state().closing(identifier, reader) for identifier in meant.documents)
        return next((one.words for one in found if one), "")


class Bannered(Action):
    """Stands in for an action and tells the banner before what it says, to each citizen once a day."""

    def __init__(self, action: Action, wording: Wording, *, board: SwitchBoard, clock: Clock) -> None:
        self._action = action
        self._wording = wording
        self._board = board
        self._clock = clock

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._action.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Run the action; what it says comes after the banner where that was not told yet."""
        banner = self._board.state().first(SwitchKind.BANNER)
        told = f"{banner.id} {local_date(self._clock.now())}" if banner else ""
        if banner is None or tracker.slots.get(SLOT) == told:
            unchanged: Events = await self._action.run(dispatcher, tracker, domain)
            return unchanged
        apart = CollectingDispatcher()
        events: Events = await self._action.run(apart, tracker, domain)
        if not apart.messages:
            return events
        dispatcher.utter_message(text=self._wording("switches.banner", words=banner.words))
        dispatcher.messages.extend(apart.messages)
        return [*events, SlotSet(SLOT, told)]
