"""What the form of a visit at home says when it asks, and the summary before it is filed."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import FORM_ID
from bot.forms.slots import FormSlots
from bot.message import Card, Choice, Wording
from bot.privacy import mask_phone, mask_text
from handlers.appointments.home.form import (
    CONDITION,
    CONFIRMED,
    FORM,
    MATTER,
    NONE_OF_THESE,
    OFFERED_SLOT,
    PHONE_SLOT,
    TIME,
    WHERE,
    WHOM_SLOT,
)
from handlers.appointments.home.half_days import HalfDay, fits, read_half_day
from handlers.appointments.home.service import HomeVisitService
from handlers.appointments.intake.form import confirming
from handlers.appointments.intake.phrases import SELF
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.time_wish import TimeWish, completed
from handlers.talk.form_actions import AskWhichField
from handlers.talk.form_choices import chooses
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.turn import hear, say

SUMMED = tuple(name for name in FORM.order if name != CONFIRMED)
ON_PAGE = frozenset({MATTER, CONDITION, WHERE})
"""The questions beside which the page is offered: those asked first."""
HALVES_SHOWN = 8


class AskHomeField(Action):
    """Asks one field of the form."""

    def __init__(
        self, slot: str, wording: Wording, *, service: HomeVisitService, page: FormAddress = on_no_page
    ) -> None:
        self._slot = slot
        self._wording = wording
        self._service = service
        self._page = page

    def name(self) -> str:
        """Give the name under which the form loop asks for the field."""
        return f"action_ask_{FORM.name}_{self._slot}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        if self._slot == CONFIRMED:
            county = self._service.county
            text, noted = (
                summary(tracker.slots, self._wording, county=county, own=own) for own in (True, False)
            )
            steps = confirming(self._wording)
            say(dispatcher, tracker, text, steps=steps, in_form=True, noted=noted)
            return []
        free = await self._service.free() if self._slot == TIME else ()
        text, steps = self._question(tracker, free)
        say(dispatcher, tracker, text, steps=steps, in_form=True, card=self._card(tracker))
        return [SlotSet(OFFERED_SLOT, [half.text for half in free])] if free else []

    def _card(self, tracker: Tracker) -> Card | None:
        """Give the link to the form's page, where much is still to be told."""
        if self._slot not in ON_PAGE:
            return None
        address = self._page(str(tracker.sender_id), str(tracker.slots.get(FORM_ID) or ""))
        return Card(self._wording("home.page.open"), "", address) if address else None

    def _question(self, tracker: Tracker, free: Sequence[HalfDay]) -> tuple[str, tuple[Choice, ...]]:
        county = self._service.county
        if self._slot == MATTER:
            done = [one for one in county.matters if one.key in county.home.matters]
            return self._wording("home.ask.matter"), tuple(chooses(one.name, one.key) for one in done)
        if self._slot == CONDITION:
            return self._wording("home.ask.condition"), conditions(county, self._wording)
        if self._slot == TIME:
            earlier = FormSlots(tracker.slots).gathered(TIME)
            wish = completed(TimeWish(), earlier, said="", today=hear(tracker).on)
            return offered(free, wish, self._wording, phone=county.home.phone)
        return self._wording(f"home.ask.{self._slot.removeprefix('home_')}"), ()


def conditions(county: AppointmentCounty, wording: Wording) -> tuple[Choice, ...]:
    """Give the conditions to choose from, and that none of them holds."""
    none = chooses(wording("home.choose.none"), NONE_OF_THESE)
    return (*(chooses(one.name, one.key) for one in county.home.conditions), none)


def offered(
    free: Sequence[HalfDay], wish: TimeWish, wording: Wording, *, phone: str
) -> tuple[str, tuple[Choice, ...]]:
    """Give the halves of a day to choose from, those that fit a wish where any does."""
    fitting = [half for half in free if not wish.fault and fits(half, wish)]
    shown = (fitting or list(free))[:HALVES_SHOWN]
    if not shown:
        return wording("home.ask.no_time", phone=phone), ()
    key = "time" if fitting else "other_time"
    return wording(f"home.ask.{key}"), tuple(chooses(half.spoken, half.text) for half in shown)


def which_field(wording: Wording, *, county: AppointmentCounty) -> AskWhichField:
    """Give the question which field of a visit shall be corrected."""

    def words(slots: dict[str, Any], own: bool) -> str:
        lines = _lines(slots, wording, county=county, own=own)
        return "\n".join([wording("appointments.ask.which_field"), *lines])

    return AskWhichField(FORM, words)


def summary(slots: Mapping[str, Any], wording: Wording, *, county: AppointmentCounty, own: bool) -> str:
    """Give the visit for checking; where and whom to call in full only to whoever told it."""
    lines = [wording("home.summary.head"), *_lines(slots, wording, county=county, own=own)]
    if (person := str(slots.get(WHOM_SLOT) or SELF)) != SELF:
        lines.append(wording("home.summary.whom", whom=person))
    return "\n".join([*lines, wording("home.summary.notice")])


def _lines(slots: Mapping[str, Any], wording: Wording, *, county: AppointmentCounty, own: bool) -> list[str]:
    return [
        wording(
            "appointments.summary.line",
            place=FORM.order.index(name) + 1,
            name=wording(f"home.field.{name}"),
            value=shown(name, str(slots[name]), county=county, own=own),
        )
        for name in SUMMED
        if slots.get(name) is not None
    ]


def shown(name: str, value: str, *, county: AppointmentCounty, own: bool) -> str:
    """Give a field as it is read back."""
    if name == MATTER:
        matter = county.matter(value)
        return matter.name if matter else value
    if name == CONDITION:
        condition = county.home.condition(value)
        return condition.name if condition else value
    if name == TIME:
        half = read_half_day(value)
        return half.spoken if half else value
    if own:
        return value
    return (
        mask_phone(value) if name == PHONE_SLOT else mask_text(value[:2] + "……" if name == WHERE else value)
    )
