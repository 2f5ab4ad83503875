"""The application form as a page shows it: the same fields, labels and checks as in the talk, filled as far as the talk got.

Who may need a field depends on the kind of applicant and on who files; the page shows those that are needed, and all of them
where it cannot tell.
"""

from collections.abc import Mapping
from typing import Any

from bot.forms.slots import FormSlots
from bot.message import Wording
from handlers.county.office import Office
from handlers.disclosure.applicant.identity_papers import OF_PERSONS, IdentityPaper
from handlers.disclosure.application.addressee import ADDRESSEE, NOBODY_ELSE, AddresseeChoice
from handlers.disclosure.application.form import FORM, PRIVATE, UNCOUNTED, kind_in, required, steps
from handlers.disclosure.application.prompts import notice, shown
from handlers.disclosure.application.representation import AGENT_FIELDS, BY_AGENT, PAPERS
from handlers.disclosure.case.fields import ApplicantKind, Delivery
from handlers.talk.form_page import YES, FormPage, FormSheet, PageField

LONG = frozenset({"information", "delivery_address"})
_OTHERWISE = frozenset({"applicant_name", "identity_number", "contact_phone"})
_ORDER = (
    *("information", "applicant_kind", "organisation_kind", "applicant_name", "legal_representative"),
    *("identity_paper", "identity_number", "contact_phone", "delivery", "delivery_address"),
    *(BY_AGENT, "agent_name", "agent_paper", "agent_identity", "agent_authority"),
)
_OF_ORGANISATION = frozenset({"organisation_kind", "legal_representative"})
_OF_PERSON = frozenset({"identity_paper"})
_OF_AGENT = frozenset({*AGENT_FIELDS, "agent_paper"})
PARTS: Mapping[str, str] = {
    **dict.fromkeys(_OF_ORGANISATION, "organisation"),
    **dict.fromkeys(_OF_PERSON, "person"),
    **dict.fromkeys(_OF_AGENT, "agent"),
    "delivery_address": "posted",
}
"""Whom a field is for, by which the page leaves it out where that is somebody else."""


def form_page(
    slots: Mapping[str, Any], wording: Wording, *, notice: str, choice: AddresseeChoice = NOBODY_ELSE
) -> FormPage:
    """Give the page for what a talk's form holds; `choice` knows the agencies to which one may apply."""
    held = {**slots, **FormSlots(dict(slots)).reopened}
    missing = [name for name in required(slots) if slots.get(name) is None and name not in UNCOUNTED]
    accepted = slots.get("notice_accepted") is not None
    return FormPage(
        notice=notice,
        accepted=accepted,
        fields=(*_goes_to(held, wording, choice), *(_field(name, held, wording) for name in _ORDER)),
        complete=accepted and not missing,
        posting=wording(f"disclosure.choose.{Delivery.POST}"),
    )


def _goes_to(slots: Mapping[str, Any], wording: Wording, choice: AddresseeChoice) -> tuple[PageField, ...]:
    """Give the field of the agency, the county's own office chosen until another is; none where there is no directory."""
    chosen, key = choice.of(slots), f"disclosure.page.{ADDRESSEE}"
    if chosen is None:
        return ()
    return (
        PageField(
            name=ADDRESSEE,
            label=wording(f"{key}.label"),
            hint=wording(f"{key}.hint"),
            value=chosen.name,
            options=choice.names,
            listed=True,
        ),
    )


def _field(name: str, slots: Mapping[str, Any], wording: Wording) -> PageField:
    organisation = kind_in(slots) is ApplicantKind.ORGANISATION
    key, value = f"disclosure.page.{name}", slots.get(name)
    options, chosen = _options(name, slots, wording)
    return PageField(
        name=name,
        label=wording(f"{key}.label"),
        hint=wording(f"{key}.{'hint_organisation' if organisation and name in _OTHERWISE else 'hint'}"),
        value=chosen or _value(name, slots),
        held=shown(name, slots, wording) if name in PRIVATE and value is not None else "",
        options=options,
        listed=name in PAPERS.values(),
        long=name in LONG,
        part=PARTS.get(name, ""),
    )


def _value(name: str, slots: Mapping[str, Any]) -> str:
    """Give what may be shown for changing; what is told so far of the information stands there too."""
    value = slots.get(name)
    if name in PRIVATE:
        return ""
    if name == "information" and value is None:
        return FormSlots(dict(slots)).gathered(name)
    return "" if value is None else str(value)


def _options(name: str, slots: Mapping[str, Any], wording: Wording) -> tuple[tuple[str, ...], str]:
    """Give the choices of a field, the same as in the talk, neither more nor fewer, and which of them is taken."""
    value = slots.get(name)
    if name in PAPERS.values():
        taken = value if value in OF_PERSONS else IdentityPaper.RESIDENT
        return _papers(wording), wording(f"disclosure.identity_paper.{taken}")
    if name == BY_AGENT:
        words = [wording(f"disclosure.choose.{one}") for one in ("in_person", BY_AGENT)]
        return tuple(words), words[bool(value)]
    options = tuple(choice.label for choice in steps(wording, name))
    return options, wording(f"disclosure.choose.{value}") if options and value is not None else ""


def _papers(wording: Wording) -> tuple[str, ...]:
    return tuple(wording(f"disclosure.identity_paper.{paper}") for paper in OF_PERSONS)


def answers(given: Mapping[str, str], page: FormPage) -> dict[str, str]:
    """Give what a page brought as answers of the talk: what is empty, or as it was, changes nothing.

    What belongs to another kind of applicant, or to a representative whom nobody has, is left out.
    """
    fields = {field.name: field for field in page.fields}
    said = {name: given.get(name, "").strip() for name in fields}
    found = {name: words for name, words in said.items() if words and words != fields[name].value}
    for name in _not_needed(said, fields, page.posting):
        found.pop(name, None)
    if given.get("notice_accepted") and not page.accepted:
        found["notice_accepted"] = YES
    if given.get("act") == "file":
        found[FORM.confirmation] = YES
    return found


def _not_needed(said: Mapping[str, str], fields: Mapping[str, PageField], posting: str) -> frozenset[str]:
    def second(name: str) -> bool:
        return (said[name] or fields[name].value) == fields[name].options[1]

    organisation = second("applicant_kind")
    posted = (said["delivery"] or fields["delivery"].value) == posting
    return frozenset(
        {
            *(() if posted else ("delivery_address",)),
            *(_OF_PERSON if organisation else _OF_ORGANISATION),
            *(() if second(BY_AGENT) else _OF_AGENT),
        }
    )


def sheet(wording: Wording, *, office: Office, choice: AddresseeChoice = NOBODY_ELSE) -> FormSheet:
    """Give what the page of an application needs; its notice names the agency that was chosen, as in the talk."""

    def page(slots: Mapping[str, Any]) -> FormPage:
        told = notice(wording, (choice.of(slots) if slots.get(ADDRESSEE) else None) or office)
        return form_page(slots, wording, notice=told, choice=choice)

    return FormSheet("disclosure.page", page, answers, pictures=True, encloses="agent_authority")
