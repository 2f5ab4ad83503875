"""Leaving and coming back in the talk: the goodbye cuts the cases loose, the welcome tells of them, and "找回" takes one up."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from handlers.county.profile import County
from handlers.returning.claim import LinkReader, read_wish
from handlers.returning.service import ReturningService, ReturnOutcome
from handlers.talk.turn import channel_of, hear, say, step

FOLLOWS = "event/subscribe"


class CasesLeft:
    """Takes the name of whoever leaves off the cases; the goodbye is said by the action."""

    def __init__(self, service: ReturningService) -> None:
        self._service = service

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Take it off, and leave the rest to others; raises `ServiceError`."""
        await self._service.leave(citizen=str(tracker.sender_id), channel=channel_of(tracker))
        return None


class TakeUpCase:
    """Looks at messages that want a case back; inside a form they are left to the form."""

    def __init__(
        self, wording: Wording, *, service: ReturningService, opened: LinkReader, county: County
    ) -> None:
        self._wording = wording
        self._service = service
        self._opened = opened
        self._county = county

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Take the case up, or say how that is done; None for any other message. Raises `ServiceError`."""
        if hear(tracker).kind != "text" or tracker.active_loop_name:
            return None
        wish = read_wish(str((tracker.latest_message or {}).get("text") or ""), self._opened)
        if wish is None:
            return None
        if wish.claim is None:
            say(dispatcher, tracker, self._wording("returning.how"))
            return []
        answer = await self._service.take_up(
            wish.claim, citizen=str(tracker.sender_id), channel=channel_of(tracker)
        )
        values = {"number": wish.claim.number, "left": answer.tries_left, "phone": self._county.office.phone}
        words = self._wording(f"returning.{answer.outcome}", **values)
        taken = answer.outcome is ReturnOutcome.TAKEN_UP
        steps = [step(wish.claim.number, "case_status", case_no=wish.claim.number)] if taken else []
        say(dispatcher, tracker, words, steps=steps)
        return []


class WelcomeBack(Action):
    """Stands in for the welcome, and tells whoever follows again that cases of theirs are still there."""

    def __init__(self, welcome: Action, wording: Wording, *, service: ReturningService) -> None:
        self._welcome = welcome
        self._wording = wording
        self._service = service

    def name(self) -> str:
        """Give the name of the welcome."""
        return str(self._welcome.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Welcome, then tell; raises `ServiceError`."""
        events: list[dict[str, Any]] = await self._welcome.run(dispatcher, tracker, domain)
        if hear(tracker).kind == FOLLOWS:
            waiting = await self._service.waiting(citizen=str(tracker.sender_id), channel=channel_of(tracker))
            if waiting:
                say(dispatcher, tracker, self._wording("returning.welcome", count=waiting))
        return events
