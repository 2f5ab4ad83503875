"""The checks of who applies, and of who files for somebody else: kind, name, paper, authority (art. 29; PI31)."""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.clock import Clock, local_date
from bot.conversation import FORM_ID
from bot.errors import ServiceError
from bot.forms.slots import FormSlots
from bot.forms.spec import DOUBTED_SLOT, ENCLOSED, GATHERED_SLOT
from bot.message import Wording
from handlers.disclosure.applicant.categories import category_of_name, category_said
from handlers.disclosure.applicant.identity_papers import OF_PERSONS, IdentityPaper, of_child, read_number
from handlers.disclosure.application.form import FORM, chosen, kind_in, required, steps
from handlers.disclosure.application.identity_answer import (
    IdentityQuestion,
    doubt_of,
    doubt_words,
    read_identity,
)
from handlers.disclosure.application.representation import BY_AGENT, LATER, PAPERS, PICTURE
from handlers.disclosure.case import fields
from handlers.disclosure.case.fields import ApplicantKind, CheckedField
from handlers.talk.form_actions import FieldChecks
from handlers.talk.turn import say

Values = dict[str, Any]
Enclosed = Callable[[str], Awaitable[int]]
"""Gives how many pictures of an authority were sent with a form, by the form's identity; raises `ServiceError`."""
Lacking = Callable[[str, str], Awaitable[bool]]
"""Whether a form's authority is lacking and its pictures may be sent in the talk: the form's identity, the channel."""
COMES_LATER = re.compile(
    r"(?:我|先|以后|之后|后面|改天|随后|过后|回头|明天|再|来){0,4}(?:后补|补交|补|送|寄|交)(?:来|去|上|给你们)?(?:的|吧|了|[。.!！ ])*"
    r"|(?:现在|暂时|还|我){0,3}(?:没有|没带|没|不方便拍?)(?:照片|委托书|拍|在身边)?(?:的|了|[。.!！ ])*"
)
SENT = re.compile(
    r"(?:照片|图片|我|已经|都|刚才|刚){0,4}(?:发|传|附|拍|寄|上传)(?:好|完|过|上)?(?:了|过了)?(?:照片|图片)?[。.!！ ]*|好了[。.!！ ]*"
)


async def nothing_enclosed(form_id: str) -> int:  # noqa: ARG001 - `Enclosed`.
    """Give none, as where no pictures are taken."""
    return 0


async def nothing_lacking(form_id: str, channel: str) -> bool:  # noqa: ARG001 - `Lacking`.
    """Give that nothing is, as where no pictures are taken."""
    return False


