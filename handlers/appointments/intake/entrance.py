"""The way in: 预约明天下午办身份证 opens the form with all that was said; what is asked is only what is still open."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.forms.spec import GATHERED_SLOT
from bot.message import Wording
from bot.privacy import mask_text
from handlers.appointments.booking.appointment import KeptAppointment
from handlers.appointments.booking.booked import BookedAppointments
from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.home.deeds import DEEDS as HOME_DEEDS
from handlers.appointments.home.entrance import HomeDoor
from handlers.appointments.intake.deeds import AppointmentDeeds
from handlers.appointments.intake.form import (
    CHANGING_SLOT,
    FORM,
    MATTER,
    PLACE,
    PRIORITY_SLOT,
    TIME,
    WHOM_SLOT,
)
from handlers.appointments.intake.heard_time import heard_wish
from handlers.appointments.intake.phrases import SEAT_ASKED, comes_first, whom
from handlers.appointments.intake.settling import settled_place, settled_time
from handlers.appointments.opening.time_wish import TimeWish
from handlers.county.profile import County
from handlers.talk.turn import Heard, hear, say, step

SAID_LETTERS = 20
LONGEST_STORY_LETTERS = 160


class StartAppointment(Action):
    """Opens the form, or says what is open already."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: AppointmentService,
        booked: BookedAppointments,
        deeds: AppointmentDeeds,
        home: HomeDoor,
        county: County,
    ) -> None:
        self._wording = wording
        self._service = service
        self._booked = booked
        self._deeds = deeds
        self._home = home
        self._county = county

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_start_appointment"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Open the form; a chosen step does what it says."""
        del domain
        heard = hear(tracker)
        if not self._service.county.places:
            steps = (
                step(self._wording("general.steps.place"), "help", about="place"),
                step(self._wording("general.steps.person"), "talk_to_human"),
            )
            say(dispatcher, tracker, self._wording("appointments.entrance.nowhere"), steps=steps)
            return []
        if tracker.active_loop_name:
            say(dispatcher, tracker, self._wording("appointments.entrance.in_form"))
            return []
        if deed := heard.slot("deed"):
            doing = self._home.deeds.done if deed in HOME_DEEDS else self._deeds.done
            return await doing(dispatcher, tracker, deed, number=heard.slot("case_no"))
        if self._home.meant(heard):
            return await self._home.open(dispatcher, tracker)
        return await self._opened(dispatcher, tracker, heard)

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Open the form where a seat is asked for plainly, with the matter and a time; None for anything else."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not said or len(said) > LONGEST_STORY_LETTERS or said.startswith("/"):
            return None
        timed = heard.slot("date") or heard.slot("time")
        if not timed or not SEAT_ASKED.search(said) or not self._service.county.named(said):
            return None
        return await self._opened(dispatcher, tracker, heard)

    async def _opened(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> list[EventType]:
        county, person = self._service.county, heard.slot("whom") or whom(heard.said)
        named = county.named(heard.said)
        matter = heard.slot("matter") or (named[0].key if len(named) == 1 else "")
        if county.matter(matter) is None:
            matter = ""
        if matter and (known := await self._known(str(tracker.sender_id), matter, person)):
            self._deeds.show_open(dispatcher, tracker, known)
            return []
        wish = heard_wish(heard)
        place = self._place(heard, matter)
        at = await self._time(heard, matter, place, wish)
        say(dispatcher, tracker, self._head(heard, known=bool(matter or named)), in_form=True)
        fresh: Mapping[str, object] = {
            **dict.fromkeys(FORM.order),
            MATTER: matter or None,
            PLACE: place,
            TIME: at,
            WHOM_SLOT: person,
            PRIORITY_SLOT: comes_first(heard.said, age=county.priority_age) or None,
            CHANGING_SLOT: None,
            GATHERED_SLOT: {TIME: wish.text} if wish.text and not at else None,
        }
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]

    async def _known(self, citizen: str, matter: str, person: str) -> KeptAppointment | None:
        """Give what is open already for this matter and person."""
        return next(
            (
                one
                for one in await self._booked.open_of(citizen)
                if one.matter == matter and one.whom == person
            ),
            None,
        )

    def _place(self, heard: Heard, matter: str) -> str | None:
        if not matter:
            return None
        chosen = self._service.county.place(heard.slot("place_key"))
        if chosen and chosen.desk_for(matter):
            return chosen.key
        return settled_place(self._service.county, matter, heard.said)

    async def _time(self, heard: Heard, matter: str, place: str | None, wish: TimeWish) -> str | None:
        if not place:
            return None
        return heard.slot("slot") or await settled_time(self._service, matter, place, wish)

    def _head(self, heard: Heard, *, known: bool) -> str:
        sample = self._wording("appointments.sample") if self._service.county.sample else ""
        topic = heard.slot("topic")
        if not known and topic:
            said = mask_text(topic)[:SAID_LETTERS]
            return self._wording(
                "appointments.entrance.unknown", said=said, hotline=self._county.hotline, sample=sample
            )
        return self._wording("appointments.entrance.head", sample=sample)
