"""The form of a complaint as a page shows it: the same fields and choices as in the talk, filled as far as the talk got."""

from collections.abc import Mapping
from typing import Any

from bot.forms.slots import FormSlots
from bot.message import Wording
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.intake.form import ANONYMOUS, FORM, PRIVATE, SKIPPED, required, steps
from handlers.complaints.intake.prompts import shown
from handlers.talk.form_page import INSISTS, YES, FormPage, FormSheet, PageField

LONG = frozenset({"complaint_what", "complaint_wish"})
CHOSEN = frozenset({"complaint_kind", "complaint_category"})
LEFT_OUT = {"complaint_when": "跳过", "complaint_wish": "跳过", "complaint_name": "匿名"}
"""What an empty field says in the talk when the form is filed: nobody types that something is left out."""


def form_page(slots: Mapping[str, Any], wording: Wording, *, notice: str) -> FormPage:
    """Give the page for what a talk's form holds."""
    held = {**slots, **FormSlots(dict(slots)).reopened}
    names = [name for name in FORM.order if name != FORM.confirmation]
    missing = [name for name in required(slots) if slots.get(name) is None and name != FORM.confirmation]
    return FormPage(
        notice=notice,
        accepted=True,
        fields=tuple(_field(name, held, wording) for name in names),
        complete=not missing,
    )


def _field(name: str, slots: Mapping[str, Any], wording: Wording) -> PageField:
    value = slots.get(name)
    given = value is not None and value not in {SKIPPED, ANONYMOUS}
    if name in CHOSEN and given:
        words = shown(name, slots, wording, own=False)
    elif name == "complaint_what" and value is None:
        words = FormSlots(dict(slots)).gathered(name)
    else:
        words = str(value) if given else ""
    key = f"complaints.page.{name}"
    return PageField(
        name=name,
        label=wording(f"{key}.label"),
        hint=wording(f"{key}.hint"),
        value="" if name in PRIVATE else words,
        held=shown(name, slots, wording, own=False) if name in PRIVATE and given else "",
        options=tuple(choice.label for choice in steps(wording, name)) if name in CHOSEN else (),
        long=name in LONG,
    )


def answers(given: Mapping[str, str], page: FormPage, *, tip: str) -> dict[str, str]:
    """Give what a page brought as answers of the talk: what is empty, or as it was, changes nothing.

    `tip` is the name of the kind that has categories. On filing, what was left empty is left out.
    """
    fields = {field.name: field for field in page.fields}
    said = {name: given.get(name, "").strip() for name in fields}
    found = {name: words for name, words in said.items() if words and words != fields[name].value}
    kind = said["complaint_kind"] or fields["complaint_kind"].value
    if kind != tip:
        found.pop("complaint_category", None)
    if not said["complaint_name"] and not fields["complaint_name"].held:
        # Whoever gives no name leaves no phone either, as in the talk.
        found.pop("complaint_phone", None)
    if given.get("act") == "file":
        for name, words in LEFT_OUT.items():
            if name not in found and not fields[name].value and not fields[name].held:
                found[name] = words
        if "complaint_phone" not in found and not fields["complaint_phone"].held:
            found["complaint_phone"] = "跳过"
        if found.get("complaint_name") == LEFT_OUT["complaint_name"]:
            del found["complaint_phone"]
        found[FORM.confirmation] = YES
    if given.get(INSISTS):
        found[INSISTS] = "yes"
    return found


def sheet(wording: Wording, *, notice: str) -> FormSheet:
    """Give what the page of a complaint needs."""
    tip = wording(f"complaints.kinds.{ComplaintKind.TIP}")

    def page(slots: Mapping[str, Any]) -> FormPage:
        return form_page(slots, wording, notice=notice)

    def said(given: Mapping[str, str], page: FormPage) -> dict[str, str]:
        return answers(given, page, tip=tip)

    return FormSheet("complaints.page", page, said, pictures=True, elsewhere=True)
