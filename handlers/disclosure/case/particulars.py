"""The applicant's particulars as they are sealed: those of one request open no other."""

import json
import unicodedata
from collections.abc import Mapping

from bot.privacy import Vault, mask_name, mask_text
from handlers.disclosure.applicant.identity_papers import IdentityPaper, folded_number
from handlers.disclosure.applicant.representative import Representative
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
    return plain_particulars(json.loads(vault.open(sealed, purpose=purpose(number))))


def plain_particulars(values: Mapping[str, str]) -> dict[str, str]:
    """Give particulars as they are kept now; a representative was once kept in one line."""
    kept = dict(values)
    line = kept.pop("representative", "")
    if line:
        name, _, rest = line.partition("；")
        identity, _, authority = rest.partition("；")
        kept |= {"rep_name": name, "rep_identity": identity, "rep_authority": authority}
    return kept


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
    acting = [values.get(name, "") for name in ("rep_name", "legal_representative")]
    names = [values["name"] if natural else "", values["person"], *acting]
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


def identity_fingerprint(vault: Vault, number: str) -> str:
    """Give the keyed hash by which a paper's number is found again; width, case and separators make no difference."""
    return vault.fingerprint(folded_number(number), purpose="identity") if number else ""


def representative_marks(vault: Vault, agent: Representative | None) -> dict[str, str]:
    """Give the columns by which a request's representative is found, and what of the name may be read."""
    if agent is None:
        return {"rep_masked": "", "rep_name_fingerprint": "", "rep_identity_fingerprint": ""}
    return {
        "rep_masked": mask_name(agent.name),
        "rep_name_fingerprint": name_fingerprint(vault, agent.name),
        "rep_identity_fingerprint": identity_fingerprint(vault, agent.identity),
    }


def representative_of(values: Mapping[str, str]) -> Representative | None:
    """Give who acts for the applicant, from clear values; None for nobody."""
    if not values.get("rep_name"):
        return None
    paper = IdentityPaper(values.get("rep_paper") or IdentityPaper.RESIDENT)
    return Representative(
        values["rep_name"], values.get("rep_identity", ""), values.get("rep_authority", ""), paper
    )


def _representative_values(agent: Representative | None) -> dict[str, str]:
    if agent is None:
        return {}
    return {
        "rep_name": agent.name,
        "rep_paper": agent.paper.value,
        "rep_identity": agent.identity,
        "rep_authority": agent.authority,
    }


def clear_values(application: Application) -> dict[str, str]:
    """Give the clear values of an application, to be sealed."""
    return {
        "name": application.applicant_name,
        "identity": application.identity_number,
        "phone": application.contact.phone,
        "person": application.contact.person,
        "address": application.delivery_address,
        "information": application.information,
        "paper": application.paper.value if application.paper else "",
        "legal_representative": application.legal_representative,
        **_representative_values(application.representative),
    }


def paper_values(application: PaperApplication) -> dict[str, str]:
    """Give the clear values of an application that staff registered, to be sealed; those the chat knows come first."""
    return {
        "name": application.name,
        "identity": application.identity,
        "phone": application.phone,
        "person": application.person,
        "address": application.address,
        "information": application.information,
        "paper": application.paper.value,
        "email": application.email,
        "legal_representative": application.legal_representative,
        **_representative_values(application.representative),
    }
