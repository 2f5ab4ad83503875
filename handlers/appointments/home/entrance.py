"""The way in: 我妈90岁走不动，能上门办身份证吗 opens the form with all that was said."""

import re
from collections.abc import Mapping, Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.forms.spec import GATHERED_SLOT
from bot.message import Choice, Wording
from bot.text.identifiers import contact_phone
from handlers.appointments.home.deeds import HomeDeeds
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
from handlers.appointments.home.half_days import HalfDay, fits
from handlers.appointments.home.phrases import asks_for_visit, told_condition, told_where, wants_home_visit
from handlers.appointments.home.service import HomeVisitService
from handlers.appointments.intake.heard_time import heard_wish
from handlers.appointments.intake.phrases import whom_named
from handlers.appointments.opening.time_wish import TimeWish
from handlers.talk.turn import Heard, hear, say, step

LONGEST_STORY_LETTERS = 160
CLAUSE = re.compile("[；;。]")


class HomeDoor:
    """Opens the form, or says what is done at home and what is not."""

    def __init__(self, wording: Wording, *, service: HomeVisitService) -> None:
        self._wording = wording
        self._service = service
        self.deeds = HomeDeeds(wording, service=service)

    def meant(self, heard: Heard) -> bool:
        """Whether a message asks for a visit at home, which this county makes."""
        asked = heard.slot("at_home") or (not heard.slot("counter") and wants_home_visit(heard.said))
        return bool(asked and self._service.county.home.matters)

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Open the form where words ask plainly for a matter to be done at the house, whatever they were taken for."""
        heard, county = hear(tracker), self._service.county
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not said or len(said) > LONGEST_STORY_LETTERS or said.startswith("/") or not county.home.matters:
            return None
        if not asks_for_visit(said) or not county.named(said):
            return None
        return await self.open(dispatcher, tracker)

    async def open(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Open the form, with what words settle; what is not done at home is said with the counter instead."""
        heard, county = hear(tracker), self._service.county
        named = (
            [heard.slot("matter")] if heard.slot("matter") else [one.key for one in county.named(heard.said)]
        )
        matter = next((key for key in named if key in county.home.matters), None)
        if named and matter is None:
            self._say_elsewhere(dispatcher, tracker, named[0])
            return []
        person = heard.slot("whom") or whom_named(heard.said)
        if matter and (known := await self._known(str(tracker.sender_id), matter, person)):
            text = self._wording("home.refused.again", number=known)
            say(dispatcher, tracker, text, steps=self.cancelling(known))
            return []
        wish, free = heard_wish(heard), await self._service.free()
        condition = told_condition(heard.said, county.home)
        phone = contact_phone(heard.slot("phone"))
        sample = self._wording("appointments.sample") if county.sample else ""
        head = self._wording("home.entrance.head", sample=sample, unit=county.home.unit)
        say(dispatcher, tracker, head, in_form=True)
        fresh: Mapping[str, object] = {
            **dict.fromkeys(FORM.order),
            MATTER: matter,
            CONDITION: condition.key if condition else None,
            WHERE: told_where(heard.said) or None,
            TIME: _settled(wish, free),
            PHONE_SLOT: phone.value if phone.valid else None,
            WHOM_SLOT: person,
            POSITION_SLOT: None,
            OFFERED_SLOT: [half.text for half in free],
            GATHERED_SLOT: {TIME: wish.text} if wish.text else None,
        }
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]

    def cancelling(self, number: str) -> tuple[Choice, ...]:
        """Give the step by which a visit is cancelled."""
        label = self._wording("home.choose.cancel_it")
        return (step(label, FORM.entrance, deed="home_ask_cancel", case_no=number),)

    async def _known(self, citizen: str, matter: str, person: str) -> str:
        """Give the number of what is open already for this matter and person; empty for none."""
        opened = await self._service.open_of(citizen)
        return next((one.number for one in opened if (one.matter, one.whom) == (matter, person)), "")

    def _say_elsewhere(self, dispatcher: CollectingDispatcher, tracker: Tracker, key: str) -> None:
        county = self._service.county
        matter = county.matter(key)
        done = "、".join(one.name for one in county.matters if one.key in county.home.matters)
        text = self._wording(
            "home.entrance.not_done",
            matter=matter.name if matter else key,
            done=done,
            phone=county.home.phone,
        )
        if own := next((place for place in county.places_for(key) if "上门" in place.note), None):
            # Not the county's own service, but the place that does the matter may come.
            told = next(part for part in CLAUSE.split(own.note) if "上门" in part)
            text = self._wording("home.entrance.by_place", place=own.name, told=told, phone=own.phone)
        choice = step(self._wording("home.choose.counter"), FORM.entrance, matter=key, counter="yes")
        say(dispatcher, tracker, text, steps=(choice,))


def _settled(wish: TimeWish, free: Sequence[HalfDay]) -> str | None:
    """Give the half of a day that words name, where exactly one that may be asked for fits."""
    if wish.fault or not wish.is_one_day:
        return None
    fitting = [half for half in free if fits(half, wish)]
    return fitting[0].text if len(fitting) == 1 else None
