"""A complaint as it comes filled in, by whoever else than its citizen in the talk: the same fields, the same limits."""

import unicodedata
from collections.abc import Mapping

from bot.errors import InputError
from bot.text.identifiers import contact_phone
from handlers.complaints.case.kinds import ComplaintKind, TipCategory
from handlers.complaints.case.particulars import Complaint, ToldComplaint
from handlers.complaints.intake.form import PLACELESS
from handlers.complaints.intake.phrases import CATEGORY_NAMES, KIND_NAMES, kind_of
from handlers.complaints.intake.plausibility import HAN
from handlers.complaints.intake.validation import ANSWER_LETTERS, LEAST_HAN, MOST_LETTERS, PLACE_LETTERS

FIELDS = ("what", "where", "when", "wish", "kind", "category", "name", "phone", "position")
MOST: Mapping[str, int] = {
    "what": MOST_LETTERS,
    "where": PLACE_LETTERS,
    "when": ANSWER_LETTERS,
    "wish": ANSWER_LETTERS,
    "name": 30,
    "phone": 40,
    "kind": 20,
    "category": 20,
    "position": 40,
}


def read_filled(fields: Mapping[str, str], *, version: str, urgent: bool = False) -> Complaint:
    """Give the complaint that filled fields make; a kind that is not named is read from the words.

    Raises `InputError` naming the first field that lacks or cannot be so, by the text key `complaints.filled.<what>`.
    """
    said = {name: unicodedata.normalize("NFKC", fields.get(name, "")).strip() for name in FIELDS}
    # What was told stays as it was written; only what is looked up is brought into one form.
    said["what"] = fields.get("what", "").strip()
    for name, most in MOST.items():
        if len(said[name]) > most:
            raise InputError("complaints.filled.long", field=name, most=most)
    if len(HAN.findall(said["what"])) < LEAST_HAN:
        raise InputError("complaints.filled.what")
    kind = _kind(said["kind"], said["what"])
    if not said["where"] and kind.value not in PLACELESS:
        raise InputError("complaints.filled.where")
    told = ToldComplaint(
        what=said["what"],
        where=said["where"],
        when=said["when"],
        wish=said["wish"],
        name=said["name"],
        phone=_phone(said["phone"]),
        position=said["position"],
    )
    category = _category(said["category"]) if kind is ComplaintKind.TIP else None
    return Complaint(told, kind, version, category=category, anonymous=not told.name, urgent=urgent)


def _kind(said: str, what: str) -> ComplaintKind:
    if not said:
        return kind_of(what)
    if said in set(ComplaintKind):
        return ComplaintKind(said)
    named = next((kind for name, kind in KIND_NAMES.items() if name in said), None)
    if named is None:
        raise InputError("complaints.filled.kind")
    return named


def _category(said: str) -> TipCategory:
    if said in set(TipCategory):
        return TipCategory(said)
    named = next((category for name, category in CATEGORY_NAMES.items() if said and name in said), None)
    if named is None:
        raise InputError("complaints.filled.category")
    return named


def _phone(said: str) -> str:
    if not said:
        return ""
    read = contact_phone(said)
    if not read.valid:
        raise InputError("complaints.filled.phone")
    return read.value
