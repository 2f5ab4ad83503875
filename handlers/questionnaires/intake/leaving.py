"""Whoever leaves the account is no longer named beside answers; the mark stays, so that nobody answers twice by leaving."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.questionnaires.collecting.service import QuestionnaireService
from handlers.talk.turn import channel_of


class RepliesLeft:
    """Takes the account of whoever leaves off all answers; the goodbye is said by the action."""

    def __init__(self, service: QuestionnaireService) -> None:
        self._service = service

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Take it off, and leave the rest to others; raises `ServiceError`."""
        await self._service.leave(citizen=str(tracker.sender_id), channel=channel_of(tracker))
        return None
