"""The check of each answer of an appointment; what cannot be is answered with what can."""

import re
from datetime import date, time
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.forms.slots import FormSlots
from bot.forms.spec import GATHERED_SLOT
from bot.message import Wording
from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.intake.form import (
    CHANGING_SLOT,
    CONFIRMED,
    FORM,
    MATTER,
    OFFERED_SLOT,
    PLACE,
    TIME,
    confirming,
    read_time,
    read_wait,
    required,
    spoken_value,
    time_value,
    wait_value,
)
from handlers.appointments.intake.heard_time import heard_wish
from handlers.appointments.intake.nearest import by_distance, named_place, position_of
from handlers.appointments.intake.offers import SlotOffers
from handlers.appointments.intake.phrases import AGREED
from handlers.appointments.intake.settling import settled_place, settled_time
from handlers.appointments.opening.awaited import AwaitedTime
from handlers.appointments.opening.time_wish import TimeWish, completed
from handlers.talk.form_actions import FieldChecks
from handlers.talk.form_choices import chosen
from handlers.talk.form_phrases import submits
from handlers.talk.turn import hear, say

Values = dict[str, Any]
EARLIEST = re.compile(
    r"(?:最早|越早越好|越快越好|尽快|随便|都行|都可以|哪天都行|什么时候都行|最近的|第一个|你定|您定)[^,，。]{0,6}[。.!！ ]{0,2}"
)
WAITING_FOR = re.compile(
    "排队|候补|等(?:一?个)?(?:空位|位子|位置|空号|退号)|(?:有|空出|退出)(?:来)?(?:了)?(?:空)?(?:位子?|号|空位)(?:了)?(?:就|再|请)?(?:告诉|通知|叫|喊)我?"
)
NEAREST = re.compile("最近|附近|离我|近的|近一点")


