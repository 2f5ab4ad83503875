"""The actions of this slice: what subscribes, and what offers it once in a talk after an answer."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import MARK, Degree
from bot.message import Wording
from handlers.subscriptions.choosing.catalogue import SubjectCatalogue
from handlers.subscriptions.choosing.deeds import CHANNEL, OFFERED_SLOT, SubscriptionDeeds
from handlers.subscriptions.choosing.replies import SubscriptionReplies
from handlers.subscriptions.consent.service import Subscriber, SubscriptionService
from handlers.talk.last_answer import SLOT as LAST_ANSWER
from handlers.talk.turn import channel_of, hear, say

Events = list[dict[str, Any]]


class Subscribe(Action):
    """Does what a step of subscriptions says, or reads from words of what somebody wants to be told."""

    def __init__(self, wording: Wording, deeds: SubscriptionDeeds) -> None:
        self._wording = wording
        self._deeds = deeds

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_subscribe"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Do it and say so; a channel that cannot be written to is told where to go."""
        if channel_of(tracker) != CHANNEL:
            say(dispatcher, tracker, self._wording("subscriptions.refused.channel"))
            return []
        deed = hear(tracker).slot("deed")
        if deed:
            return await self._deeds.done(dispatcher, tracker, deed)
        return await self._deeds.ask(dispatcher, tracker)


class OfferNews(Action):
    """Stands in for the action that answers, and offers beside an answer, once in a talk, to tell of changes later.

    Nothing is subscribed to by that: whoever takes the step is asked for consent.
    """

    def __init__(self, action: Action, *, catalogue: SubjectCatalogue, replies: SubscriptionReplies) -> None:
        self._action = action
        self._catalogue = catalogue
        self._replies = replies

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._action.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Let the action answer; offer only beside an answer that rests on a document, on a channel that can be written to."""
        before = len(dispatcher.messages)
        events: Events = await self._action.run(dispatcher, tracker, domain)
        if not self._may(tracker) or not _answered(dispatcher.messages[before:]):
            return events
        kept = [event["value"] for event in events if event.get("name") == LAST_ANSWER]
        last = kept[-1] if kept else None
        if not last or not last["document"] or last.get("guessed"):
            return events
        subject = self._catalogue.document(str(last["document"]))
        if subject is None:
            return events
        words, choice = self._replies.offer(subject)
        say(dispatcher, tracker, words, steps=(choice,))
        return [*events, SlotSet(OFFERED_SLOT, value=True)]

    @staticmethod
    def _may(tracker: Tracker) -> bool:
        heard = hear(tracker)
        quiet = heard.emergency or heard.limit or tracker.active_loop_name
        return not quiet and channel_of(tracker) == CHANNEL and not tracker.slots.get(OFFERED_SLOT)


class SubscriptionsLeft:
    """Ends the subscriptions of whoever leaves; the goodbye is said by the action."""

    def __init__(self, service: SubscriptionService) -> None:
        self._service = service

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """End them, and leave the rest to others; raises `ServiceError`."""
        await self._service.stop_all(Subscriber(str(tracker.sender_id), channel_of(tracker) or CHANNEL))
        return None


def _answered(messages: list[dict[str, Any]]) -> bool:
    """Whether something was said that is sure of itself."""
    return any((message.get(MARK) or {}).get("degree") == Degree.SURE for message in messages)
