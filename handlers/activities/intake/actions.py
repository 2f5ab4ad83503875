"""The actions of activities, and the filing of the form: one service method and its words."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.message import Card, Choice, Wording
from handlers.activities.intake.entrance import ShowActivities
from handlers.activities.intake.form import ACTIVITY, ASKS_SLOT, CONDITIONS, FORM, NAME, OFFERED_SLOT, PHONE
from handlers.activities.intake.prompts import AskSignupField, AskWhichSignupField, SignupPrompts
from handlers.activities.intake.standing import TellSignupStanding
from handlers.activities.intake.validation import SignupForm
from handlers.activities.intake.wording import ActivityWords
from handlers.activities.signup.lifecycle import SignupState
from handlers.activities.signup.particulars import Participant
from handlers.activities.signup.service import Signup, SignupOrigin, SignupService, SignupWish
from handlers.cases import CaseAddress
from handlers.talk.form_choices import form_identity
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.turn import channel_of, say, step


def actions(
    wording: Wording,
    *,
    service: SignupService,
    start: ShowActivities,
    address: CaseAddress,
    page: FormAddress = on_no_page,
) -> list[Action]:
    """Give every action by which activities are shown and joined, ready to be registered."""
    prompts = SignupPrompts(wording, service=service)
    return [
        start,
        SignupForm(prompts=prompts),
        *(AskSignupField(slot, prompts=prompts, page=page) for slot in FORM.order),
        AskWhichSignupField(prompts=prompts),
        TellSignupStanding(prompts=prompts),
        SubmitSignup(wording, service=service, address=address),
    ]


class SubmitSignup(Action):
    """Signs up, or lets wait; the receipt says which, with the number."""

    def __init__(self, wording: Wording, *, service: SignupService, address: CaseAddress) -> None:
        self._words = ActivityWords(wording)
        self._service = service
        self._address = address

    def name(self) -> str:
        """Give the name under which the form files itself."""
        return FORM.submit

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """File the form; who may not sign up after all is told why, and what else there is."""
        del domain
        kept_beside: list[EventType] = [SlotSet(name, None) for name in (ASKS_SLOT, OFFERED_SLOT)]
        try:
            kept = await self._service.sign_up(_wish(tracker.slots), origin=_origin(tracker))
        except InputError as refused:
            text = self._words(refused.text_key.removeprefix("activities."), **refused.values)
            say(dispatcher, tracker, text, steps=self._ways_on(refused), in_form=True)
            return kept_beside
        card = Card(self._words("receipt.page"), kept.number, self._address(kept.number))
        say(dispatcher, tracker, self._receipt(kept), steps=self._steps(kept), in_form=True, card=card)
        return kept_beside

    def _receipt(self, kept: Signup) -> str:
        plan = kept.activity.plan
        key = "waiting" if kept.state is SignupState.WAITING else "seated"
        return self._words(
            f"receipt.{key}",
            number=kept.number,
            title=plan.title,
            when=plan.when,
            place=plan.place,
            address=plan.address,
            phone=plan.phone,
            before=max(kept.place_in_line - 1, 0),
        )

    def _steps(self, kept: Signup) -> tuple[Choice, ...]:
        return (
            step(self._words("choose.cancel_it"), FORM.entrance, deed="ask_cancel", case_no=kept.number),
            step(self._words("choose.others"), FORM.entrance, deed="list"),
        )

    def _ways_on(self, refused: InputError) -> tuple[Choice, ...]:
        others = step(self._words("choose.others"), FORM.entrance, deed="list")
        if number := str(refused.values.get("number") or ""):
            return (
                step(self._words("choose.own"), FORM.entrance, deed="own", case_no=number),
                step(self._words("choose.cancel_it"), FORM.entrance, deed="ask_cancel", case_no=number),
                others,
            )
        return (others,)


def _wish(slots: Mapping[str, Any]) -> SignupWish:
    held = str(slots.get(ACTIVITY) or "")
    asked = slots.get(ASKS_SLOT) or ()
    who = (
        Participant(str(slots.get(NAME) or ""), str(slots.get(PHONE) or ""))
        if NAME in asked
        else Participant()
    )
    return SignupWish(int(held) if held.isdecimal() else 0, who, bool(slots.get(CONDITIONS)))


def _origin(tracker: Tracker) -> SignupOrigin:
    """Give where a filled form came from."""
    return SignupOrigin(form_identity(tracker), str(tracker.sender_id), channel_of(tracker))