class AppointmentForm(FieldChecks):
    """Checks each answer; a fault is said in words with what is possible, and the field is asked again."""

    def __init__(self, wording: Wording, *, service: AppointmentService, offers: SlotOffers) -> None:
        super().__init__(FORM, required)
        self._wording = wording
        self._service = service
        self._offers = offers

    async def validate_appointment_matter(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the matter by its name; another matter may need another place."""
        del domain
        said, county = chosen(value, tracker), self._service.county
        named = county.named(said)
        matter = county.matter(said) or (named[0] if len(named) == 1 else None)
        if matter is None:
            if named:
                say(
                    dispatcher,
                    tracker,
                    self._wording("appointments.ask.which_matter"),
                    steps=self._offers.matters(named),
                    in_form=True,
                )
            return {MATTER: None}
        place = county.place(str(tracker.slots.get(PLACE) or ""))
        taken: Values = {MATTER: matter.key}
        if tracker.slots.get(TIME) is not None:
            # Another desk has other hours.
            taken[TIME] = None
        if place is None or place.desk_for(matter.key) is None:
            key = settled_place(county, matter.key, hear(tracker).said)
            taken[PLACE] = key
            taken |= await self._timed(matter.key, key or "", tracker)
        return taken

    async def validate_appointment_place(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a place by its name, or the nearest one to a location that was sent."""
        del domain
        said, heard = chosen(value, tracker), hear(tracker)
        matter = str(tracker.slots.get(MATTER) or "")
        places = self._service.county.places_for(matter)
        place = next((one for one in places if one.key == said), None)
        if heard.kind == "location":
            position = position_of(heard.fields)
            place = by_distance(places, position)[0] if position and places else None
            if place:
                say(
                    dispatcher,
                    tracker,
                    self._wording("appointments.ask.nearest", place=place.name),
                    in_form=True,
                )
        place = place or named_place(places, said)
        if place is None:
            if NEAREST.search(said):
                say(dispatcher, tracker, self._wording("appointments.ask.send_location"), in_form=True)
            return {PLACE: None}
        taken: Values = {PLACE: place.key}
        if tracker.slots.get(TIME) is not None:
            # Its hours are its own.
            taken[TIME] = None
        return taken | await self._timed(matter, place.key, tracker)

    async def _timed(self, matter: str, place: str, tracker: Tracker) -> Values:
        """Give the slot that what is said of the time, with this answer or before it, settles at a place; what settles none is kept."""
        heard, slots = hear(tracker), FormSlots(tracker.slots)
        earlier = slots.gathered(TIME)
        wish = completed(heard_wish(heard), earlier, said=heard.said, today=heard.on)
        if place and (at := await settled_time(self._service, matter, place, wish)):
            return {TIME: at}
        kept = wish.text and wish.text != earlier
        return {GATHERED_SLOT: slots.with_piece(TIME, wish.text)} if kept else {}

    async def validate_appointment_time(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a slot that was offered, or the one that a day and an hour name; else show what is free then."""
        del domain
        said, heard = chosen(value, tracker), hear(tracker)
        matter, place = str(tracker.slots.get(MATTER) or ""), str(tracker.slots.get(PLACE) or "")
        offered = [str(each) for each in tracker.slots.get(OFFERED_SLOT) or ()]
        said = next(
            (each for each in (*offered, str(tracker.slots.get(TIME))) if spoken_value(each, said)), said
        )
        if (taken := await self._picked(dispatcher, tracker, said)) is not None:
            return taken
        if elsewhere := self._elsewhere(matter, place, said):
            return await self._moved(dispatcher, tracker, elsewhere)
        wish = heard_wish(heard, said=said)
        earlier = FormSlots(tracker.slots).gathered(TIME)
        wish = completed(wish, earlier, said=said, today=heard.on)
        if WAITING_FOR.search(said) and (awaited := await self._awaited(tracker, wish)):
            return {TIME: wait_value(awaited)}
        if wish.says_nothing or not (heard.slot("date") or heard.slot("time")):
            return {TIME: None}
        if at := await settled_time(self._service, matter, place, wish):
            return {TIME: at}
        await self._offers.show(dispatcher, tracker, wish)
        # Kept only where it names something that is: 2月30日 is not taken for the day of the next answer.
        text = "" if wish.fault else wish.text
        return {TIME: None, GATHERED_SLOT: FormSlots(tracker.slots).with_piece(TIME, text)}

    async def _moved(self, dispatcher: CollectingDispatcher, tracker: Tracker, place: str) -> Values:
        """Go to another place, at the time that was wished for; where that settles no seat, show what is free there."""
        heard, slots = hear(tracker), FormSlots(tracker.slots)
        matter, earlier = str(tracker.slots.get(MATTER) or ""), slots.gathered(TIME)
        wish = completed(heard_wish(heard), earlier, said=heard.said, today=heard.on)
        if at := await settled_time(self._service, matter, place, wish):
            return {PLACE: place, TIME: at}
        await self._offers.show(dispatcher, tracker, wish, place=place)
        return {PLACE: place, TIME: None, GATHERED_SLOT: slots.with_piece(TIME, wish.text)}

    def _elsewhere(self, matter: str, place: str, said: str) -> str:
        """Give another place that an answer to the question for the time names; empty for none."""
        places = self._service.county.places_for(matter)
        named = next((one for one in places if one.key == said), None) or named_place(places, said)
        return named.key if named and named.key != place else ""

    async def _picked(self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str) -> Values | None:
        """Take a slot or a wait that was offered, or the first slot for whoever leaves it to us; None for other words."""
        if when := read_time(said):
            return await self._still_free(dispatcher, tracker, said, when)
        if read_wait(said) and not tracker.slots.get(CHANGING_SLOT):
            return {TIME: said}
        if not EARLIEST.fullmatch(said):
            return None
        matter, place = str(tracker.slots.get(MATTER) or ""), str(tracker.slots.get(PLACE) or "")
        answer = await self._service.answer(matter, place, TimeWish())
        return {TIME: time_value(answer.slots[0].slot) if answer.slots else None}

    async def _awaited(self, tracker: Tracker, wish: TimeWish) -> AwaitedTime | None:
        """Give what whoever asks to be put in the line may wait for; None where there is a seat, or none at all."""
        if tracker.slots.get(CHANGING_SLOT) or wish.fault:
            return None
        matter, place = str(tracker.slots.get(MATTER) or ""), str(tracker.slots.get(PLACE) or "")
        waits = (await self._service.answer(matter, place, wish)).waits
        return waits[0] if waits else None

    async def _still_free(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, value: str, when: tuple[date, time]
    ) -> Values:
        """Take a slot that was offered, unless somebody else was quicker; then show what is left."""
        day, at = when
        wish = TimeWish(first_on=day, last_on=day, at=at)
        matter, place = str(tracker.slots.get(MATTER) or ""), str(tracker.slots.get(PLACE) or "")
        if await settled_time(self._service, matter, place, wish) == value:
            return {TIME: value}
        await self._offers.show(dispatcher, tracker, wish)
        return {TIME: None}

    def validate_appointment_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """File on an explicit yes only; anything else offers the choices again."""
        del domain
        if submits(value, agreed=AGREED):
            return {CONFIRMED: True}
        say(
            dispatcher,
            tracker,
            self._wording("appointments.ask.confirm_again"),
            steps=confirming(self._wording),
            in_form=True,
        )
        return {CONFIRMED: None}
