"""The actions of appointments, and the filing of the form: one service method and its words."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.message import Card, Choice, Wording
from handlers.appointments.booking.appointment import BookingOrigin, BookingWish, KeptAppointment
from handlers.appointments.booking.booked import BookedAppointments
from handlers.appointments.booking.ledger import map_link
from handlers.appointments.booking.lifecycle import AppointmentState
from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.intake.bringing import Bringing, bring_words
from handlers.appointments.intake.entrance import StartAppointment
from handlers.appointments.intake.form import (
    CHANGING_SLOT,
    FORM,
    MATTER,
    OFFERED_SLOT,
    PLACE,
    PRIORITY_SLOT,
    TIME,
    WHOM_SLOT,
    read_time,
    read_wait,
    time_value,
)
from handlers.appointments.intake.offers import SlotOffers
from handlers.appointments.intake.phrases import SELF
from handlers.appointments.intake.prompts import AskAppointmentField, which_field
from handlers.appointments.intake.validation import AppointmentForm
from handlers.appointments.opening.time_wish import TimeWish
from handlers.cases import CaseAddress
from handlers.talk.form_choices import form_identity
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.spoken_time import spoken_day, spoken_span
from handlers.talk.turn import channel_of, say, step

SLOTS_AGAIN = 4


def actions(
    wording: Wording,
    *,
    service: AppointmentService,
    booked: BookedAppointments,
    start: StartAppointment,
    address: CaseAddress,
    bringing: Bringing,
    page: FormAddress = on_no_page,
) -> list[Action]:
    """Give every action by which an appointment is made, ready to be registered."""
    offers = SlotOffers(wording, service=service)
    return [
        start,
        AppointmentForm(wording, service=service, offers=offers),
        *(
            AskAppointmentField(slot, wording, service=service, offers=offers, page=page)
            for slot in FORM.order
        ),
        which_field(wording, county=service.county),
        SubmitAppointment(wording, service=service, booked=booked, address=address, bringing=bringing),
    ]


class SubmitAppointment(Action):
    """Books, waits or changes; where somebody else was quicker, the next free slots are offered."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: AppointmentService,
        booked: BookedAppointments,
        address: CaseAddress,
        bringing: Bringing,
    ) -> None:
        self._wording = wording
        self._service = service
        self._booked = booked
        self._address = address
        self._bringing = bringing

    def name(self) -> str:
        """Give the name under which the form files itself."""
        return FORM.submit

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """File the form; the receipt says when, where, what to bring and the number."""
        del domain
        kept_beside: list[EventType] = [
            SlotSet(name, None) for name in (WHOM_SLOT, PRIORITY_SLOT, CHANGING_SLOT, OFFERED_SLOT)
        ]
        try:
            kept = await self._filed(tracker)
        except InputError as refused:
            text = self._wording(refused.text_key, **refused.values)
            steps = await self._ways_on(tracker.slots, refused)
            say(dispatcher, tracker, text, steps=steps, in_form=True)
            return kept_beside
        card = Card(self._wording("appointments.receipt.page"), kept.number, self._address(kept.number))
        text = self._receipt(kept, changed=bool(tracker.slots.get(CHANGING_SLOT)))
        say(dispatcher, tracker, text, steps=self._steps(kept.number), in_form=True, card=card)
        return kept_beside

    async def _filed(self, tracker: Tracker) -> KeptAppointment:
        slots, citizen = tracker.slots, str(tracker.sender_id)
        value = str(slots.get(TIME))
        when, awaited = read_time(value), read_wait(value)
        if when and (number := slots.get(CHANGING_SLOT)):
            return await self._booked.move(str(number), citizen=citizen, day=when[0], starts=when[1])
        if when:
            day, starts = when
        elif awaited:
            day, starts = awaited.days[-1], None
        else:
            raise InputError("appointments.refused.no_slot")
        wanted = BookingWish(
            matter=str(slots.get(MATTER)),
            place=str(slots.get(PLACE)),
            day=day,
            starts=starts,
            whom=str(slots.get(WHOM_SLOT) or SELF),
            priority=bool(slots.get(PRIORITY_SLOT)),
            awaited=awaited,
        )
        return await self._service.book(wanted, origin=origin_of(tracker))

    async def _ways_on(self, slots: Mapping[str, Any], refused: InputError) -> tuple[Choice, ...]:
        if number := str(refused.values.get("number") or ""):
            return self._steps(number)
        if refused.text_key not in {"appointments.refused.gone", "appointments.refused.no_slot"}:
            return ()
        matter, place = str(slots.get(MATTER)), str(slots.get(PLACE))
        answer = await self._service.answer(matter, place, TimeWish())
        whom = str(slots.get(WHOM_SLOT) or SELF)
        return tuple(
            step(
                f"{spoken_day(one.slot.day)}{spoken_span(one.slot.starts, one.slot.ends)}",
                FORM.entrance,
                matter=matter,
                place_key=place,
                slot=time_value(one.slot),
                whom=whom,
            )
            for one in answer.slots[:SLOTS_AGAIN]
        )

    def _steps(self, number: str) -> tuple[Choice, ...]:
        words = {name: self._wording(f"appointments.choose.{key}") for name, key in _DEEDS.items()}
        return tuple(step(label, FORM.entrance, deed=deed, case_no=number) for deed, label in words.items())

    def _receipt(self, kept: KeptAppointment, *, changed: bool) -> str:
        county = self._service.county
        place, matter = county.place(kept.place), county.matter(kept.matter)
        if place is None or matter is None:
            raise InputError("appointments.refused.no_place")
        desk = place.desk(kept.desk)
        values = {
            "number": kept.number,
            "matter": matter.name,
            "place": place.name,
            "desk": desk.name if desk else "",
            "address": place.address,
            "way": place.way,
            "phone": place.phone,
            "map": map_link(place.position, place.key),
        }
        if kept.state is AppointmentState.WAITING or kept.starts is None or kept.ends is None:
            before = max(kept.place_in_line - 1, 0)
            return self._wording("appointments.receipt.waiting", when=kept.when, before=before, **values)
        brought = self._bringing(matter.guide)
        bring = bring_words(brought, self._wording, phone=place.phone)
        when = f"{spoken_day(kept.day)}{spoken_span(kept.starts, kept.ends)}"
        head = self._wording(f"appointments.receipt.{'changed' if changed else 'booked'}", **values)
        whom = self._wording("appointments.receipt.whom", whom=kept.whom) if kept.whom != SELF else ""
        return self._wording(
            "appointments.receipt.text", head=head, when=when, bring=bring, whom=whom, **values
        )


_DEEDS = {"change": "change", "ask_cancel": "cancel_it"}


def origin_of(tracker: Tracker) -> BookingOrigin:
    """Give where a filled form came from."""
    return BookingOrigin(form_identity(tracker), str(tracker.sender_id), channel_of(tracker))
