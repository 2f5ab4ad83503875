"""What the form says when it asks: the question with its progress, the notices, the summary before filing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import FORM_ID, transcript
from bot.errors import ServiceError
from bot.forms.spec import REOPENED_SLOT
from bot.message import Card, Wording
from bot.privacy import mask_name, mask_phone, mask_text
from handlers.cases import CaseLine, written
from handlers.county.agencies import Agency
from handlers.county.office import Office
from handlers.disclosure.applicant.identity_papers import CERTAIN, mask_number
from handlers.disclosure.application.addressee import ADDRESSEE, NOBODY_ELSE, AddresseeChoice
from handlers.disclosure.application.addresses import mask_address
from handlers.disclosure.application.form import (
    FORM,
    PRIVATE,
    UNCOUNTED,
    doubted,
    insisting,
    kind_in,
    progress,
    required,
    steps,
)
from handlers.disclosure.application.representation import BY_AGENT, PAPERS
from handlers.disclosure.case.fields import ApplicantKind, contact_of
from handlers.talk.form_actions import AskWhichField
from handlers.talk.form_page import FormAddress, on_no_page
from handlers.talk.turn import say

ORGANISATION_ASKS = frozenset({"applicant_name", "identity_number", "contact_phone"})
REPRESENTED_ASKS = frozenset({"applicant_name", "identity_number"})
LONGEST_QUOTE = 200
LONGEST_NOTE = 40
# A slip in these is seen by nobody but the applicant.
READ_BACK = PRIVATE - PAPERS.keys()


def notice(wording: Wording, office: Office | Agency) -> str:
    """Give the privacy notice (PI17; disclosure-rules §10.1), every gap filled."""
    filled = {name: wording(f"disclosure.notice.{name}") for name in ("fields", "purpose", "retention")}
    return wording("disclosure.notice.text", agency=office.name, phone=office.phone, **filled)


AskedBefore = Callable[[str, str], Awaitable[CaseLine | None]]
"""Gives the citizen's own earlier case that asks for the same, by citizen and description; raises `ServiceError`."""


async def never_asked(citizen: str, information: str) -> CaseLine | None:  # noqa: ARG001 - `AskedBefore`.
    """Give no case, as where none is kept."""
    return None


class AskField(Action):
    """Asks one field of the form, with its place among the fields and its numbered steps."""

    def __init__(
        self,
        slot: str,
        wording: Wording,
        *,
        office: Office,
        page: FormAddress = on_no_page,
        choice: AddresseeChoice = NOBODY_ELSE,
        before: AskedBefore = never_asked,
    ) -> None:
        self._slot = slot
        self._wording = wording
        self._office = office
        self._page = page
        self._choice = choice
        self._before = before

    def name(self) -> str:
        """Give the name under which the form loop asks for the field."""
        return f"action_ask_{FORM.name}_{self._slot}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        doubts = self._slot == FORM.gathers and bool(doubted(tracker.slots))
        offered = insisting(self._wording) if doubts else steps(self._wording, self._slot)
        text, noted = self._words(tracker.slots), self._words(tracker.slots, own=False)
        if self._slot == FORM.confirmation and (earlier := await self._earlier(tracker)):
            text, noted = f"{earlier}\n{text}", f"{earlier}\n{noted}"
        if self._slot == "notice_accepted" and text in _told(tracker):
            # Once it has been read, a digression should not push it under the citizen's eyes again.
            text = self._wording("disclosure.notice.again")
            noted = ""
        say(dispatcher, tracker, text, steps=offered, in_form=True, noted=noted, card=self._card(tracker))
        return []

    async def _earlier(self, tracker: Tracker) -> str:
        """Say which case of the same citizen asks for the same; nothing is held up by it, and nothing where nobody can look."""
        try:
            found = await self._before(str(tracker.sender_id), str(tracker.slots.get("information") or ""))
        except ServiceError:
            return ""
        if found is None:
            return ""
        day = written(found.opened_on)
        return self._wording("disclosure.summary.before", number=found.number, day=day, stage=found.stage)

    def _card(self, tracker: Tracker) -> Card | None:
        """Give the link to the form's page, where the form begins and where it is read over."""
        if self._slot not in UNCOUNTED:
            return None
        address = self._page(str(tracker.sender_id), str(tracker.slots.get(FORM_ID) or ""))
        return Card(self._wording("disclosure.page.open"), "", address) if address else None

    def _words(self, slots: dict[str, Any], *, own: bool = True) -> str:
        if self._slot == "notice_accepted":
            return self._notice(slots)
        if self._slot == "request_confirmed":
            line = self._choice.line(slots, self._wording)
            return summary(slots, self._wording, own=own, addressee=line)
        return self._question(slots, own=own)

    def _question(self, slots: dict[str, Any], *, own: bool) -> str:
        organisation = kind_in(slots) is ApplicantKind.ORGANISATION
        key = f"disclosure.ask.{self._slot}"
        if organisation and self._slot in ORGANISATION_ASKS:
            key = f"{key}_organisation"
        elif slots.get(BY_AGENT) and self._slot in REPRESENTED_ASKS:
            key = f"{key}_represented"
        place, total = progress(slots, self._slot)
        sensitive = self._wording("disclosure.notice.sensitive")
        asked = self._wording(key, place=place, total=total, notice=sensitive)
        if self._slot == FORM.gathers and doubted(slots):
            asked = self._wording("disclosure.ask.information_doubted")
        before = (slots.get(REOPENED_SLOT) or {}).get(self._slot)
        if before is None:
            return asked
        held = shown(self._slot, {**slots, self._slot: before}, self._wording, own=own)
        return f"{asked}\n{self._wording('disclosure.correcting.before', value=held)}"

    def _notice(self, slots: dict[str, Any]) -> str:
        """Give the privacy notice (PI17; disclosure-rules §10.1), every gap filled; first what is known to be wanted."""
        chosen = self._choice.of(slots) if slots.get(ADDRESSEE) else None
        text = notice(self._wording, chosen or self._office)
        wanted = slots.get("information")
        return f"{self._noted(str(wanted))}\n{text}" if wanted else text

    def _noted(self, wanted: str) -> str:
        shown = mask_text(wanted)
        brief = shown if len(shown) <= LONGEST_NOTE else f"{shown[:LONGEST_NOTE]}……"
        return self._wording("disclosure.notice.noted", text=brief)


