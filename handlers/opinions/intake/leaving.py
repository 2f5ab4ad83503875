"""Whoever leaves the account is no longer named beside an opinion; what was said stays, and its number still finds it."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.opinions.collecting.service import OpinionService
from handlers.talk.turn import channel_of


class OpinionsLeft:
    """Takes the account of whoever leaves off every opinion; the goodbye is said by the action."""

    def __init__(self, service: OpinionService) -> None:
        self._service = service

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Take it off, and leave the rest to others; raises `ServiceError`."""
        await self._service.leave(citizen=str(tracker.sender_id), channel=channel_of(tracker))
        return None
