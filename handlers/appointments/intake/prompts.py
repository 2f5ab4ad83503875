"""What the form of an appointment says when it asks: the question with its steps, and the summary before it is filed."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import FORM_ID
from bot.forms.slots import FormSlots
from bot.message import Card, Wording
from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.booking.spoken_wait import spoken_wait
from handlers.appointments.intake.form import (
    CHANGING_SLOT,
    FORM,
    MATTER,
    OFFERED_SLOT,
    PLACE,
    PRIORITY_SLOT,
    TIME,
    WHOM_SLOT,
    confirming,
    read_time,
    read_wait,
    time_value,
)
from handlers.appointments.intake.offers import SlotOffers
from handlers.appointments.intake.phrases import SELF
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.time_wish import TimeWish, completed
from handlers.talk.form_actions import AskWhichField
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.spoken_time import spoken
from handlers.talk.turn import hear, say

SUMMED = (MATTER, PLACE, TIME)
MOST_OFFERED = 80


class AskAppointmentField(Action):
    """Asks one field of the form."""

    def __init__(
        self,
        slot: str,
        wording: Wording,
        *,
        service: AppointmentService,
        offers: SlotOffers,
        page: FormAddress = on_no_page,
    ) -> None:
        self._slot = slot
        self._wording = wording
        self._service = service
        self._offers = offers
        self._page = page

    def name(self) -> str:
        """Give the name under which the form loop asks for the field."""
        return f"action_ask_{FORM.name}_{self._slot}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        if self._slot == TIME:
            earlier = FormSlots(tracker.slots).gathered(TIME)
            wish = completed(TimeWish(), earlier, said="", today=hear(tracker).on)
            await self._offers.show(dispatcher, tracker, wish, card=self._card(tracker))
            matter, place = str(tracker.slots.get(MATTER) or ""), str(tracker.slots.get(PLACE) or "")
            free = await self._service.free(matter, place, limit=MOST_OFFERED)
            return [SlotSet(OFFERED_SLOT, [time_value(slot) for slot in free])]
        slots = tracker.slots
        if self._slot == MATTER:
            named = self._service.county.named(hear(tracker).said)
            text = self._wording(f"appointments.ask.{'which_matter' if len(named) > 1 else 'matter'}")
            steps = self._offers.matters(named if len(named) > 1 else ())
        elif self._slot == PLACE:
            text = self._wording("appointments.ask.place")
            steps = self._offers.places(str(slots.get(MATTER) or ""))
        else:
            text, steps = (
                summary(slots, self._wording, county=self._service.county),
                confirming(self._wording),
            )
        card = self._card(tracker) if self._slot == MATTER else None
        say(dispatcher, tracker, text, steps=steps, in_form=True, card=card)
        return []

    def _card(self, tracker: Tracker) -> Card | None:
        """Give the link to the form's page, where it is asked what for and when."""
        address = self._page(str(tracker.sender_id), str(tracker.slots.get(FORM_ID) or ""))
        return Card(self._wording("appointments.page.open"), "", address) if address else None


def which_field(wording: Wording, *, county: AppointmentCounty) -> AskWhichField:
    """Give the question which field of an appointment shall be corrected."""

    def words(slots: dict[str, Any], own: bool) -> str:
        del own
        return "\n".join([wording("appointments.ask.which_field"), *_lines(slots, wording, county=county)])

    return AskWhichField(FORM, words)


def summary(slots: Mapping[str, Any], wording: Wording, *, county: AppointmentCounty) -> str:
    """Give the appointment for checking; the numbers are those by which a citizen corrects a field."""
    changing = slots.get(CHANGING_SLOT)
    head = (
        wording("appointments.summary.change", number=changing)
        if changing
        else wording("appointments.summary.head")
    )
    lines = [head, *_lines(slots, wording, county=county)]
    if (person := str(slots.get(WHOM_SLOT) or SELF)) != SELF:
        lines.append(wording("appointments.summary.whom", whom=person))
    if slots.get(PRIORITY_SLOT):
        lines.append(wording("appointments.summary.priority"))
    return "\n".join(lines)


def _lines(slots: Mapping[str, Any], wording: Wording, *, county: AppointmentCounty) -> list[str]:
    return [
        wording("appointments.summary.line", place=FORM.order.index(name) + 1,
                name=wording(f"appointments.field.{name}"), value=shown(name, str(slots[name]), wording, county=county))
        for name in SUMMED
        if slots.get(name) is not None
    ]  # fmt: skip


def shown(name: str, value: str, wording: Wording, *, county: AppointmentCounty) -> str:
    """Give a field as it is read back."""
    if name == MATTER:
        matter = county.matter(value)
        return matter.name if matter else value
    if name == PLACE:
        place = county.place(value)
        return place.name if place else value
    if when := read_time(value):
        return spoken(*when)
    awaited = read_wait(value)
    return f"{spoken_wait(awaited)}{wording('appointments.waits')}" if awaited else value
