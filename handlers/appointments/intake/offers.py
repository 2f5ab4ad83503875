"""What is offered to choose from: matters, places, free slots with how many are left, or the line of those who wait."""

from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Card, Choice, Wording
from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.booking.spoken_wait import spoken_wait
from handlers.appointments.intake.form import CHANGING_SLOT, MATTER, PLACE, time_value, wait_value
from handlers.appointments.opening.awaited import AwaitedTime
from handlers.appointments.opening.catalogue import BookableMatter, BookablePlace
from handlers.appointments.opening.free_slots import FreeSlot, SlotAnswer
from handlers.appointments.opening.time_wish import TimeWish
from handlers.talk.form_choices import chooses
from handlers.talk.spoken_time import spoken_day, spoken_span
from handlers.talk.turn import say

MATTERS_SHOWN = 8
PLACES_SHOWN = 6
ELSEWHERE_SHOWN = 2
ELSEWHERE = frozenset({"rest", "rest_notice", "holiday", "closed", "hours", "full", "over"})
"""The refusals of a place's own, on which another place may have a seat."""


class SlotOffers:
    """Says what is possible, each with its number."""

    def __init__(self, wording: Wording, *, service: AppointmentService) -> None:
        self._wording = wording
        self._service = service

    def matters(self, some: Sequence[BookableMatter] = ()) -> tuple[Choice, ...]:
        """Give matters to choose from, the county's first ones unless some are given."""
        listed = tuple(some) or self._service.county.matters
        return tuple(chooses(matter.name, matter.key) for matter in listed[:MATTERS_SHOWN])

    def places(self, matter: str) -> tuple[Choice, ...]:
        """Give the places that do a matter."""
        found: Sequence[BookablePlace] = self._service.county.places_for(matter)
        return tuple(chooses(place.name, place.key) for place in found[:PLACES_SHOWN])

    async def show(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        wish: TimeWish,
        *,
        card: Card | None = None,
        place: str = "",
    ) -> None:
        """Say what is free for a wish, or why nothing is and what is free instead."""
        place = place or str(tracker.slots.get(PLACE) or "")
        answer = await self._service.answer(str(tracker.slots.get(MATTER) or ""), place, wish)
        changing = bool(tracker.slots.get(CHANGING_SLOT))
        text, steps = self.words(place, answer, may_wait=not changing)
        if answer.refusal in ELSEWHERE and wish.is_one_day and not changing:
            matter = str(tracker.slots.get(MATTER) or "")
            if others := await self._open_elsewhere(matter, place, wish):
                names = "、".join(one.name for one in others)
                told = self._wording("appointments.free.elsewhere", places=names)
                go = (
                    chooses(self._wording("appointments.choose.go", place=one.name), one.key)
                    for one in others
                )
                text, steps = f"{told}\n{text}", (*go, *steps)
        say(dispatcher, tracker, text, steps=steps, in_form=True, card=card)

    async def _open_elsewhere(self, matter: str, place: str, wish: TimeWish) -> list[BookablePlace]:
        """Give the other places that have a seat for the matter at the time wished for."""
        others = [one for one in self._service.county.places_for(matter) if one.key != place]
        answers = [(one, await self._service.answer(matter, one.key, wish)) for one in others]
        return [one for one, answer in answers if answer.slots and not answer.refusal][:ELSEWHERE_SHOWN]

    def words(self, place_key: str, answer: SlotAnswer, *, may_wait: bool) -> tuple[str, tuple[Choice, ...]]:
        """Give the words of an answer and its numbered slots."""
        place = self._service.county.place(place_key)
        name, phone = (place.name, place.phone) if place else ("", "")
        steps = tuple(chooses(self._label(one), time_value(one.slot)) for one in answer.slots)
        if may_wait:
            steps = (*steps, *map(self._wait, answer.waits))
        if not answer.refusal:
            key = "day" if answer.day else "any"
            day = spoken_day(answer.day) if answer.day else ""
            return self._wording(f"appointments.free.{key}", place=name, day=day), steps
        day = spoken_day(answer.day) if answer.day else self._wording("appointments.free.then")
        why = self._wording(
            f"appointments.why.{answer.refusal}",
            place=name,
            day=day,
            phone=phone,
            reason=answer.reason,
            days=self._service.county.days_ahead,
        )
        key = "instead" if answer.slots else "nothing"
        return f"{why}\n{self._wording(f'appointments.free.{key}', phone=phone)}", steps

    def _wait(self, awaited: AwaitedTime) -> Choice:
        label = self._wording("appointments.choose.wait", when=spoken_wait(awaited))
        return chooses(label, wait_value(awaited))

    def _label(self, one: FreeSlot) -> str:
        slot = one.slot
        kind = self._wording(f"appointments.hours.{slot.kind.value}")
        when = f"{spoken_day(slot.day)}{spoken_span(slot.starts, slot.ends)}"
        return self._wording("appointments.free.slot", when=when, kind=kind, left=one.left)
