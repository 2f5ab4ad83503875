"""A correction in chat: "补正" shows the point that is open, "补正：……" answers it; the last answer hands the request in."""

import re

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from handlers.cases import written
from handlers.disclosure.proceeding.citizen_correction import CitizenCorrection, OpenCorrection
from handlers.talk.turn import hear, say

# Set off from what follows, so that a question about the procedure ("补正期限多久") is none.
CORRECTING = re.compile(r"补正(?:[:,，：、\s]+|$)")


class CorrectInChat:
    """Looks at messages that begin with the word for a correction, from whoever was asked for one."""

    def __init__(self, wording: Wording, *, service: CitizenCorrection) -> None:
        self._wording = wording
        self._service = service

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Take the message for a correction; None for anything else, and for whoever was asked for none."""
        said = hear(tracker).said.strip()
        found = CORRECTING.match(said)
        if found is None or tracker.active_loop_name:
            return None
        words, citizen = said[found.end() :].strip(), str(tracker.sender_id)
        standing = await (self._service.answer(citizen, words) if words else self._service.waiting(citizen))
        if standing is None:
            return None
        say(dispatcher, tracker, self._words(standing))
        return []

    def _words(self, standing: OpenCorrection) -> str:
        if not standing.point:
            due = written(standing.due_on)
            key = "handed_in" if due else "handed_in_provisional"
            return self._wording(f"disclosure.correction.{key}", number=standing.number, due=due)
        return self._wording(
            "disclosure.correction.point",
            number=standing.number,
            place=standing.answered + 1,
            total=len(standing.points),
            point=standing.point,
            until=written(standing.until),
        )