class ApplicantChecks(FieldChecks):
    """Checks the fields that tell of persons; a fault is said in words and the field stays empty, so that it is asked again."""

    def __init__(self, wording: Wording, *, clock: Clock, enclosed: Enclosed = nothing_enclosed) -> None:
        super().__init__(FORM, required)
        self._wording = wording
        self._clock = clock
        self._enclosed = enclosed

    def validate_applicant_kind(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take person or organisation; answers that fit the other kind only are asked anew."""
        del domain
        said = chosen(value, tracker)
        checked = fields.applicant_kind(said)
        taken = self._taken(dispatcher, tracker, slot="applicant_kind", checked=checked)
        if checked.fault:
            return taken
        kind = ApplicantKind(checked.value)
        told = category_said(said) if kind is ApplicantKind.ORGANISATION else None
        return {**taken, **self._unfit(tracker, kind), **({"organisation_kind": told.value} if told else {})}

    def validate_organisation_kind(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take which of the organisations of 表三 applies."""
        del domain
        told = category_said(chosen(value, tracker))
        checked = CheckedField(told.value) if told else CheckedField("", "category_unclear")
        return self._taken(dispatcher, tracker, slot="organisation_kind", checked=checked)

    def validate_legal_representative(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the name of an organisation's legal representative, as the page brings it; nobody has to give it."""
        del domain
        checked = fields.applicant_name(str(value), kind=ApplicantKind.NATURAL)
        return self._taken(dispatcher, tracker, slot="legal_representative", checked=checked)

    def validate_applicant_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a name; that of an organisation may tell of which kind it is."""
        del domain
        kind = kind_in(tracker.slots)
        checked = fields.applicant_name(str(value), kind=kind)
        taken = self._taken(dispatcher, tracker, slot="applicant_name", checked=checked)
        told = category_of_name(checked.value) if kind is ApplicantKind.ORGANISATION else None
        return taken if checked.fault or told is None else {**taken, "organisation_kind": told.value}

    def validate_identity_paper(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the paper that the page names; a number that is none of it is asked anew."""
        del domain
        return self._named(value, dispatcher, tracker, number="identity_number")

    def validate_agent_paper(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the representative's paper, as `validate_identity_paper` does the applicant's."""
        del domain
        return self._named(value, dispatcher, tracker, number="agent_identity")

    def validate_by_agent(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take whether a representative files, as the page brings it."""
        del dispatcher, tracker, domain
        files = str(value) == self._wording("disclosure.choose.by_agent")
        return {BY_AGENT: files or None, FORM.confirmation: None}

    def validate_identity_number(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the number of a paper, or an organisation's code; a child is represented by a guardian (PI31)."""
        del domain
        organisation = kind_in(tracker.slots) is ApplicantKind.ORGANISATION
        return self._identity(value, dispatcher, tracker, slot="identity_number", organisation=organisation)

    def validate_agent_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the representative's name."""
        del domain
        checked = fields.applicant_name(str(value), kind=ApplicantKind.NATURAL)
        return self._taken(dispatcher, tracker, slot="agent_name", checked=checked)

    def validate_agent_identity(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the number of the representative's paper."""
        del domain
        return self._identity(value, dispatcher, tracker, slot="agent_identity", organisation=False)

    async def validate_agent_authority(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take what shows the authority: a picture that is there, or the word that it will be handed in."""
        del domain
        slot, said = "agent_authority", chosen(value, tracker).strip()
        if COMES_LATER.fullmatch(said):
            return {slot: LATER, FORM.confirmation: None}
        if said == ENCLOSED or SENT.fullmatch(said) or said == self._wording("disclosure.choose.picture"):
            if await self._sent(tracker):
                return {slot: PICTURE, FORM.confirmation: None}
            return self._again(dispatcher, tracker, slot=slot, key="disclosure.fault.authority_none")
        return self._again(dispatcher, tracker, slot=slot, key="disclosure.fault.authority_unclear")

    async def _sent(self, tracker: Tracker) -> bool:
        try:
            return await self._enclosed(str(tracker.slots.get(FORM_ID) or "")) > 0
        except ServiceError:
            return False

    def _identity(
        self,
        value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        *,
        slot: str,
        organisation: bool,
    ) -> Values:
        """Take a number with its paper, keep the paper until its number follows, doubt once what only looks unusual."""
        read = read_identity(str(value), self._asked(tracker, slot, organisation=organisation))
        if not read.number and not read.fault:
            return self._wait(dispatcher, tracker, slot, read.paper)
        fault = read.fault
        if not fault and slot == "identity_number" and not tracker.slots.get(BY_AGENT):
            child = not organisation and of_child(read.paper, read.number, today=self._today())
            fault = "identity_minor" if child else ""
        if not fault:
            # The doubt about another number waits for its own answer.
            settled = {DOUBTED_SLOT: None} if doubt_of(tracker.slots, slot) else {}
            return {slot: read.number, PAPERS[slot]: read.paper.value, FORM.confirmation: None, **settled}
        again = self._again(
            dispatcher, tracker, slot=slot, key=f"disclosure.fault.{fault}", doubts=read.doubts
        )
        return {**again, DOUBTED_SLOT: doubt_words(slot, read.paper, read.number)} if read.doubts else again

    def _asked(self, tracker: Tracker, slot: str, *, organisation: bool) -> IdentityQuestion:
        """Give what is known of the paper: what was just named, else what was held or chosen before."""
        named = FormSlots(tracker.slots).gathered(slot) or str(tracker.slots.get(PAPERS[slot]) or "")
        held = IdentityPaper(named) if named else None
        return IdentityQuestion(organisation, self._today(), held, doubt_of(tracker.slots, slot))

    def _wait(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, slot: str, paper: IdentityPaper
    ) -> Values:
        """Keep which paper was named, and ask for its number."""
        name = self._wording(f"disclosure.identity_paper.{paper}")
        say(dispatcher, tracker, self._wording("disclosure.gather.paper", paper=name), in_form=True)
        return {slot: None, GATHERED_SLOT: FormSlots(tracker.slots).with_piece(slot, paper.value)}

    def _named(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, *, number: str
    ) -> Values:
        names = {self._wording(f"disclosure.identity_paper.{paper}"): paper for paper in OF_PERSONS}
        paper, slot = names.get(str(value).strip()), PAPERS[number]
        if paper is None:
            return self._again(dispatcher, tracker, slot=slot, key="disclosure.fault.paper_unlisted")
        held = tracker.slots.get(number)
        fits = held is None or not read_number(paper, str(held), today=self._today()).fault
        return {slot: paper.value, **({} if fits else {number: None, FORM.confirmation: None})}

    def _today(self) -> date:
        return local_date(self._clock.now())

    def _taken(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, *, slot: str, checked: CheckedField
    ) -> Values:
        if checked.fault is None:
            return {slot: checked.value}
        return self._again(dispatcher, tracker, slot=slot, key=f"disclosure.fault.{checked.fault}")

    def _again(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, *, slot: str, key: str, doubts: bool = False
    ) -> Values:
        words = self._wording(key)
        if doubts:
            words = f"{words}{self._wording('disclosure.fault.paper_again')}"
        say(dispatcher, tracker, words, steps=steps(self._wording, slot), in_form=True)
        return {slot: None}

    def _unfit(self, tracker: Tracker, kind: ApplicantKind) -> Values:
        """Give the answers to drop when the applicant turns out to be of the other kind."""
        before = FormSlots(tracker.slots).reopened.get("applicant_kind")
        if before == kind:
            return {}
        number = tracker.slots.get("identity_number")
        if number and fields.identity(str(number), kind=kind, today=self._today()).fault is None:
            return {}
        gone = (
            "applicant_name",
            "identity_number",
            "contact_phone",
            "organisation_kind",
            "legal_representative",
        )
        return dict.fromkeys(gone)
