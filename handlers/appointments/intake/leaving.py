"""Whoever leaves the account cannot be reminded any more: what is open is cancelled, and the seat goes to whoever waits."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.appointments.booking.booked import BookedAppointments
from handlers.appointments.home.service import HomeVisitService
from handlers.talk.turn import channel_of


class AppointmentsLeft:
    """Cancels the appointments and the visits at home of whoever leaves; the goodbye is said by the action."""

    def __init__(self, booked: BookedAppointments, home: HomeVisitService) -> None:
        self._booked = booked
        self._home = home

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Cancel them, and leave the rest to others; raises `ServiceError`."""
        citizen, channel = str(tracker.sender_id), channel_of(tracker)
        await self._booked.leave(citizen=citizen, channel=channel)
        await self._home.leave(citizen=citizen, channel=channel)
        return None
