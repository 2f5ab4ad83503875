"""Whoever leaves the account sees nobody's matters any more, and nobody sees theirs by a word they gave from it."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.matters.binding.binding import BindingAccount
from handlers.matters.binding.service import BindingService
from handlers.talk.turn import channel_of


class BindingsLeft:
    """Ends the bindings of whoever leaves; the goodbye is said by the action."""

    def __init__(self, service: BindingService) -> None:
        self._service = service

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """End them, and leave the rest to others; raises `ServiceError`."""
        await self._service.leave(BindingAccount(str(tracker.sender_id), channel_of(tracker)))
        return None
