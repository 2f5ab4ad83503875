"""Who looks at a message before the action that it was routed to: the first that knows an answer gives it.

People ask one thing in the light of another: 石桥镇呢 after an office, 要原件吗 after a guide, 有图解吗 after a policy. Each
slice that may have been meant looks in turn; a message that none of them knows is the action's own.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

Events = list[dict[str, Any]]
# Answers and gives the events, or gives None and has said nothing.
Look = Callable[[CollectingDispatcher, Tracker], Awaitable[Events | None]]


class Looking(Action):
    """Stands in for an action and runs it when nobody who looks first has answered."""

    def __init__(self, action: Action, looks: Sequence[Look]) -> None:
        self._action = action
        self._looks = tuple(looks)

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._action.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Let those who look first answer, in their order, else the action."""
        for look in self._looks:
            if (events := await look(dispatcher, tracker)) is not None:
                return events
        events_of_action: Events = await self._action.run(dispatcher, tracker, domain)
        return events_of_action


class LookAlone(Action):
    """An action of its own for a look: it answers what the look knows, and says nothing else."""

    def __init__(self, name: str, look: Look) -> None:
        self._name = name
        self._look = look

    def name(self) -> str:
        """Give the name the action is called by."""
        return self._name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Answer, or say nothing."""
        return await self._look(dispatcher, tracker) or []
