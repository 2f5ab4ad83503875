"""The desk's form for an application on paper, read and checked: by the same rules as the chat form where it asks the same."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.errors import InputError
from bot.message import Wording
from handlers.disclosure.case.applicants import (
    ApplicantCategory,
    IdentityPaper,
    Representative,
    paper_fault,
)
from handlers.disclosure.case.fields import (
    LONGEST_INFORMATION,
    ApplicantKind,
    Delivery,
    applicant_name,
    contact,
    contact_of,
)
from handlers.disclosure.case.paper_application import PaperApplication
from handlers.disclosure.proceeding.registration import AT_ONCE, REACHED
from handlers.disclosure.statute.log import Channel

EnumT = TypeVar("EnumT", bound=StrEnum)
REGISTERED_CHANNELS: tuple[Channel, ...] = (*AT_ONCE, *REACHED)
LONGEST_FIELD_LETTERS = 200
FIELDS = (
    *("channel", "on", "information", "category", "name", "paper", "identity", "contact", "delivery"),
    *("address", "email", "oral", "linked_to", "rep_name", "rep_identity", "rep_authority"),
)


def read_application(fields: Mapping[str, str], *, today: date, texts: Wording) -> PaperApplication:
    """Give the application that a form tells of; raises `InputError` naming the first field that is wrong.

    What is asked is taken as it was written: whether it is clear enough, staff say by a correction notice (art. 30).
    """
    typed = {name: fields.get(name, "").strip() for name in FIELDS}
    category = _one_of(ApplicantCategory, typed["category"], "category", texts)
    natural = category is ApplicantCategory.NATURAL
    kind = ApplicantKind.NATURAL if natural else ApplicantKind.ORGANISATION
    paper = _one_of(IdentityPaper, typed["paper"], "paper", texts)
    if natural is (paper is IdentityPaper.CREDIT_CODE):
        raise _wrong("paper", texts)
    identity, fault = paper_fault(paper, typed["identity"], today=today)
    if fault:
        raise InputError(f"disclosure.fault.{fault}")
    reached = contact(typed["contact"], kind=kind)
    if reached.fault:
        raise InputError(f"disclosure.fault.{reached.fault}")
    to, delivery = contact_of(reached.value), _one_of(Delivery, typed["delivery"], "delivery", texts)
    return PaperApplication(
        channel=_channel(typed["channel"], texts),
        on=_day(typed["on"], texts),
        information=_words(typed, "information", texts, most=LONGEST_INFORMATION),
        category=category,
        name=_name(typed["name"], kind, paper),
        paper=paper,
        identity=identity,
        phone=to.phone,
        person=to.person,
        delivery=delivery,
        address=_words(typed, "address", texts) if delivery is Delivery.POST else "",
        email=_words(typed, "email", texts) if delivery is Delivery.EMAIL else "",
        representative=_representative(typed, texts),
        oral=bool(typed["oral"]),
        linked_to=typed["linked_to"],
    )


def _name(typed: str, kind: ApplicantKind, paper: IdentityPaper) -> str:
    """Check the name; who shows a foreign paper may have a name of any writing."""
    read = applicant_name(typed, kind=kind)
    if read.fault and (paper in {IdentityPaper.RESIDENT, IdentityPaper.CREDIT_CODE} or len(typed) < 2):  # noqa: PLR2004 - letters
        raise InputError(f"disclosure.fault.{read.fault}")
    return typed[:LONGEST_FIELD_LETTERS] if read.fault else read.value


def _representative(typed: Mapping[str, str], texts: Wording) -> Representative | None:
    """Give who applies for the applicant: all three particulars, or nobody (power of attorney and both identities)."""
    names = ("rep_name", "rep_identity", "rep_authority")
    if not any(typed[name] for name in names):
        return None
    return Representative(*(_words(typed, name, texts) for name in names))


def _words(typed: Mapping[str, str], name: str, texts: Wording, *, most: int = LONGEST_FIELD_LETTERS) -> str:
    if not 1 < len(typed[name]) <= most:
        raise _wrong(name, texts)
    return typed[name]


def _channel(typed: str, texts: Wording) -> Channel:
    channel = _one_of(Channel, typed, "channel", texts)
    if channel not in REGISTERED_CHANNELS:
        raise _wrong("channel", texts)
    return channel


def _day(typed: str, texts: Wording) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise _wrong("on", texts) from None


def _one_of(kind: type[EnumT], typed: str, name: str, texts: Wording) -> EnumT:
    try:
        return kind(typed)
    except ValueError:
        raise _wrong(name, texts) from None


def _wrong(name: str, texts: Wording) -> InputError:
    return InputError("disclosure.refused.field", field=texts(f"disclosure.register.{name}"))
