"""Being told later: a citizen whose question was declined asks for news, or wants none any more."""

from collections.abc import Mapping
from typing import Any, Protocol

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.talk.turn import Heard, hear, say, step

Events = list[dict[str, Any]]
INTENT = "await_answer"
# Only this channel can be written to unasked.
CHANNEL = "wechat"
CARRIED_LETTERS = 100


class WaitingRegistrar(Protocol):
    """Whoever keeps the list of those who want to be told; `knowledge.questions.waiting_list.WaitingList` does."""

    async def wait(self, question: str, *, citizen: str, channel: str) -> bool:
        """Put a citizen on the list; raises `ServiceError`."""
        ...

    async def stop(self, *, citizen: str, channel: str) -> int:
        """Take a citizen off every list; raises `ServiceError`."""
        ...


def offer(wording: Wording, tracker: Tracker, heard: Heard) -> tuple[Choice, ...]:
    """Give the step that asks to be told later; none on a channel that cannot be written to, or inside a form."""
    if _channel(tracker) != CHANNEL:
        return ()
    return (step(wording("policy.steps.tell"), INTENT, said=mask_text(heard.said)[:CARRIED_LETTERS]),)


class AwaitAnswer(Action):
    """Puts the citizen on the list of those who are told, or takes the citizen off (slot `confirmed` says no)."""

    def __init__(self, wording: Wording, *, waiting: WaitingRegistrar) -> None:
        self._wording = wording
        self._waiting = waiting

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_await_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Do it and say so."""
        heard, citizen, channel = hear(tracker), str(tracker.sender_id), _channel(tracker)
        person = step(self._wording("policy.steps.person"), "talk_to_human")
        if heard.slot("confirmed") == "no":
            await self._waiting.stop(citizen=citizen, channel=channel)
            say(dispatcher, tracker, self._wording("policy.waiting.stopped"), steps=(person,))
            return []
        if not heard.slot("said") or channel != CHANNEL:
            say(dispatcher, tracker, self._wording("policy.waiting.nothing"))
            return []
        await self._waiting.wait(heard.slot("said"), citizen=citizen, channel=channel)
        steps = (
            person,
            step(self._wording("policy.steps.disclosure"), "disclosure_request", topic=heard.slot("said")),
            step(self._wording("policy.steps.untell"), INTENT, confirmed="no"),
        )
        say(dispatcher, tracker, self._wording("policy.waiting.noted"), steps=steps)
        return []


class Leaving:
    """Takes whoever leaves off the list; the goodbye is said by the action."""

    def __init__(self, waiting: WaitingRegistrar) -> None:
        self._waiting = waiting

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Take off the list, and leave the rest to others; raises `ServiceError`."""
        await self._waiting.stop(citizen=str(tracker.sender_id), channel=_channel(tracker))
        return None


def _channel(tracker: Tracker) -> str:
    metadata: Mapping[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
    return str(metadata.get("channel") or "")
