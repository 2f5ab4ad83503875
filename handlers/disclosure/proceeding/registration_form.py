"""The desk's form for an application on paper, read and checked: by the same rules as the chat form where it asks the same."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.errors import InputError
from bot.message import Wording
from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.applicant.identity_papers import (
    CERTAIN,
    OF_ORGANISATIONS,
    OF_PERSONS,
    IdentityPaper,
    of_child,
    read_number,
)
from handlers.disclosure.applicant.representative import Representative
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
LONGEST_NAME_LETTERS = 60
FIELDS = (
    *("channel", "on", "information", "category", "name", "paper", "identity", "contact", "delivery"),
    *("address", "email", "oral", "linked_to", "legal_representative", "paper_seen"),
    *("rep_name", "rep_paper", "rep_identity", "rep_authority"),
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
    if paper not in (OF_PERSONS if natural else OF_ORGANISATIONS):
        raise _wrong("paper", texts)
    identity = _number(paper, typed, "identity", today)
    agent = _representative(typed, texts, today=today)
    if natural and agent is None and of_child(paper, identity, today=today):
        # Who applies for a child below fourteen is a guardian (PI31).
        raise InputError("disclosure.refused.guardian")
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
        legal_representative="" if natural else typed["legal_representative"][:LONGEST_NAME_LETTERS],
        phone=to.phone,
        person=to.person,
        delivery=delivery,
        address=_words(typed, "address", texts) if delivery is Delivery.POST else "",
        email=_words(typed, "email", texts) if delivery is Delivery.EMAIL else "",
        representative=agent,
        oral=bool(typed["oral"]),
        linked_to=typed["linked_to"],
    )


def _name(typed: str, kind: ApplicantKind, paper: IdentityPaper) -> str:
    """Check the name; who shows a foreign paper may have a name of any writing."""
    read = applicant_name(typed, kind=kind)
    if read.fault and (paper in CERTAIN or len(typed) < 2):  # noqa: PLR2004 - letters
        raise InputError(f"disclosure.fault.{read.fault}")
    return typed[:LONGEST_FIELD_LETTERS] if read.fault else read.value


def _number(paper: IdentityPaper, typed: Mapping[str, str], name: str, today: date) -> str:
    """Check a paper's number; one that only looks unusual is taken from who has seen the paper."""
    read = read_number(paper, typed[name], today=today)
    if read.refused or (read.doubtful and not typed["paper_seen"]):
        key = "disclosure.refused.paper_seen" if read.doubtful else f"disclosure.fault.{read.fault}"
        raise InputError(key)
    return read.number


def _representative(typed: Mapping[str, str], texts: Wording, *, today: date) -> Representative | None:
    """Give who applies for the applicant: all particulars, or nobody (power of attorney and both identities).

    The number of the representative's paper is checked as the applicant's is.
    """
    names = ("rep_name", "rep_identity", "rep_authority")
    if not any(typed[name] for name in names):
        return None
    name, _, authority = (_words(typed, each, texts) for each in names)
    paper = _one_of(IdentityPaper, typed["rep_paper"] or IdentityPaper.RESIDENT, "rep_paper", texts)
    if paper not in OF_PERSONS:
        raise _wrong("rep_paper", texts)
    return Representative(name, _number(paper, typed, "rep_identity", today), authority, paper)


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
