"""The form of a sign-up as a page shows it: the activities to choose from, who comes, and that the conditions are met."""

from collections.abc import Mapping
from typing import Any

from bot.forms.slots import FormSlots
from bot.message import Wording
from bot.privacy import mask_name, mask_phone
from handlers.activities.intake.form import (
    ACTIVITY,
    CONDITIONS,
    CONFIRMED,
    FORM,
    NAME,
    OFFERED_SLOT,
    PHONE,
    required,
)
from handlers.talk.form_page import YES, FormPage, FormSheet, PageField

MASKED = {NAME: mask_name, PHONE: mask_phone}


def form_page(slots: Mapping[str, Any], wording: Wording) -> FormPage:
    """Give the page for what a talk's form holds; who comes is asked once it is known for what."""
    held = {**slots, **FormSlots(dict(slots)).reopened}
    wanted = [name for name in required(slots) if name != CONFIRMED]
    return FormPage(
        notice=wording("activities.page.notice"),
        accepted=True,
        tells=True,
        fields=tuple(_field(name, held, wording) for name in FORM.order if name in wanted),
        complete=all(slots.get(name) is not None for name in wanted),
    )


def _field(name: str, slots: Mapping[str, Any], wording: Wording) -> PageField:
    value, given = str(slots.get(name) or ""), slots.get(name) is not None
    offered = {str(number): (str(title), str(told)) for number, title, told in slots.get(OFFERED_SLOT) or ()}
    hint, invitation = wording(f"activities.page.hint.{name}"), wording("activities.page.choose")
    options: tuple[str, ...] = ()
    shown = ""
    if name == ACTIVITY:
        shown = offered.get(value, ("", ""))[0]
        options = tuple(dict.fromkeys(title for title, _ in offered.values()))
    elif name == CONDITIONS:
        options = (wording("activities.choose.meets"),)
        shown = options[0] if given else ""
        hint = offered.get(str(slots.get(ACTIVITY)), ("", ""))[1] or hint
    return PageField(
        name=name,
        label=wording(f"activities.field.{name}"),
        hint=hint,
        value=shown,
        held=MASKED[name](value) if name in MASKED and given else "",
        # Nothing is chosen for anybody: until it is, the first line only invites to.
        options=options if shown or not options else (invitation, *options),
        listed=bool(options),
    )


def answers(given: Mapping[str, str], page: FormPage, *, invitation: str) -> dict[str, str]:
    """Give what a page brought as answers of the talk: what is empty, or as it was, changes nothing."""
    fields = {field.name: field for field in page.fields}
    said = {name: given.get(name, "").strip() for name in fields}
    found = {
        name: words for name, words in said.items() if words and words not in {fields[name].value, invitation}
    }
    if given.get("act") == "file":
        found[CONFIRMED] = YES
    return found


def sheet(wording: Wording) -> FormSheet:
    """Give what the page of a sign-up needs."""
    invitation = wording("activities.page.choose")

    def page(slots: Mapping[str, Any]) -> FormPage:
        return form_page(slots, wording)

    def said(given: Mapping[str, str], page: FormPage) -> dict[str, str]:
        return answers(given, page, invitation=invitation)

    return FormSheet("activities.page", page, said)
