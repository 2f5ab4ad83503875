"""Whoever is in distress is told whom to call, and a person of the office sees the words as well.

The number stands first and alone; that somebody here was told comes after it, with the number of the ticket. When the
ticket cannot be written, the number to call has been said all the same.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import ServiceError
from bot.message import Wording
from handlers.talk.turn import hear, say
from handlers.tickets.call import DISTRESS, Earlier, calling_of
from handlers.tickets.service import TicketService

log = logging.getLogger(__name__)
Events = list[dict[str, Any]]


class TellPerson(Action):
    """Stands in for the action that names the number to call, and tells the office after it."""

    def __init__(
        self, warning: Action, wording: Wording, *, service: TicketService, earlier: Earlier
    ) -> None:
        self._warning = warning
        self._wording = wording
        self._service = service
        self._earlier = earlier

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._warning.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Name the number, then tell the office of distress."""
        events: Events = await self._warning.run(dispatcher, tracker, domain)
        if hear(tracker).emergency not in DISTRESS:
            return events
        try:
            calling = await calling_of(tracker, self._earlier, hidden=self._wording("forms.private_answer"))
            opened = await self._service.open(replace(calling, distressed=True))
        except ServiceError:
            log.warning("the office could not be told of a citizen in distress")
            return events
        say(dispatcher, tracker, self._wording("tickets.distress", number=opened.number), in_form=True)
        return events
