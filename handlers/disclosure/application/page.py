"""The application form as a page shows it: the same fields, labels and checks as in the talk, filled as far as the talk got."""

from collections.abc import Mapping
from typing import Any

from bot.forms.slots import FormSlots
from bot.message import Wording
from handlers.county.office import Office
from handlers.disclosure.application.addressee import ADDRESSEE, NOBODY_ELSE, AddresseeChoice
from handlers.disclosure.application.form import FORM, PRIVATE, UNCOUNTED, kind_in, required, steps
from handlers.disclosure.application.prompts import notice, shown
from handlers.disclosure.case.fields import ApplicantKind, Delivery
from handlers.talk.form_page import YES, FormPage, FormSheet, PageField

LONG = frozenset({"information", "delivery_address"})


def form_page(
    slots: Mapping[str, Any], wording: Wording, *, notice: str, choice: AddresseeChoice = NOBODY_ELSE
) -> FormPage:
    """Give the page for what a talk's form holds; `choice` knows the agencies to which one may apply."""
    held = {**slots, **FormSlots(dict(slots)).reopened}
    names = [name for name in FORM.order if name not in UNCOUNTED]
    missing = [name for name in required(slots) if slots.get(name) is None and name != FORM.confirmation]
    return FormPage(
        notice=notice,
        accepted=slots.get("notice_accepted") is not None,
        fields=(*_goes_to(held, wording, choice), *(_field(name, held, wording) for name in names)),
        complete=not missing,
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
    value = slots.get(name)
    # The same choices as in the talk, neither more nor fewer.
    options = tuple(choice.label for choice in steps(wording, name))
    shown_value = "" if value is None else str(value)
    if value is not None and options:
        shown_value = wording(f"disclosure.choose.{value}")
    if name == "information" and value is None:
        shown_value = FormSlots(dict(slots)).gathered(name)
    organisation = kind_in(slots) is ApplicantKind.ORGANISATION
    key = f"disclosure.page.{name}"
    return PageField(
        name=name,
        label=wording(f"{key}.label"),
        hint=wording(f"{key}.{'hint_organisation' if organisation and name in _OTHERWISE else 'hint'}"),
        value="" if name in PRIVATE else shown_value,
        held=shown(name, slots, wording) if name in PRIVATE and value is not None else "",
        options=options,
        long=name in LONG,
    )


_OTHERWISE = frozenset({"applicant_name", "identity_number", "contact_phone"})


def answers(given: Mapping[str, str], page: FormPage) -> dict[str, str]:
    """Give what a page brought as answers of the talk: what is empty, or as it was, changes nothing."""
    said = {field.name: given.get(field.name, "").strip() for field in page.fields}
    found = {
        field.name: said[field.name]
        for field in page.fields
        if said[field.name] and said[field.name] != field.value
    }
    way = said["delivery"] or next(field.value for field in page.fields if field.name == "delivery")
    if way != page.posting:
        found.pop("delivery_address", None)
    if given.get("notice_accepted") and not page.accepted:
        found["notice_accepted"] = YES
    if given.get("act") == "file":
        found[FORM.confirmation] = YES
    return found


def sheet(wording: Wording, *, office: Office, choice: AddresseeChoice = NOBODY_ELSE) -> FormSheet:
    """Give what the page of an application needs; its notice names the agency that was chosen, as in the talk."""

    def page(slots: Mapping[str, Any]) -> FormPage:
        told = notice(wording, (choice.of(slots) if slots.get(ADDRESSEE) else None) or office)
        return form_page(slots, wording, notice=told, choice=choice)

    return FormSheet("disclosure.page", page, answers)
