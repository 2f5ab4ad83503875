"""By which paper somebody is identified (art. 29), and what can be said of its number.

A resident card and a credit code carry a check character: a number that breaks it is a slip and is asked for again. Of
every other paper at most the shape is known, and shapes change: such a number is doubted once and then taken as it was
told, and a person decides. No paper is refused for its kind.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.privacy import mask_identity, mask_paper
from bot.text.identifiers import (
    IDENTITY_LENGTH,
    IdentifierReading,
    credit_code,
    hk_macau_permit,
    identity_facts,
    identity_number,
    passport,
)


class IdentityPaper(StrEnum):
    """A paper; the Chinese name is the text `disclosure.identity_paper.<value>`."""

    RESIDENT = "resident"
    CREDIT_CODE = "credit_code"
    PASSPORT = "passport"
    HK_MACAU = "hk_macau"
    TAIWAN = "taiwan"
    HMT_RESIDENCE = "hmt_residence"
    FOREIGN_RESIDENCE = "foreign_residence"
    MILITARY = "military"
    HOUSEHOLD = "household"
    OTHER = "other"


OF_PERSONS: tuple[IdentityPaper, ...] = tuple(
    paper for paper in IdentityPaper if paper is not IdentityPaper.CREDIT_CODE
)
OF_ORGANISATIONS = (IdentityPaper.CREDIT_CODE, IdentityPaper.OTHER)
"""What an organisation shows; one without a credit code shows its certificate of registration."""
CERTAIN = frozenset({IdentityPaper.RESIDENT, IdentityPaper.CREDIT_CODE})
"""Papers whose numbers carry a check character."""
LEAST_NUMBER_LETTERS, MOST_NUMBER_LETTERS = 3, 40
_TAIWAN = re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?")
# The older card bears three letters of the nation and twelve figures, the newer one begins with 9.
_FOREIGN_RESIDENCE = re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]")
_HMT_PREFIX = ("81", "82", "83")
_SEPARATORS = re.compile(r"[\s\-‐-―·.]")


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A paper's number as it is kept; `fault` is the end of the text key of what is wrong with it, empty for nothing."""

    paper: IdentityPaper
    number: str
    fault: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether the number only looks unusual: said again it is taken, and a person decides."""
        return bool(self.fault) and self.paper not in CERTAIN and self.fault not in _NO_NUMBER

    @property
    def refused(self) -> bool:
        """Whether the number cannot be taken."""
        return bool(self.fault) and not self.doubtful


_NO_NUMBER = frozenset({"paper_number"})


def read_number(paper: IdentityPaper, text: str, *, today: date) -> PaperNumber:
    """Read the number of a paper by what is known of it (GB 11643, GB 32100, and the shapes of permits and passports)."""
    if paper in _READERS:
        family, reader = _READERS[paper]
        read = reader(text, today)
        fault = "" if read.reason is None else f"{family}_{read.reason}" if paper in CERTAIN else family
        plain = read.value or _plain(text)
    else:
        plain, fault = _plain(text), ""
    if paper not in CERTAIN and not LEAST_NUMBER_LETTERS <= len(plain) <= MOST_NUMBER_LETTERS:
        fault = "paper_number"
    return PaperNumber(paper, plain, fault)


def of_child(paper: IdentityPaper, number: str, *, today: date) -> bool:
    """Whether a number tells that its holder is under fourteen, for whom a guardian has to act (PI31)."""
    read = identity_number(number, today=today)
    return (
        paper is not IdentityPaper.CREDIT_CODE
        and read.valid
        and identity_facts(read.value, today=today).guarded
    )


def folded_number(number: str) -> str:
    """Give a number as it is found again: width, case and separators make no difference."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", number)).upper()


def mask_number(number: str) -> str:
    """Give a number with its telling part hidden; the shorter ones of passports and permits keep less (disclosure-rules §14)."""
    return mask_identity(number) if len(number) == IDENTITY_LENGTH else mask_paper(number)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).strip(" ,，。;；:：")


def _shaped(shape: re.Pattern[str]) -> Callable[[str, date], IdentifierReading]:
    def read(text: str, _: date) -> IdentifierReading:
        value = folded_number(text)
        return IdentifierReading(value, None if shape.fullmatch(value) else "charset")

    return read


def _hmt_residence(text: str, today: date) -> IdentifierReading:
    read = identity_number(text, today=today)
    if read.valid and not read.value.startswith(_HMT_PREFIX):
        return IdentifierReading(read.value, "prefix")
    return read


_READERS: Mapping[IdentityPaper, tuple[str, Callable[[str, date], IdentifierReading]]] = {
    IdentityPaper.RESIDENT: ("identity", lambda text, today: identity_number(text, today=today)),
    IdentityPaper.CREDIT_CODE: ("code", lambda text, _: credit_code(text)),
    IdentityPaper.PASSPORT: ("paper_passport", lambda text, _: passport(text)),
    IdentityPaper.HK_MACAU: ("paper_hk_macau", lambda text, _: hk_macau_permit(text)),
    IdentityPaper.TAIWAN: ("paper_taiwan", _shaped(_TAIWAN)),
    IdentityPaper.HMT_RESIDENCE: ("paper_hmt_residence", _hmt_residence),
    IdentityPaper.FOREIGN_RESIDENCE: ("paper_foreign_residence", _shaped(_FOREIGN_RESIDENCE)),
}
