"""What the form of a sign-up asks, field by field, and the reading over of the whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import FORM_ID
from bot.forms.slots import FormSlots
from bot.message import Card, Choice, Wording
from bot.privacy import mask_name, mask_phone
from handlers.activities.intake.form import (
    ACTIVITY,
    CONDITIONS,
    CONFIRMED,
    FORM,
    NAME,
    OFFERED_SLOT,
    PHONE,
    confirming,
    required,
)
from handlers.activities.intake.wording import LISTED_ACTIVITIES, ActivityWords
from handlers.activities.programme.activity import Activity
from handlers.activities.programme.lifecycle import ActivityPhase
from handlers.activities.signup.service import SignupService
from handlers.talk.form_choices import chooses
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.spoken_time import spoken_day
from handlers.talk.turn import say

MEETS = "meets"


class SignupPrompts:
    """Gives the words and steps of each question."""

    def __init__(self, wording: Wording, *, service: SignupService) -> None:
        self.words = ActivityWords(wording)
        self.wording = wording
        self._service = service

    @property
    def now(self) -> datetime:
        """The moment by which activities stand as they do."""
        return self._service.now

    async def taking(self) -> Sequence[Activity]:
        """Give the activities for which somebody may sign up now."""
        now = self._service.now
        return [each for each in await self._service.coming() if each.takes(now)]

    async def chosen(self, slots: Mapping[str, Any]) -> Activity | None:
        """Give the activity that was chosen."""
        held = str(slots.get(ACTIVITY) or "")
        return await self._service.activity(int(held)) if held.isdecimal() else None

    def activities(self, found: Sequence[Activity]) -> tuple[Choice, ...]:
        """Give the steps that choose an activity."""
        now = self._service.now
        return tuple(
            chooses(
                self.words(
                    "list.label",
                    title=each.plan.title,
                    day=spoken_day(each.plan.day),
                    standing=self.words.standing(each, now),
                ),
                str(each.number),
            )
            for each in found[:LISTED_ACTIVITIES]
        )

    async def question(self, slot: str, slots: Mapping[str, Any]) -> tuple[str, str, tuple[Choice, ...]]:
        """Give the question for a field, the same as it is noted, and its steps."""
        if slot == ACTIVITY:
            text = self.words("ask.activity_choice")
            return text, text, self.activities(await self.taking())
        if slot == CONFIRMED:
            text, noted = [await self.summary(slots, own=own) for own in (True, False)]
            return text, noted, confirming(self.wording)
        if slot == CONDITIONS:
            activity = await self.chosen(slots)
            listed = activity.plan.conditions if activity else ()
            lines = "\n".join(f"· {words}" for words in listed)
            text = self.words("ask.activity_conditions", conditions=lines)
            return text, text, (chooses(self.words("choose.meets"), MEETS),)
        text = self.words(f"ask.{slot}")
        return text, text, ()

    async def summary(self, slots: Mapping[str, Any], *, own: bool) -> str:
        """Give the sign-up for checking; the numbers are those by which a citizen corrects a field."""
        activity = await self.chosen(slots)
        full = activity is not None and activity.phase(self._service.now) is ActivityPhase.FULL
        key = "full" if full else "head"
        head = self.words(f"summary.{key}", waiting=activity.waiting if activity else 0)
        return "\n".join([head, *await self.lines(slots, own=own)])

    async def lines(self, slots: Mapping[str, Any], *, own: bool) -> list[str]:
        """Give the fields as they stand, each with its number; the phone never in full, the name only to its own citizen."""
        activity = await self.chosen(slots)
        plan = activity.plan if activity else None
        name = str(slots.get(NAME) or "")
        held = {
            ACTIVITY: f"{plan.title}，{plan.when}，{plan.place}" if plan else "",
            NAME: name if own else mask_name(name) if name else "",
            PHONE: mask_phone(str(slots[PHONE])) if slots.get(PHONE) else "",
            CONDITIONS: self.words("summary.meets") if slots.get(CONDITIONS) and plan and plan.conditions else "",
        }  # fmt: skip
        wanted = required(slots)
        return [
            self.words(
                "summary.line",
                place=FORM.order.index(field) + 1,
                name=self.words(f"field.{field}"),
                value=value,
            )
            for field, value in held.items()
            if value and field in wanted
        ]


class AskSignupField(Action):
    """Asks one field of the form."""

    def __init__(self, slot: str, *, prompts: SignupPrompts, page: FormAddress = on_no_page) -> None:
        self._slot = slot
        self._prompts = prompts
        self._page = page

    def name(self) -> str:
        """Give the name under which the form loop asks for the field."""
        return f"action_ask_{FORM.name}_{self._slot}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask; what may be chosen is kept for the form's page."""
        del domain
        text, noted, steps = await self._prompts.question(self._slot, tracker.slots)
        card = self._card(tracker) if self._slot in {ACTIVITY, NAME} else None
        say(dispatcher, tracker, text, steps=steps, in_form=True, noted=noted, card=card)
        offered = [
            [str(each.number), each.plan.title, "；".join(each.plan.conditions)]
            for each in await self._prompts.taking()
        ]
        return [SlotSet(OFFERED_SLOT, offered)]

    def _card(self, tracker: Tracker) -> Card | None:
        address = self._page(str(tracker.sender_id), str(tracker.slots.get(FORM_ID) or ""))
        return Card(self._prompts.words("page.fill"), "", address) if address else None


class AskWhichSignupField(Action):
    """Asks which field of a sign-up shall be corrected, with the fields as they stand."""

    def __init__(self, *, prompts: SignupPrompts) -> None:
        self._prompts = prompts

    def name(self) -> str:
        """Give the name under which the form loop asks for the field."""
        return f"action_ask_{FORM.name}_correction"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        slots = {**tracker.slots, **FormSlots(tracker.slots).reopened}
        head = self._prompts.words("ask.which_field")
        text, noted = ["\n".join([head, *await self._prompts.lines(slots, own=own)]) for own in (True, False)]
        say(dispatcher, tracker, text, in_form=True, noted=noted)
        return []
