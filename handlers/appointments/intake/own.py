"""Tells of one's own appointments and visits at home: 约上没得，几号几点, and what to bring on that day.

Looked for before anything else is made of a message, as the same words without an appointment ask for something else.
"""

from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from handlers.appointments.booking.appointment import KeptAppointment
from handlers.appointments.booking.booked import BookedAppointments
from handlers.appointments.booking.lifecycle import CHANGEABLE, AppointmentState
from handlers.appointments.home.service import HomeVisitService
from handlers.appointments.home.visit import KeptHomeVisit
from handlers.appointments.intake.bringing import Bringing, bring_words
from handlers.appointments.intake.form import FORM
from handlers.appointments.intake.phrases import BRINGING, OWN, OWN_NUMBER, VISITED
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.talk.turn import Heard, hear, say, step

LONGEST_WORDS_LETTERS = 40
SHOWN = 4


class OwnAppointments:
    """Says when and where, with the number; or what to bring, where the words name no other matter."""

    def __init__(
        self, wording: Wording, *, booked: BookedAppointments, home: HomeVisitService, bringing: Bringing
    ) -> None:
        self._wording = wording
        self._booked = booked
        self._home = home
        self._bringing = bringing

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Tell it; None where the words ask for nothing of this, or could only mean what this citizen does not have."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not said or len(said) > LONGEST_WORDS_LETTERS or said.startswith("/"):
            return None
        if not any(words.search(said) for words in (OWN, OWN_NUMBER, VISITED, BRINGING)):
            return None
        return await self._asked(dispatcher, tracker, heard)

    async def _asked(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> list[EventType] | None:
        said, own = heard.said, OWN.search(heard.said) is not None
        visits = await self._visits(tracker)
        booked = await self._booked_of(tracker)
        if not own and BRINGING.search(said):
            return self._tell_bringing(dispatcher, tracker, heard, booked)
        if booked or visits:
            self._tell(dispatcher, tracker, booked, visits)
            return []
        if own:
            steps = (step(self._wording("appointments.own.book"), FORM.entrance),)
            say(dispatcher, tracker, self._wording("appointments.own.none"), steps=steps)
            return []
        return None

    @property
    def _county(self) -> AppointmentCounty:
        return self._home.county

    async def _booked_of(self, tracker: Tracker) -> list[KeptAppointment]:
        found = await self._booked.open_of(str(tracker.sender_id))
        return [one for one in found if one.state in CHANGEABLE]

    async def _visits(self, tracker: Tracker) -> Sequence[KeptHomeVisit]:
        return await self._home.open_of(str(tracker.sender_id))

    def _tell(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        booked: Sequence[KeptAppointment],
        visits: Sequence[KeptHomeVisit],
    ) -> None:
        lines = [self._line(one) for one in booked[:SHOWN]]
        lines += [
            self._wording(
                "appointments.own.home", number=one.number, matter=self._matter(one.matter), when=one.when
            )
            for one in visits[:SHOWN]
        ]
        text = "\n".join([self._wording("appointments.own.head"), *lines])
        steps = self._steps(booked[0]) if len(booked) == 1 and not visits else ()
        say(dispatcher, tracker, text, steps=steps)

    def _line(self, one: KeptAppointment) -> str:
        place = self._county.place(one.place)
        waits = self._wording("appointments.waits") if one.state is AppointmentState.WAITING else ""
        return self._wording(
            "appointments.own.line",
            number=one.number,
            matter=self._matter(one.matter),
            when=f"{one.when}{waits}",
            place=place.name if place else one.place,
            address=place.address if place else "",
        )

    def _steps(self, one: KeptAppointment) -> tuple[Choice, ...]:
        labels = {"change": "change", "ask_cancel": "cancel_it"}
        return tuple(
            step(self._wording(f"appointments.choose.{label}"), FORM.entrance, deed=deed, case_no=one.number)
            for deed, label in labels.items()
        )

    def _tell_bringing(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        heard: Heard,
        booked: Sequence[KeptAppointment],
    ) -> list[EventType] | None:
        """Tell what to bring to the one appointment there is; None where another matter is named, or several are open."""
        if len(booked) != 1 or heard.slot("title"):
            return None
        (one,) = booked
        if any(matter.key != one.matter for matter in self._county.named(heard.said)):
            return None
        matter, place = self._county.matter(one.matter), self._county.place(one.place)
        if matter is None or place is None:
            return None
        bring = bring_words(self._bringing(matter.guide), self._wording, phone=place.phone)
        text = self._wording(
            "appointments.own.bring", number=one.number, matter=matter.name, when=one.when, bring=bring
        )
        say(dispatcher, tracker, text)
        return []

    def _matter(self, key: str) -> str:
        matter = self._county.matter(key)
        return matter.name if matter else key
