"""Leads to another door whoever asks for it by its words; what was found shut today is said so, with the phone."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from handlers.other_doors.service import OtherDoorService
from handlers.talk.turn import hear, say


class LeadElsewhere:
    """Looks for a door that is meant; whoever means none is left to others."""

    def __init__(self, wording: Wording, *, service: OtherDoorService) -> None:
        self._wording = wording
        self._service = service

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Say where the door is; None where none is meant."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text":
            return None
        door = self._service.doors.meant(heard.said)
        if door is None:
            return None
        tried = await self._service.one(door)
        words = self._wording(
            "other_doors.shut" if tried.dead else "other_doors.open",
            name=door.name,
            address=door.address,
            phone=door.phone,
            note=door.note,
            sample=self._wording("other_doors.sample") if self._service.doors.sample else "",
        )
        say(dispatcher, tracker, words)
        return []
