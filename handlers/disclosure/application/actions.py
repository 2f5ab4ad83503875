"""Thin actions: from the filled form, or a tap on a receipt, to one service method and its words."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.clock import Clock
from bot.conversation import FORM_ID
from bot.errors import InputError
from bot.message import Wording
from handlers.cases import DISCLOSURE, CaseLine, find_number, written
from handlers.county.office import Office
from handlers.disclosure.application.entrance import Published, StartDisclosure
from handlers.disclosure.application.explanations import ExplainApplication
from handlers.disclosure.application.form import FORM, kind_in
from handlers.disclosure.application.prompts import AskCorrection, AskField
from handlers.disclosure.application.validation import DisclosureForm
from handlers.disclosure.case.fields import ApplicantKind, Application, Delivery, contact_of
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.service import Confirmation, DisclosureService, Origin
from handlers.talk.turn import hear, say, step


def actions(
    wording: Wording,
    *,
    service: DisclosureService,
    ledger: DisclosureLedger,
    published: Published,
    office: Office,
    clock: Clock,
) -> list[Action]:
    """Give every action of this slice, ready to be registered."""
    return [
        StartDisclosure(wording, published=published),
        DisclosureForm(wording, clock=clock),
        *(AskField(slot, wording, office=office) for slot in FORM.order),
        AskCorrection(wording),
        ExplainApplication(wording, office=office),
        SubmitDisclosure(wording, service=service),
        ConfirmRequest(wording, service=service, ledger=ledger),
        WithdrawRequest(wording, service=service, ledger=ledger),
    ]


class SubmitDisclosure(Action):
    """Files the form and gives the receipt."""

    def __init__(self, wording: Wording, *, service: DisclosureService) -> None:
        self._wording = wording
        self._service = service

    def name(self) -> str:
        """Give the name under which the form files itself."""
        return FORM.submit

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """File; the receipt says that it is no answer, and what comes next."""
        del domain
        receipt = await self._service.submit(application(tracker.slots), origin=origin(tracker))
        choices = (
            step(self._wording("disclosure.choose.confirm"), "confirm_request", case_no=receipt.number),
            step(self._wording("disclosure.choose.progress"), "case_status", case_no=receipt.number),
        )
        text = self._wording("disclosure.receipt.text", number=receipt.number)
        say(dispatcher, tracker, text, steps=choices, in_form=True)
        return []


class ConfirmRequest(Action):
    """Takes the applicant's word that the registered content is right."""

    def __init__(self, wording: Wording, *, service: DisclosureService, ledger: DisclosureLedger) -> None:
        self._wording = wording
        self._service = service
        self._ledger = ledger

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_confirm_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Confirm the request named, or the only one that waits for it."""
        del domain
        number = number_in(tracker) or await self._waiting(tracker.sender_id)
        if number is None:
            say(dispatcher, tracker, self._wording("disclosure.confirmed.none"))
            return []
        done = await self._service.confirm_by_applicant(number, citizen=tracker.sender_id)
        progress = step(self._wording("disclosure.choose.progress"), "case_status", case_no=number)
        say(dispatcher, tracker, self._words(done), steps=[progress])
        return []

    async def _waiting(self, citizen: str) -> str | None:
        waiting = [case for case in await self._ledger.cases_of(citizen) if "confirm" in case.next_steps]
        return waiting[0].number if len(waiting) == 1 else None

    def _words(self, done: Confirmation) -> str:
        key = "received_provisional" if done.provisional else "received" if done.receipt_on else "recorded"
        return self._wording(
            f"disclosure.confirmed.{key}",
            number=done.number,
            receipt=written(done.receipt_on),
            due=written(done.due_on),
        )


class WithdrawRequest(Action):
    """Closes a request at its applicant's wish, after asking once."""

    def __init__(self, wording: Wording, *, service: DisclosureService, ledger: DisclosureLedger) -> None:
        self._wording = wording
        self._service = service
        self._ledger = ledger

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_withdraw_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask whether it is meant, then withdraw."""
        del domain
        number = number_in(tracker)
        if number is None:
            say(dispatcher, tracker, self._wording("disclosure.withdrawn.which"))
        elif hear(tracker).slot("sure"):
            await self._service.withdraw(number, citizen=tracker.sender_id)
            say(dispatcher, tracker, self._wording("disclosure.withdrawn.done", number=number))
        else:
            await self._ask(dispatcher, tracker, number)
        return []

    async def _ask(self, dispatcher: CollectingDispatcher, tracker: Tracker, number: str) -> None:
        case: CaseLine | None = await self._ledger.case(number, citizen=tracker.sender_id)
        if case is None or not case.title:
            raise InputError("disclosure.refused.unknown", number=number)
        choices = (
            step(self._wording("disclosure.choose.withdraw"), "withdraw_request", case_no=number, sure="yes"),
            step(self._wording("disclosure.choose.keep"), "deny"),
        )
        text = self._wording("disclosure.withdrawn.ask", number=number)
        say(dispatcher, tracker, text, steps=choices)


def application(slots: dict[str, Any]) -> Application:
    """Give the application that a filled form makes."""
    notice = slots["notice_accepted"]
    delivery = Delivery(slots["delivery"])
    return Application(
        information=str(slots["information"]),
        applicant_kind=ApplicantKind(kind_in(slots)),
        applicant_name=str(slots["applicant_name"]),
        identity_number=str(slots["identity_number"]),
        contact=contact_of(str(slots["contact_phone"])),
        delivery=delivery,
        delivery_address=str(slots["delivery_address"]) if delivery is Delivery.POST else "",
        notice_version=str(notice["version"]),
        notice_at=datetime.fromisoformat(notice["at"]),
    )


def origin(tracker: Tracker) -> Origin:
    """Give where a filled form came from; outside our own form loop its citizen's message is the form's identity."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    key, channel = str(metadata.get("key") or ""), str(metadata.get("channel") or "")
    citizen = str(tracker.sender_id)
    message = uuid.uuid5(uuid.NAMESPACE_OID, f"{channel}:{citizen}:{key}") if key else ""
    return Origin(
        form_id=str(tracker.slots.get(FORM_ID) or message), citizen=citizen, channel=channel, push_key=key
    )


def number_in(tracker: Tracker) -> str | None:
    """Give the number of a disclosure request that the message names, in any spelling."""
    heard = hear(tracker)
    said: Sequence[str] = (heard.slot("case_no"), heard.said)
    numbers = filter(None, map(find_number, said))
    return next((number for number in numbers if number.startswith(DISCLOSURE)), None)