def which_field(wording: Wording) -> AskWhichField:
    """Give the question which field of an application shall be corrected."""

    def words(slots: dict[str, Any], own: bool) -> str:
        filled = [name for name in required(slots) if slots.get(name) is not None]
        told = [name for name in filled if name not in UNCOUNTED]
        head = wording(f"disclosure.correcting.{'which' if told else 'nothing'}")
        return "\n".join([head, *(_line(name, slots, wording, own=own) for name in told)])

    return AskWhichField(FORM, words)


def _told(tracker: Tracker) -> set[str]:
    """Give what the bot said in this talk."""
    return {text for who, text, _ in transcript(tracker.events) if who == "bot"}


def summary(slots: dict[str, Any], wording: Wording, *, own: bool, addressee: str = "") -> str:
    """Give the application for checking; the numbers are those by which a citizen corrects a field.

    Its `own` applicant reads it in full, but for the middle of the identity number; what is kept of it is masked.
    """
    lines = [_line(name, slots, wording, own=own) for name in required(slots) if name != FORM.confirmation]
    if legal := slots.get("legal_representative"):
        name = str(legal) if own else mask_name(str(legal))
        lines.append(wording("disclosure.summary.legal_representative", value=name))
    goes_to = [addressee] if addressee else []
    return "\n".join(
        [wording("disclosure.summary.head"), *goes_to, *lines, wording("disclosure.summary.foot")]
    )


def _line(name: str, slots: dict[str, Any], wording: Wording, *, own: bool) -> str:
    place = FORM.order.index(name) + 1
    return wording(f"disclosure.summary.{name}", place=place, value=shown(name, slots, wording, own=own))


def shown(name: str, slots: Mapping[str, Any], wording: Wording, *, own: bool = False) -> str:
    """Give a field as it is read back, a long text cut; only to its `own` applicant with the personal data in it.

    The middle of an identity number is hidden even there: its check character has told a slip already.
    """
    value = slots.get(name)
    if name in PAPERS:
        return _numbered(name, str(value), slots, wording)
    if name in PRIVATE:
        return str(value) if own and name in READ_BACK else _masked(name, str(value), slots)
    if name == "agent_authority":
        return wording(f"disclosure.authority.{value}")
    if name in {"applicant_kind", "organisation_kind", "delivery"}:
        return wording(f"disclosure.choose.{value}")
    return quoted(str(value), wording)


def _masked(name: str, value: str, slots: Mapping[str, Any]) -> str:
    """Give personal data with the telling part hidden; an organisation's name and code are public."""
    if name == "contact_phone":
        return _contact(value)
    if name == "delivery_address":
        return mask_address(value)
    public = name == "applicant_name" and kind_in(slots) is ApplicantKind.ORGANISATION
    return value if public else mask_name(value)


def _numbered(name: str, value: str, slots: Mapping[str, Any], wording: Wording) -> str:
    """Give a paper's number with its middle hidden, and which paper it is of where that is not the usual one."""
    organisation = name == "identity_number" and kind_in(slots) is ApplicantKind.ORGANISATION
    number = value if organisation else mask_number(value)
    paper = slots.get(PAPERS[name])
    if not paper or paper in CERTAIN:
        return number
    called = wording(f"disclosure.identity_paper.{paper}")
    return wording("disclosure.summary.paper", paper=called, number=number)


def _contact(value: str) -> str:
    contact = contact_of(value)
    person = mask_name(contact.person) if contact.person else ""
    return f"{person} {mask_phone(contact.phone)}".strip()


def quoted(value: str, wording: Wording) -> str:
    """Give a description as it is read back: numbers hidden, a long one cut."""
    shown = mask_text(value)
    if len(shown) <= LONGEST_QUOTE:
        return shown
    return wording("disclosure.summary.cut", text=shown[:LONGEST_QUOTE], length=len(value))
