"""The check of each answer of the application form (Regulation art. 29)."""

import re
import unicodedata
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.clock import Clock
from bot.forms.slots import FormSlots
from bot.forms.spec import DOUBTED_SLOT, GATHERED_SLOT
from bot.message import Wording
from bot.understanding import FALLBACK
from handlers.disclosure.application import addresses
from handlers.disclosure.application.addressee import ADDRESSEE, NOBODY_ELSE, AddresseeChoice
from handlers.disclosure.application.applicant_checks import (
    ApplicantChecks,
    Enclosed,
    Values,
    nothing_enclosed,
)
from handlers.disclosure.application.form import FORM, chosen, doubted, insisting, kind_in
from handlers.disclosure.application.phrases import CONSENTING, INSISTING, NO_CONSENT, SAID_AGAIN_PERCENT
from handlers.disclosure.application.prompts import quoted, shown
from handlers.disclosure.case import fields
from handlers.disclosure.case.fields import CheckedField, Delivery
from handlers.disclosure.excess.likeness import likeness
from handlers.talk import form_phrases
from handlers.talk.form_phrases import says_yes, submits
from handlers.talk.turn import say

# Readings under which a few words in answer to "what do you want" are the beginning of it.
BEGINNING = frozenset({FALLBACK, FORM.entrance, "out_of_scope", "find_place"})


