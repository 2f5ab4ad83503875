"""What the form of a complaint says when it asks: the question with its steps, and the summary before filing."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import FORM_ID
from bot.forms.slots import FormSlots
from bot.message import Card, Choice, Wording
from bot.privacy import mask_name, mask_phone, mask_text
from handlers.complaints.intake.form import ANONYMOUS, FORM, POSITION_SLOT, SKIPPED, required, steps
from handlers.complaints.intake.several import APART, LATER_SLOT, LaterGrievances, grievances
from handlers.complaints.intake.tip_categories import category_of
from handlers.talk.form_actions import AskWhichField
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.turn import say, step

LONGEST_QUOTE_LETTERS = 300
LINKED = frozenset({"complaint_what", "complaint_where", FORM.confirmation})
SUMMED = tuple(name for name in FORM.order if name != FORM.confirmation)


class AskComplaintField(Action):
    """Asks one field of the form."""

    def __init__(self, slot: str, wording: Wording, *, page: FormAddress = on_no_page) -> None:
        self._slot = slot
        self._wording = wording
        self._page = page

    def name(self) -> str:
        """Give the name under which the form loop asks for the field."""
        return f"action_ask_{FORM.name}_{self._slot}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        text, noted = (self._words(tracker.slots, own=own) for own in (True, False))
        say(
            dispatcher,
            tracker,
            text,
            steps=(
                *self._apart(tracker.slots),
                *steps(self._wording, self._slot, told=str(tracker.slots.get("complaint_what") or "")),
            ),
            in_form=True,
            noted=noted,
            card=self._card(tracker),
        )
        return []

    def _card(self, tracker: Tracker) -> Card | None:
        """Give the link to the form's page, where what happened and where are asked, and where it is read over."""
        if self._slot not in LINKED:
            return None
        address = self._page(str(tracker.sender_id), str(tracker.slots.get(FORM_ID) or ""))
        return Card(self._wording("complaints.page.open"), "", address) if address else None

    def _apart(self, slots: Mapping[str, Any]) -> tuple[Choice, ...]:
        """Give the step that registers several grievances one by one, where the place of all is asked."""
        told = slots.get("complaint_what")
        if self._slot != "complaint_where" or not told or len(grievances(str(told))) == 1:
            return ()
        label = self._wording("complaints.several.apart")
        return (step(label, "form_correct", field="complaint_what", value=APART),)

    def _later(self, slots: Mapping[str, Any]) -> str:
        """Say how many grievances are still to be registered after this one; empty where none is."""
        later = LaterGrievances.of(slots.get(LATER_SLOT))
        return self._wording("complaints.several.later", count=len(later.told)) if later else ""

    def _words(self, slots: Mapping[str, Any], *, own: bool) -> str:
        if self._slot == FORM.confirmation:
            return "\n".join(filter(None, (summary(slots, self._wording, own=own), self._later(slots))))
        asked = self._wording(f"complaints.ask.{self._slot}")
        if self._slot == "complaint_category" and (
            near := category_of(str(slots.get("complaint_what") or ""))
        ):
            category = self._wording(f"complaints.category.{near}")
            asked = f"{asked}\n{self._wording('complaints.ask.category_near', category=category)}"
        if self._apart(slots):
            count = len(grievances(str(slots["complaint_what"])))
            asked = f"{self._wording('complaints.several.offer', count=count)}\n{asked}"
        before = FormSlots(slots).reopened.get(self._slot)
        if before is None:
            return asked
        value = shown(self._slot, {**slots, self._slot: before}, self._wording, own=own)
        return f"{asked}\n{self._wording('complaints.correcting.before', value=value)}"


def which_field(wording: Wording) -> AskWhichField:
    """Give the question which field of a complaint shall be corrected."""

    def words(slots: dict[str, Any], own: bool) -> str:
        return "\n".join([wording("complaints.correcting.which"), *_lines(slots, wording, own=own)])

    return AskWhichField(FORM, words)


def summary(slots: Mapping[str, Any], wording: Wording, *, own: bool) -> str:
    """Give the complaint for checking; the numbers are those by which a citizen corrects a field."""
    return "\n".join([wording("complaints.summary.head"), *_lines(slots, wording, own=own)])


def _lines(slots: Mapping[str, Any], wording: Wording, *, own: bool) -> list[str]:
    wanted = set(required(slots))
    return [
        wording(
            f"complaints.summary.{name}",
            place=FORM.order.index(name) + 1,
            value=shown(name, slots, wording, own=own),
        )
        for name in SUMMED
        if name in wanted and slots.get(name) is not None
    ]


def shown(name: str, slots: Mapping[str, Any], wording: Wording, *, own: bool) -> str:
    """Give a field as it is read back, a long text cut; name and phone in full only to whoever gave them."""
    value = str(slots.get(name))
    if name == "complaint_kind":
        return wording(f"complaints.kinds.{value}")
    if name == "complaint_category":
        return wording(f"complaints.category.{value}")
    if value in {SKIPPED, ANONYMOUS}:
        return wording(f"complaints.summary.{value}")
    if name == "complaint_name":
        return value if own else mask_name(value)
    if name == "complaint_phone":
        return value if own else mask_phone(value)
    quoted = mask_text(value)[:LONGEST_QUOTE_LETTERS]
    located = name == "complaint_where" and slots.get(POSITION_SLOT)
    return wording("complaints.summary.located", label=quoted) if located else quoted
