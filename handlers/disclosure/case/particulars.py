"""The applicant's particulars as they are sealed: those of one request open no other."""

import json
import unicodedata
from collections.abc import Mapping

from bot.privacy import Vault, mask_name, mask_text
from handlers.disclosure.case.fields import ApplicantKind, Application, joined
from handlers.disclosure.case.paper_application import PaperApplication
from handlers.disclosure.case.records import DisclosureRequestRecord

_SPACES = frozenset(" \t\u3000\u00a0")


def purpose(number: str) -> str:
    """Give the purpose under which an applicant's values are sealed."""
    return f"disclosure:{number}"


def seal_particulars(vault: Vault, number: str, values: Mapping[str, str]) -> bytes:
    """Seal an applicant's clear values for one request."""
    return vault.seal(json.dumps(values, ensure_ascii=False), purpose=purpose(number))


def open_particulars(vault: Vault, number: str, sealed: bytes) -> dict[str, str]:
    """Give the clear values of a request again."""
    values: dict[str, str] = json.loads(vault.open(sealed, purpose=purpose(number)))
    return values


def merge_addition(vault: Vault, request: DisclosureRequestRecord, addition: str) -> None:
    """Add what was mended to what was asked, every word kept (art. 30)."""
    values = open_particulars(vault, request.number, request.applicant)
    values["information"] = joined(values["information"], addition)
    request.applicant = seal_particulars(vault, request.number, values)
    request.information = shown_information(
        values, natural=request.applicant_kind == ApplicantKind.NATURAL.value
    )


def shown_information(values: Mapping[str, str], *, natural: bool) -> str:
    """Give what was asked as staff read it: without personal numbers, and without the names of those who ask.

    An organisation's name is no secret; the persons who act for it are hidden as an applicant is.
    """
    return shown_words(values["information"], values, natural=natural)


def shown_words(words: str, values: Mapping[str, str], *, natural: bool) -> str:
    """Give words of the applicant as staff read them, as `shown_information` does."""
    agent = values.get("representative", "").partition("；")[0]
    names = [values["name"] if natural else "", values["person"], agent]
    shown = mask_text(words)
    for name in sorted(filter(None, map(_bare, names)), key=len, reverse=True):
        shown = _without(shown, name)
    return shown


def _bare(name: str) -> str:
    """Give a name that can be looked for; a single letter stands for too much else."""
    bare = "".join(name.split())
    return bare if len(bare) > 1 else ""


def _without(text: str, name: str) -> str:
    """Hide a name wherever it stands, with a space between its letters or none."""
    parts, place, start = [], 0, 0
    while start < len(text):
        end = _end_of(name, text, start)
        if end:
            parts += [text[place:start], mask_name(text[start])]
            place = start = end
        else:
            start += 1
    return "".join((*parts, text[place:]))


def _end_of(name: str, text: str, start: int) -> int:
    """Give where a name ends that begins at a place of a text; 0 where it does not begin there."""
    place = start
    for at, letter in enumerate(name):
        if at and text[place : place + 1] in _SPACES:
            place += 1
        if text[place : place + 1].lower() != letter.lower():
            return 0
        place += 1
    return place


def name_fingerprint(vault: Vault, name: str) -> str:
    """Give the keyed hash by which a whole name is found again; width, case and spaces make no difference."""
    folded = "".join(unicodedata.normalize("NFKC", name).lower().split())
    return vault.fingerprint(folded, purpose="name")


def clear_values(application: Application) -> dict[str, str]:
    """Give the clear values of an application, to be sealed."""
    return {
        "name": application.applicant_name,
        "identity": application.identity_number,
        "phone": application.contact.phone,
        "person": application.contact.person,
        "address": application.delivery_address,
        "information": application.information,
    }


def paper_values(application: PaperApplication) -> dict[str, str]:
    """Give the clear values of an application that staff registered, to be sealed; those the chat knows come first."""
    values = {
        "name": application.name,
        "identity": application.identity,
        "phone": application.phone,
        "person": application.person,
        "address": application.address,
        "information": application.information,
        "paper": application.paper.value,
        "email": application.email,
    }
    if (agent := application.representative) is not None:
        values["representative"] = f"{agent.name}；{agent.identity}；{agent.authority}"
    return values