class DisclosureForm(ApplicantChecks):
    """Checks each answer; a fault is said in words and the field stays empty, so that it is asked again."""

    def __init__(
        self,
        wording: Wording,
        *,
        clock: Clock,
        choice: AddresseeChoice = NOBODY_ELSE,
        enclosed: Enclosed = nothing_enclosed,
    ) -> None:
        super().__init__(wording, clock=clock, enclosed=enclosed)
        self._choice = choice

    def validate_addressee(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the agency to which the application goes, as the page brings it (art. 27)."""
        del domain
        agency = self._choice.named(str(value))
        if agency is None:
            return self._again(dispatcher, tracker, slot=ADDRESSEE, key="disclosure.addressee.unlisted")
        return {ADDRESSEE: agency.key}

    def validate_notice_accepted(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Go on only after a plain yes; version and time of the notice are kept (PI17)."""
        del domain
        if not consents(value):
            return self._again(dispatcher, tracker, slot="notice_accepted", key="disclosure.accepting.again")
        version = self._wording("disclosure.notice.version")
        return {"notice_accepted": {"version": version, "at": self._clock.now().isoformat()}}

    def validate_information(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a description that an office can search by, in one message or in several; no word of it is lost."""
        del domain
        said, before = str(value).strip(), FormSlots(tracker.slots).gathered("information")
        if not before and (says_yes(said) or consents(said)):
            # The yes to the notice, said again because the answer to it was lost on the way.
            checked = CheckedField(said, "information_short")
            return self._taken(dispatcher, tracker, slot="information", checked=checked)
        if before and form_phrases.FINISHED.fullmatch(said):
            return self._taken(dispatcher, tracker, slot="information", checked=fields.information(before))
        if (asked := self._of_question(value, dispatcher, tracker)) is not None:
            return asked
        checked = fields.information(fields.joined(before, said))
        if before and checked.fault == "information_long":
            return self._again(dispatcher, tracker, slot="information", key="disclosure.gather.full")
        if self._goes_on(tracker, said, checked=checked):
            key = "disclosure.gather.more" if checked.fault else "disclosure.gather.open"
            return self._gather(dispatcher, tracker, slot="information", key=key, checked=checked)
        if before and checked.fault is None:
            text = self._wording("disclosure.gather.added", text=quoted(checked.value, self._wording))
            say(dispatcher, tracker, text, in_form=True)
        return self._taken(dispatcher, tracker, slot="information", checked=checked)

    def _of_question(self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker) -> Values | None:
        """Ask once whether a question is what is applied for; whoever stays with it files it (disclosure-rules §13)."""
        said, before = str(value).strip(), doubted(tracker.slots)
        if before and self._insists(chosen(value, tracker).strip(), before):
            return {"information": before}
        if fields.information(said).fault != "information_question":
            return None
        text = self._wording("disclosure.fault.information_question")
        say(dispatcher, tracker, text, steps=insisting(self._wording), in_form=True)
        return {"information": None, DOUBTED_SLOT: said}

    def _insists(self, said: str, before: str) -> bool:
        """Whether words stay with what was doubted: the step that was offered, the same once more, or plain insisting."""
        if said == self._wording("disclosure.choose.insist") or INSISTING.fullmatch(said):
            return True
        return likeness(said, before) >= SAID_AGAIN_PERCENT

    @staticmethod
    def _goes_on(tracker: Tracker, said: str, *, checked: CheckedField) -> bool:
        """Whether more words will follow: these break off, or are the beginning of a description."""
        intent = ((tracker.latest_message or {}).get("intent") or {}).get("name")
        begun = checked.fault == "information_short" and re.search(r"[㐀-鿿]{2}", said) is not None
        if begun:
            return intent in BEGINNING and not form_phrases.FINISHED.fullmatch(said)
        return checked.fault is None and fields.UNFINISHED.search(said) is not None

    def _gather(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        *,
        slot: str,
        key: str,
        checked: CheckedField,
    ) -> Values:
        """Keep the words until more follow, and show what is kept."""
        text, noted = (
            self._wording(key, text=shown(slot, {slot: checked.value}, self._wording, own=own))
            for own in (True, False)
        )
        say(dispatcher, tracker, text, in_form=True, noted=noted)
        return {slot: None, GATHERED_SLOT: FormSlots(tracker.slots).with_piece(slot, checked.value)}

    def validate_contact_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a phone, for an organisation with the person who answers it."""
        del domain
        return self._taken(
            dispatcher,
            tracker,
            slot="contact_phone",
            checked=fields.contact(str(value), kind=kind_in(tracker.slots)),
        )

    def validate_delivery(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take one form and way; an address given for another way is dropped."""
        del domain
        taken = self._taken(
            dispatcher, tracker, slot="delivery", checked=fields.delivery(chosen(value, tracker))
        )
        return taken if taken["delivery"] == Delivery.POST else {**taken, "delivery_address": None}

    def validate_delivery_address(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a postal address, in one message or in several from the county down to the door."""
        del domain
        said, slot = str(value).strip(), "delivery_address"
        before = FormSlots(tracker.slots).gathered(slot)
        if before and form_phrases.FINISHED.fullmatch(said):
            return self._taken(dispatcher, tracker, slot=slot, checked=addresses.address(before))
        checked = addresses.address(addresses.joined(before, said))
        if addresses.is_piece(said) and addresses.begins_low(checked.value):
            return self._gather(
                dispatcher, tracker, slot=slot, key="disclosure.gather.above", checked=checked
            )
        if checked.fault is None and not addresses.reaches_the_door(checked.value):
            return self._gather(
                dispatcher, tracker, slot=slot, key="disclosure.gather.house", checked=checked
            )
        if checked.fault and addresses.is_piece(said):
            return self._gather(
                dispatcher, tracker, slot=slot, key="disclosure.gather.address", checked=checked
            )
        return self._taken(dispatcher, tracker, slot=slot, checked=checked)

    def validate_request_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """File on an explicit yes only; anything else offers the choices again."""
        del domain
        if submits(value):
            return {"request_confirmed": True}
        return self._again(dispatcher, tracker, slot="request_confirmed", key="disclosure.confirming.again")


def consents(value: Any) -> bool:
    """Whether the message agrees to go on after the notice, in whatever plain words; a step chosen says it by itself."""
    said = unicodedata.normalize("NFKC", str(value)).strip()
    if says_yes(said):
        return True
    return CONSENTING.fullmatch(said) is not None and not NO_CONSENT.search(said)
