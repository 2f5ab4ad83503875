"""Who applies, as the annual report counts it, and by which paper: staff register what the chat form does not ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.text.identifiers import IdentifierReading, credit_code, hk_macau_permit, identity_number, passport


class ApplicantCategory(StrEnum):
    """The columns of 表三 (国办公开办函〔2021〕30号); the Chinese name is the text `disclosure.category.<value>`."""

    NATURAL = "natural"
    BUSINESS = "business"
    RESEARCH = "research"
    PUBLIC_WELFARE = "public_welfare"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


class IdentityPaper(StrEnum):
    """By what an applicant is identified (art. 29); what no rule can check is taken as it is written."""

    RESIDENT = "resident"
    CREDIT_CODE = "credit_code"
    PASSPORT = "passport"
    HK_MACAU = "hk_macau"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Representative:
    """Who applies for somebody else: name, paper number, and what shows the authority."""

    name: str
    identity: str
    authority: str


LEAST_PAPER_LETTERS, MOST_PAPER_LETTERS = 3, 40
_READERS: Mapping[IdentityPaper, tuple[str, Callable[[str], IdentifierReading]]] = {
    IdentityPaper.CREDIT_CODE: ("code", credit_code),
    IdentityPaper.PASSPORT: ("passport", passport),
    IdentityPaper.HK_MACAU: ("permit", hk_macau_permit),
}


def paper_fault(paper: IdentityPaper, number: str, *, today: date) -> tuple[str, str]:
    """Give a paper's number as it is kept, and the end of the text key of its fault, empty when there is none."""
    if paper is IdentityPaper.RESIDENT:
        read = identity_number(number, today=today)
        return read.value, f"identity_{read.reason}" if read.reason else ""
    if paper in _READERS:
        family, reader = _READERS[paper]
        read = reader(number)
        return read.value, (f"{family}_{read.reason}" if family == "code" else "paper") if read.reason else ""
    plain = number.strip()
    return plain, "" if LEAST_PAPER_LETTERS <= len(plain) <= MOST_PAPER_LETTERS else "paper"
