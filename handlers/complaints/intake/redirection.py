"""Shows another door at once, with why, and counts it; who says that it is something else goes on."""

import logging

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import ServiceError
from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.complaints.case.service import ComplaintService
from handlers.complaints.intake.doors import OtherDoor, door_of
from handlers.complaints.intake.form import CHOOSE, FORM, INSIST
from handlers.talk.turn import say, step

log = logging.getLogger(__name__)


class Redirection:
    """Says which door words ask for."""

    def __init__(self, wording: Wording, *, service: ComplaintService, county: str = "") -> None:
        self._wording = wording
        self._service = service
        self._county = county

    async def shown(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str, *, in_form: bool = False
    ) -> bool:
        """Show the door that words ask for; give False where they ask for none."""
        door = door_of(said, county=self._county)
        if door is None:
            return False
        try:
            await self._service.show_door(door.value)
        except ServiceError:
            # Where to go is told all the same; only the figure lacks one.
            log.warning("another door was shown and could not be counted")
        lines = (
            self._wording("complaints.door.head"),
            self._wording(f"complaints.door.{door.value}"),
            self._wording("complaints.door.foot"),
        )
        steps = self._in_form() if in_form else self._outside(door, mask_text(said))
        say(dispatcher, tracker, "\n".join(lines), steps=steps, in_form=in_form)
        return True

    def _in_form(self) -> tuple[Choice, ...]:
        return (
            step(self._wording("complaints.choose.cancel"), "cancel"),
            step(self._wording("complaints.choose.insist"), CHOOSE, value=INSIST),
        )

    def _outside(self, door: OtherDoor, said: str) -> tuple[Choice, ...]:
        insists = step(self._wording("complaints.choose.insist"), FORM.entrance, said=said, insist="yes")
        person = step(self._wording("complaints.choose.person"), "talk_to_human")
        if door is OtherDoor.DISCLOSURE:
            asks = step(
                self._wording("complaints.choose.disclosure"),
                "disclosure_request",
                topic=said,
                checked="purpose",
            )
            return asks, insists, person
        return insists, person
