"""The form of a visit at home as a page shows it: what for, why at home, where, the free halves of days, whom to call."""

from collections.abc import Mapping
from typing import Any

from bot.forms.slots import FormSlots
from bot.message import Wording
from handlers.appointments.home.form import (
    CONDITION,
    CONFIRMED,
    FORM,
    MATTER,
    OFFERED_SLOT,
    TIME,
    WHOM_SLOT,
)
from handlers.appointments.home.prompts import SUMMED, shown
from handlers.appointments.intake.phrases import SELF
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.talk.form_page import YES, FormPage, FormSheet, PageField

CHOSEN = frozenset({MATTER, CONDITION, TIME})


def form_page(slots: Mapping[str, Any], wording: Wording, *, county: AppointmentCounty) -> FormPage:
    """Give the page for what a talk's form holds; the address and the phone are shown with their middle hidden."""
    held = {**slots, **FormSlots(dict(slots)).reopened}
    options = _options(held, county=county)
    whom = str(held.get(WHOM_SLOT) or SELF)
    told = wording("home.page.whom", whom=whom) if whom != SELF else ""
    return FormPage(
        notice=f"{told}{wording('home.page.notice', unit=county.home.unit)}",
        accepted=True,
        tells=True,
        fields=tuple(_field(name, held, options.get(name, ()), wording, county=county) for name in SUMMED),
        complete=all(slots.get(name) is not None for name in SUMMED),
    )


def _options(held: Mapping[str, Any], *, county: AppointmentCounty) -> Mapping[str, tuple[str, ...]]:
    """Give what there is to choose from, in words: the matters done at home, the conditions, the halves of days."""
    halves = dict.fromkeys(filter(None, (str(held.get(TIME) or ""), *map(str, held.get(OFFERED_SLOT) or ()))))
    return {
        MATTER: tuple(one.name for one in county.matters if one.key in county.home.matters),
        CONDITION: tuple(one.name for one in county.home.conditions),
        TIME: tuple(shown(TIME, each, county=county, own=True) for each in halves),
    }


def _field(
    name: str,
    held: Mapping[str, Any],
    options: tuple[str, ...],
    wording: Wording,
    *,
    county: AppointmentCounty,
) -> PageField:
    value = str(held.get(name) or "")
    private = name in FORM.private
    words = shown(name, value, county=county, own=not private) if value else ""
    # Nothing is chosen for anybody: until it is, the first line only invites to.
    blank = (wording("home.page.choose"),) if name in CHOSEN and not value else ()
    return PageField(
        name=name,
        label=wording(f"home.field.{name}"),
        hint=wording(f"home.page.hint.{name}", phone=county.home.phone),
        value="" if private else words,
        held=words if private else "",
        options=(*blank, *options),
        listed=name in CHOSEN,
    )


def answers(given: Mapping[str, str], page: FormPage, *, invitation: str) -> dict[str, str]:
    """Give what a page brought as answers of the talk; on filing the half of the day is looked at once more."""
    fields = {field.name: field for field in page.fields}
    files = given.get("act") == "file"
    said = {name: given.get(name, "").strip() for name in fields}
    found = {
        name: words
        for name, words in said.items()
        if words
        and words != invitation
        and (not fields[name].listed or words in fields[name].options)
        and (words != fields[name].value or (files and name == TIME))
    }
    if files:
        found[CONFIRMED] = YES
    return found


def sheet(wording: Wording, *, county: AppointmentCounty) -> FormSheet:
    """Give what the page of a visit at home needs."""
    invitation = wording("home.page.choose")

    def page(slots: Mapping[str, Any]) -> FormPage:
        return form_page(slots, wording, county=county)

    def said(given: Mapping[str, str], page: FormPage) -> dict[str, str]:
        return answers(given, page, invitation=invitation)

    return FormSheet("home.page", page, said)
