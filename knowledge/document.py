"""What the county says about a document, apart from its text: the value every part of the package shares."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a document is for."""

    POLICY = "policy"
    INTERPRETATION = "interpretation"
    GUIDE = "guide"
    CATALOGUE = "catalogue"
    NOTICE = "notice"
    FAQ = "faq"


class Validity(StrEnum):
    """What the issuer has declared about a document (disclosure rules §11)."""

    VALID = "有效"
    AMENDED = "已修改"
    ABOLISHED = "废止"
    LAPSED = "失效"


class Standing(StrEnum):
    """What a document is worth on one day: the declaration and the calendar together."""

    VALID = "有效"
    AMENDED = "已修改"
    ABOLISHED = "废止"
    LAPSED = "失效"
    UPCOMING = "尚未施行"


class State(StrEnum):
    """How far a document has come; only a published one answers."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Disclosure(StrEnum):
    """The disclosure attribute set at the source (disclosure rules §11)."""

    ACTIVE = "主动公开"
    ON_REQUEST = "依申请公开"
    CLOSED = "不予公开"


@dataclass(frozen=True, slots=True)
class Document:
    """A document without its text. Empty text and None mean that the source does not say.

    `unit` is the responsible unit and `unit_phone` its number; `successor` the id of the document in whose favour
    this one ended; `interprets` and `basis` the ids this one explains or rests on; `form` the form of an
    interpretation; `source` the file or address it came from.
    """

    id: str
    title: str
    kind: Kind = Kind.POLICY
    number: str = ""
    issuer: str = ""
    unit: str = ""
    unit_phone: str = ""
    theme: str = ""
    genre: str = ""
    level: str = ""
    place: str = ""
    audience: tuple[str, ...] = ()
    written_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    validity: Validity = Validity.VALID
    successor: str = ""
    interprets: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    disclosure: Disclosure = Disclosure.ACTIVE
    form: str = ""
    life_stage: str = ""
    online: bool = False
    sample: bool = False
    source: str = ""

    @property
    def dated_on(self) -> date | None:
        """Give the day the document is cited with: published, else written, else in force."""
        return self.published_on or self.written_on or self.effective_on


def standing(document: Document, today: date) -> Standing:
    """Give what a document is worth on a day; a declared end outranks the calendar."""
    if document.validity is Validity.ABOLISHED:
        return Standing.ABOLISHED
    if document.validity is Validity.LAPSED:
        return Standing.LAPSED
    if document.expires_on is not None and document.expires_on < today:
        return Standing.LAPSED
    if document.effective_on is not None and document.effective_on > today:
        return Standing.UPCOMING
    return Standing(document.validity.value)
