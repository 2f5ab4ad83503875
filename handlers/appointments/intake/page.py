"""The form of an appointment as a page shows it: matter, place, and the free slots of that place to choose from."""

from collections.abc import Mapping
from typing import Any

from bot.forms.slots import FormSlots
from bot.message import Wording
from handlers.appointments.intake.form import CONFIRMED, MATTER, OFFERED_SLOT, PLACE, TIME
from handlers.appointments.intake.prompts import shown
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.talk.form_page import YES, FormPage, FormSheet, PageField


def form_page(slots: Mapping[str, Any], wording: Wording, *, county: AppointmentCounty) -> FormPage:
    """Give the page for what a talk's form holds; hours stand there once it is known where."""
    held = {**slots, **FormSlots(dict(slots)).reopened}
    matter = county.matter(str(held.get(MATTER) or ""))
    places = county.places_for(matter.key) if matter else ()
    offered = [str(each) for each in held.get(OFFERED_SLOT) or ()]
    times = dict.fromkeys(filter(None, (str(held.get(TIME) or ""), *offered)))
    options = {
        MATTER: tuple(each.name for each in county.matters),
        PLACE: tuple(place.name for place in places),
        TIME: tuple(shown(TIME, each, wording, county=county) for each in times) if held.get(PLACE) else (),
    }
    return FormPage(
        notice=wording("appointments.page.notice"),
        accepted=True,
        tells=True,
        fields=tuple(
            _field(
                name,
                shown(name, str(held[name]), wording, county=county) if held.get(name) else "",
                choices,
                wording,
            )
            for name, choices in options.items()
            if choices
        ),
        complete=all(slots.get(name) is not None for name in options),
    )


def _field(name: str, value: str, choices: tuple[str, ...], wording: Wording) -> PageField:
    # Nothing is chosen for anybody: until it is, the first line only invites to.
    blank = () if value else (wording("appointments.page.choose"),)
    return PageField(
        name=name,
        label=wording(f"appointments.field.{name}"),
        hint=wording(f"appointments.page.hint.{name}"),
        value=value,
        options=(*blank, *choices),
        listed=True,
    )


def _is_chosen(field: PageField, words: str) -> bool:
    """Whether words are one of a field's choices, and not the invitation."""
    return words in field.options and (bool(field.value) or words != field.options[0])


def answers(given: Mapping[str, str], page: FormPage) -> dict[str, str]:
    """Give what a page brought as answers of the talk; on filing the hour is looked at once more."""
    fields = {field.name: field for field in page.fields}
    files = given.get("act") == "file"
    said = {name: given.get(name, "").strip() for name in fields}
    found = {
        name: words
        for name, words in said.items()
        if _is_chosen(fields[name], words) and (words != fields[name].value or (files and name == TIME))
    }
    if found.keys() & {MATTER, PLACE}:
        # Another place has other hours.
        found.pop(TIME, None)
    if files:
        found[CONFIRMED] = YES
    return found


def sheet(wording: Wording, *, county: AppointmentCounty) -> FormSheet:
    """Give what the page of an appointment needs."""

    def page(slots: Mapping[str, Any]) -> FormPage:
        return form_page(slots, wording, county=county)

    return FormSheet("appointments.page", page, answers)
