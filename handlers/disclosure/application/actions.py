"""Thin actions: from the filled form, or a tap on a receipt, to one service method and its words."""

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.clock import Clock
from bot.conversation import CHOICES, FORM_ID
from bot.errors import InputError
from bot.message import Card, Wording
from bot.text.choices import reading
from handlers.cases import DISCLOSURE, CaseAddress, CaseLine, find_number, written
from handlers.county.office import Office
from handlers.county.profile import County
from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.applicant.identity_papers import IdentityPaper
from handlers.disclosure.applicant.representative import Representative
from handlers.disclosure.application.addressee import (
    NOBODY_ELSE,
    AddresseeChoice,
    ChooseAddressee,
)
from handlers.disclosure.application.applicant_checks import (
    Enclosed,
    Lacking,
    nothing_enclosed,
    nothing_lacking,
)
from handlers.disclosure.application.entrance import Published, StartDisclosure
from handlers.disclosure.application.explanations import ExplainApplication
from handlers.disclosure.application.form import FORM, kind_in
from handlers.disclosure.application.prompts import AskField, which_field
from handlers.disclosure.application.representation import BY_AGENT
from handlers.disclosure.application.representation_action import TellRepresentation
from handlers.disclosure.application.validation import DisclosureForm
from handlers.disclosure.case.fields import ApplicantKind, Application, Delivery, contact_of
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.receipts import Confirmation, Origin
from handlers.disclosure.case.service import DisclosureService
from handlers.talk.form_actions import FileForm, FormReceipt
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.turn import hear, say, step

CONFIRM = "confirm_request"
# What agrees with the content that was registered, when it has just been read back.
RIGHT = re.compile(
    r"(?:(?>(?:我|这|都|内容|信息|上面|登记|写|填|看过|看了|看|核对过?|检查过?|确认|的|了|嗯|[,，。.!！ ])*)"
    r"(?:没(?:有)?(?:什么)?(?:错|问题|毛病)|无误|正确|对|不错|ok|可以|确认)(?>(?:的|了|着|呢|吧|啊|呀|哈|[,，。.!！ ])*)){1,3}",
    re.IGNORECASE,
)


def actions(
    wording: Wording,
    *,
    service: DisclosureService,
    ledger: DisclosureLedger,
    published: Published,
    office: Office,
    county: County,
    clock: Clock,
    address: CaseAddress,
    page: FormAddress = on_no_page,
    choice: AddresseeChoice = NOBODY_ELSE,
    enclosed: Enclosed = nothing_enclosed,
    lacking: Lacking = nothing_lacking,
) -> list[Action]:
    """Give every action of this slice, ready to be registered; `choice` knows the agencies to which one may apply.

    `enclosed` counts the pictures that were sent for a representative's authority; `lacking` says whether they may still be
    sent here.
    """
    return [
        StartDisclosure(wording, published=published, choice=choice),
        DisclosureForm(wording, clock=clock, choice=choice, enclosed=enclosed),
        TellRepresentation(wording),
        *(
            AskField(slot, wording, office=office, page=page, choice=choice, before=ledger.asked_before)
            for slot in FORM.order
        ),
        ChooseAddressee(wording, choice=choice),
        which_field(wording),
        ExplainApplication(wording, office=office, county=county),
        filing(wording, service=service, address=address, choice=choice, lacking=lacking),
        ConfirmRequest(wording, service=service, ledger=ledger),
        WithdrawRequest(wording, service=service, ledger=ledger),
    ]


def filing(
    wording: Wording,
    *,
    service: DisclosureService,
    address: CaseAddress,
    choice: AddresseeChoice = NOBODY_ELSE,
    lacking: Lacking = nothing_lacking,
) -> FileForm:
    """Give the action that files an application; the receipt says that it is no answer, and what comes next."""

    async def filed(tracker: Tracker) -> FormReceipt:
        goes_to = choice.key_of(tracker.slots)
        filled, came = application(tracker.slots, agency=goes_to), origin(tracker)
        receipt = await service.submit(filled, origin=came)
        choices = (
            step(wording("disclosure.choose.confirm"), "confirm_request", case_no=receipt.number),
            step(wording("disclosure.choose.progress"), "case_status", case_no=receipt.number),
        )
        key = "disclosure.receipt.received" if receipt.received else "disclosure.receipt.text"
        words = wording(key, number=receipt.number)
        if filled.representative and await lacking(came.form_id, came.channel):
            words = f"{words.rstrip()}\n{wording('disclosure.receipt.authority')}"
        # What counts as received already waits for nobody's word.
        return FormReceipt(
            words,
            choices[1:] if receipt.received else choices,
            Card(wording("disclosure.receipt.page"), receipt.number, address(receipt.number)),
        )

    return FileForm(FORM, filed)


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
        await self._confirm(dispatcher, tracker, number)
        return []

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Take plain words of agreement for the confirmation that the latest reply offers; None for anything else."""
        offered = (reading(payload) for _, payload in tracker.slots.get(CHOICES) or ())
        number = next((one.slot("case_no") for one in offered if one and one.intent == CONFIRM), None)
        if number is None or not RIGHT.fullmatch(hear(tracker).said):
            return None
        await self._confirm(dispatcher, tracker, number)
        return []

    async def _confirm(self, dispatcher: CollectingDispatcher, tracker: Tracker, number: str) -> None:
        done = await self._service.confirm_by_applicant(number, citizen=tracker.sender_id)
        progress = step(self._wording("disclosure.choose.progress"), "case_status", case_no=number)
        say(dispatcher, tracker, self._words(done), steps=[progress])

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
            # What ends a request is never number 1.
            step(self._wording("disclosure.choose.keep"), "deny"),
            step(self._wording("disclosure.choose.withdraw"), "withdraw_request", case_no=number, sure="yes"),
        )
        text = self._wording("disclosure.withdrawn.ask", number=number)
        say(dispatcher, tracker, text, steps=choices)


def application(slots: dict[str, Any], *, agency: str = "") -> Application:
    """Give the application that a filled form makes; `agency` is whom it goes to, empty for the county's own office."""
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
        agency=agency,
        **_who(slots),
    )


def _who(slots: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the form holds of the applicant beside name and number, and of who acts for him."""
    organisation = kind_in(slots) is ApplicantKind.ORGANISATION
    usual = IdentityPaper.CREDIT_CODE if organisation else IdentityPaper.RESIDENT
    category = slots.get("organisation_kind") if organisation else ApplicantCategory.NATURAL
    return {
        "category": ApplicantCategory(category) if category else None,
        "paper": IdentityPaper(slots.get("identity_paper") or usual),
        "legal_representative": str(slots.get("legal_representative") or "") if organisation else "",
        "representative": _representative(slots) if slots.get(BY_AGENT) else None,
    }


def _representative(slots: Mapping[str, Any]) -> Representative:
    paper = IdentityPaper(slots.get("agent_paper") or IdentityPaper.RESIDENT)
    return Representative(
        str(slots["agent_name"]), str(slots["agent_identity"]), str(slots["agent_authority"]), paper
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
