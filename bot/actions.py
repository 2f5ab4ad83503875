"""Runs actions by the Rasa SDK's executor, in this process, and turns what they say into replies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action

from bot.assurance import MARK, Assurance
from bot.conversation import Conversation
from bot.message import NOTED, Card, Choice, Reply


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """What an action said and which events it returned."""

    replies: tuple[Reply, ...]
    events: tuple[Mapping[str, Any], ...]


class ActionRegistry:
    """Holds the registered actions, each an instance built with the service it needs."""

    def __init__(self, actions: Iterable[Action], *, domain: Mapping[str, Any]) -> None:
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)
        self._domain = dict(domain)

    def knows(self, name: str) -> bool:
        """Whether an action of that name was registered."""
        return name in self._executor.actions

    async def run(
        self, name: str, conversation: Conversation, *, candidates: Mapping[str, Any] | None = None
    ) -> ActionOutcome:
        """Run one action on the conversation as it stands; its events are returned, not yet applied.

        Whatever the action raises passes through: the dispatcher turns it into words.
        """
        call = {
            "next_action": name,
            "tracker": conversation.rasa(candidates=candidates),
            "domain": self._domain,
            "domain_digest": "mingbai",
        }
        result = await self._executor.run(call)
        if result is None:
            return ActionOutcome((), ())
        return ActionOutcome(tuple(_reply(said) for said in result.responses), tuple(result.events))


def _reply(said: Mapping[str, Any]) -> Reply:
    buttons = said.get("buttons") or ()
    card = (said.get("custom") or {}).get("card")
    assurance = said.get(MARK)
    return Reply(
        text=said.get("text") or "",
        choices=tuple(Choice(button["title"], button["payload"]) for button in buttons),
        card=Card(**card) if card else None,
        assurance=Assurance.of(assurance) if assurance else None,
        noted=str(said.get(NOTED) or ""),
    )
