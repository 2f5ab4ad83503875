"""What a proof-reader found in a document: the value that checks give and pages show."""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What kind of trouble was found."""

    PERSONAL = "personal"
    NAME = "name"
    FIGURE = "figure"
    DATE = "date"
    SENSITIVE = "sensitive"
    LINK = "link"
    TYPO = "typo"
    CATCH_ALL = "catch_all"
    NUMBER = "number"
    PAIR = "pair"


class Weight(StrEnum):
    """What a finding does to a submission.

    Something to look at only; something that goes on with a written reason; something that has to be mended.
    """

    LOOK = "look"
    REASON = "reason"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where it stands, its words, and in `advice` the key of what to do about it.

    `start` and `end` count characters of the text; both are 0 where it stands in the particulars, whose `field` is
    named then. `instead` is what probably should stand there.
    """

    trouble: Trouble
    weight: Weight
    advice: str
    excerpt: str
    start: int = 0
    end: int = 0
    field: str = ""
    instead: str = ""

    @property
    def is_blocking(self) -> bool:
        """Whether a submission stops at it."""
        return self.weight is not Weight.LOOK
