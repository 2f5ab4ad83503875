"""Short answers of the citizen when nothing was asked: yes, no, cancel, go on."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation import CHOICES
from bot.forms.left import LeftForm
from bot.message import Choice, Wording
from handlers.county.profile import County
from handlers.talk.last_answer import SLOT as LAST_ANSWER
from handlers.talk.last_answer import recall
from handlers.talk.turn import hear, say, step

Events = list[dict[str, Any]]
LITTLE_FILLED_FIELDS = 2
WRONG = re.compile(r"不是这|不是我|不是问|不对|答非所问|没答|没说到|不是那|错了|驴唇不对马嘴")


class Affirm(Action):
    """A yes outside a form: there may be numbered steps to choose from, else nothing is waiting."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_affirm"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say how to choose, and offer the same steps once more."""
        steps = offered(tracker)
        if steps:
            text = self._wording("general.affirm.choose", first=steps[0].label)
        else:
            text = self._wording("general.affirm.idle")
        say(dispatcher, tracker, text, steps=steps)
        return []


class Deny(Action):
    """A no outside a form: nothing is done, and nothing is asked again."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_deny"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it; who did not get what they asked for is told how to ask again, and who else may help."""
        if WRONG.search(hear(tracker).said) and recall(tracker):
            steps = (
                step(self._wording("general.steps.person"), "talk_to_human"),
                step(self._wording("general.steps.help"), "help"),
            )
            say(dispatcher, tracker, self._wording("general.deny.wrong"), steps=steps)
            return [SlotSet(LAST_ANSWER, None)]
        key = "general.deny.choose" if offered(tracker) else "general.deny.idle"
        say(dispatcher, tracker, self._wording(key))
        return []


class Cancel(Action):
    """A wish to cancel outside a form: what was filed already is withdrawn after one more look at it."""

    def __init__(self, wording: Wording, *, county: County) -> None:
        self._wording = wording
        self._county = county

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_cancel"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Offer to withdraw a filed request, or say that nothing is pending."""
        heard = hear(tracker)
        number = heard.slot("case_no")
        filed = bool(number) or "撤回" in heard.said
        if not filed:
            say(dispatcher, tracker, self._wording("general.cancel.idle"))
            return []
        text = self._wording(
            "general.cancel.filed",
            office=self._county.office.name,
            phone=self._county.office.phone,
            hours=self._county.office_hours,
        )
        withdraw = self._wording("general.steps.withdraw", number=number)
        steps = (
            step(withdraw, "withdraw_request", case_no=number)
            if number
            else step(self._wording("general.steps.mine"), "case_status"),
            step(self._wording("general.steps.person"), "talk_to_human"),
        )
        say(dispatcher, tracker, text, steps=steps)
        return []


class CancelForm(Action):
    """A wish to leave a form: little is dropped at once, more only after a plain yes.

    The form loop says in the slots `cancel_sure` whether the wish was confirmed and in `filled_fields` how much
    would be lost.
    """

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_cancel_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Leave the form, or ask whether to."""
        filled = int(tracker.slots.get("filled_fields") or 0)
        if tracker.slots.get("cancel_sure") or filled < LITTLE_FILLED_FIELDS:
            say(dispatcher, tracker, self._wording("general.cancel_form.sure"))
            return [ActiveLoop(None)]
        steps = (
            # What destroys is never number 1.
            step(self._wording("general.steps.resume_form"), "resume_form"),
            step(self._wording("general.steps.cancel_form"), "cancel", confirmed="yes"),
        )
        say(
            dispatcher,
            tracker,
            self._wording("general.cancel_form.ask", filled=filled),
            steps=steps,
            in_form=True,
        )
        return []


class ResumeForm(Action):
    """A wish to go on with a form when none is open: one that was left a short while ago comes back as it was."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_resume_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Bring it back, or say that there is none."""
        sent_at = float(((tracker.latest_message or {}).get("metadata") or {}).get("sent_at") or 0)
        left = LeftForm.kept(tracker.slots, now=sent_at)
        if left is None:
            say(dispatcher, tracker, self._wording("general.resume_form"))
            return []
        say(dispatcher, tracker, self._wording("general.cancel_form.back"), in_form=True)
        return [ActiveLoop(left.name), *(SlotSet(name, value) for name, value in left.fields.items())]


def offered(tracker: Tracker) -> tuple[Choice, ...]:
    """Give the numbered steps of the latest reply."""
    return tuple(Choice(*pair) for pair in tracker.slots.get(CHOICES) or ())
