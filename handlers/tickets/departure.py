"""Whoever leaves the account is no longer named in what was handed over (wechat-protocol §6)."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.tickets.service import TicketService


class Unbinding:
    """Takes the name of whoever leaves off every hand-over; the goodbye is said by the action."""

    def __init__(self, service: TicketService) -> None:
        self._service = service

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Take it off, and leave the rest to others; raises `ServiceError`."""
        metadata = (tracker.latest_message or {}).get("metadata") or {}
        await self._service.leave(citizen=str(tracker.sender_id), channel=str(metadata.get("channel") or ""))
        return None
