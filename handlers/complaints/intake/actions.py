"""Thin actions: from the filled form to one service method and its words."""

import uuid
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet

from bot.conversation import FORM_ID
from bot.message import Card, Wording
from bot.privacy import mask_text
from handlers.cases import CaseAddress, written
from handlers.complaints.case.kinds import OUTER_WORKDAYS, ComplaintKind, TipCategory
from handlers.complaints.case.particulars import Complaint, ToldComplaint
from handlers.complaints.case.service import ComplaintOrigin, ComplaintService
from handlers.complaints.intake.entrance import StartComplaint
from handlers.complaints.intake.form import ANONYMOUS, FORM, POSITION_SLOT, SKIPPED, URGENT_SLOT
from handlers.complaints.intake.prompts import AskComplaintField, which_field
from handlers.complaints.intake.redirection import Redirection
from handlers.complaints.intake.several import LATER_SLOT, LaterGrievances
from handlers.complaints.intake.validation import ComplaintForm
from handlers.county.bodies import load
from handlers.county.office import Office
from handlers.county.profile import County
from handlers.talk.form_actions import FileForm, FormReceipt
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.turn import step

BRIEF_LETTERS = 16
CARRIED = ("complaint_where", POSITION_SLOT, "complaint_name", "complaint_phone")
"""What was told of one grievance and holds for those told with it."""


def actions(
    wording: Wording,
    *,
    service: ComplaintService,
    office: Office,
    county: County,
    address: CaseAddress,
    page: FormAddress = on_no_page,
) -> list[Action]:
    """Give every action by which a complaint is told, ready to be registered."""
    redirection = Redirection(wording, service=service, county=county.name)
    return [
        StartComplaint(wording, redirection=redirection, county=county, office=office, bodies=load(wording)),
        ComplaintForm(wording, redirection=redirection),
        *(AskComplaintField(slot, wording, page=page) for slot in FORM.order),
        which_field(wording),
        filing(wording, service=service, address=address),
    ]


def filing(wording: Wording, *, service: ComplaintService, address: CaseAddress) -> FileForm:
    """Give the action that files a complaint; the receipt says the number, by when, and what comes next."""

    async def filed(tracker: Tracker) -> FormReceipt:
        told = complaint_of(tracker.slots, version=wording("complaints.notice.version"))
        receipt = await service.submit(told, origin=origin_of(tracker))
        number = receipt.number
        until = (
            wording("complaints.until.due", due=written(receipt.due_on))
            if receipt.due_on
            else wording("complaints.until.provisional", workdays=OUTER_WORKDAYS[told.kind])
        )
        text = wording("complaints.receipt.text", number=number, until=until)
        progress = step(wording("complaints.choose.progress"), "case_status", case_no=number)
        card = Card(wording("complaints.receipt.page"), number, address(number))
        left = still_left(tracker.slots)
        if left is None:
            return FormReceipt(text, (progress,), card)
        first = left.told[0]
        brief = mask_text(first if len(first) <= BRIEF_LETTERS else f"{first[:BRIEF_LETTERS]}……")
        follows = step(wording("complaints.several.next", told=brief), FORM.entrance, later="next")
        asked = wording("complaints.several.left", count=len(left.told))
        kept = SlotSet(LATER_SLOT, left.plain())
        return FormReceipt(f"{text}\n{asked}", (follows, progress), card, (kept,))

    return FileForm(FORM, filed)


def still_left(slots: Mapping[str, Any]) -> LaterGrievances | None:
    """Give what is still to be registered, with what was told of all and is not asked again; None where nothing is."""
    left = LaterGrievances.of(slots.get(LATER_SLOT))
    if left is None:
        return None
    told = {name: str(slots[name]) for name in CARRIED if slots.get(name) is not None}
    return LaterGrievances(left.told, told)


def complaint_of(slots: Mapping[str, Any], *, version: str) -> Complaint:
    """Give the complaint that a filled form makes."""

    def said(name: str) -> str:
        value = slots.get(f"complaint_{name}")
        return "" if value in {None, SKIPPED, ANONYMOUS} else str(value)

    kind, category = ComplaintKind(slots["complaint_kind"]), said("category")
    told = ToldComplaint(
        what=said("what"),
        where=said("where"),
        when=said("when"),
        wish=said("wish"),
        name=said("name"),
        phone=said("phone"),
        position=str(slots.get(POSITION_SLOT) or ""),
    )
    return Complaint(
        told,
        kind,
        version,
        category=TipCategory(category) if category and kind is ComplaintKind.TIP else None,
        anonymous=not told.name,
        urgent=bool(slots.get(URGENT_SLOT)),
    )


def origin_of(tracker: Tracker) -> ComplaintOrigin:
    """Give where a filled form came from; outside our own form loop its citizen's message is the form's identity."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    key, channel = str(metadata.get("key") or ""), str(metadata.get("channel") or "")
    citizen = str(tracker.sender_id)
    message = uuid.uuid5(uuid.NAMESPACE_OID, f"{channel}:{citizen}:{key}") if key else ""
    return ComplaintOrigin(str(tracker.slots.get(FORM_ID) or message), citizen, channel, key)
