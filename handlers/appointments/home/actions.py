"""The actions of visits at home, and the filing of the form: one service method and its words."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.message import Card, Choice, Wording
from handlers.appointments.home.entrance import HomeDoor
from handlers.appointments.home.form import (
    CONDITION,
    FORM,
    MATTER,
    OFFERED_SLOT,
    PHONE_SLOT,
    POSITION_SLOT,
    TIME,
    WHERE,
    WHOM_SLOT,
)
from handlers.appointments.home.half_days import read_half_day
from handlers.appointments.home.particulars import ToldHome
from handlers.appointments.home.prompts import AskHomeField, which_field
from handlers.appointments.home.service import HomeVisitService
from handlers.appointments.home.validation import HomeVisitForm
from handlers.appointments.home.visit import HomeWish, KeptHomeVisit
from handlers.appointments.intake.actions import origin_of
from handlers.appointments.intake.bringing import Bringing, Brought
from handlers.appointments.intake.phrases import SELF
from handlers.cases import CaseAddress
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.turn import say, step

HALVES_AGAIN = 4


def actions(
    wording: Wording,
    *,
    service: HomeVisitService,
    door: HomeDoor,
    address: CaseAddress,
    bringing: Bringing,
    page: FormAddress = on_no_page,
) -> list[Action]:
    """Give every action by which a visit is asked for, ready to be registered."""
    return [
        HomeVisitForm(wording, service=service),
        *(AskHomeField(slot, wording, service=service, page=page) for slot in FORM.order),
        which_field(wording, county=service.county),
        SubmitHomeVisit(wording, service=service, door=door, address=address, bringing=bringing),
    ]


class SubmitHomeVisit(Action):
    """Files the request; where the half of the day is full meanwhile, the next ones are offered."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: HomeVisitService,
        door: HomeDoor,
        address: CaseAddress,
        bringing: Bringing,
    ) -> None:
        self._wording = wording
        self._service = service
        self._address = address
        self._bringing = bringing
        self._door = door

    def name(self) -> str:
        """Give the name under which the form files itself."""
        return FORM.submit

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """File the form; the receipt says when, what happens next, what to have ready, and the number."""
        del domain
        kept_beside: list[EventType] = [
            SlotSet(name, None) for name in (WHOM_SLOT, POSITION_SLOT, WHERE, PHONE_SLOT, OFFERED_SLOT)
        ]
        try:
            kept = await self._filed(tracker)
        except InputError as refused:
            text = self._wording(refused.text_key, **refused.values)
            say(dispatcher, tracker, text, steps=self._ways_on(tracker.slots, refused), in_form=True)
            return kept_beside
        card = Card(self._wording("home.receipt.page"), kept.number, self._address(kept.number))
        steps = self._door.cancelling(kept.number)
        say(dispatcher, tracker, self._receipt(kept), steps=steps, in_form=True, card=card)
        return kept_beside

    async def _filed(self, tracker: Tracker) -> KeptHomeVisit:
        slots = tracker.slots
        half = read_half_day(str(slots.get(TIME)))
        if half is None:
            raise InputError("home.refused.not_done", phone=self._service.county.home.phone)
        told = ToldHome(
            str(slots.get(WHERE) or ""), str(slots.get(PHONE_SLOT) or ""), str(slots.get(POSITION_SLOT) or "")
        )
        wish = HomeWish(
            matter=str(slots.get(MATTER)),
            condition=str(slots.get(CONDITION)),
            whom=str(slots.get(WHOM_SLOT) or SELF),
            told=told,
            half=half,
        )
        return await self._service.ask(wish, origin=origin_of(tracker))

    def _ways_on(self, slots: Mapping[str, Any], refused: InputError) -> tuple[Choice, ...]:
        if number := str(refused.values.get("number") or ""):
            return self._door.cancelling(number)
        label = self._wording("home.choose.again")
        return (step(label, FORM.entrance, at_home="yes", matter=str(slots.get(MATTER) or "")),)

    def _receipt(self, kept: KeptHomeVisit) -> str:
        county = self._service.county
        matter = county.matter(kept.matter)
        brought = self._bringing(matter.guide) if matter else Brought()
        key = "ready" if brought.line else "ask"
        ready = self._wording(f"home.receipt.{key}", brought=brought.line)
        return self._wording(
            "home.receipt.text",
            number=kept.number,
            matter=matter.name if matter else kept.matter,
            when=kept.when,
            whom=self._wording("appointments.receipt.whom", whom=kept.whom) if kept.whom != SELF else "",
            unit=county.home.unit,
            phone=county.home.phone,
            ready=ready,
        )
