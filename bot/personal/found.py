"""A personal number that was found: its kind, its place in the original, and how it reads."""

from dataclasses import dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """What a number tells about somebody."""

    IDENTITY = "identity"
    PASS = "pass"  # noqa: S105 - a passport
    CARD = "card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    PLATE = "plate"
    ADDRESS = "address"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, order=True)
class PersonalNumber:
    """A number in a text from `start` to `end`, of the reading while it is looked for, then of the original; `plain` is it without gaps, in one width."""

    start: int
    end: int
    kind: NumberKind
    plain: str
