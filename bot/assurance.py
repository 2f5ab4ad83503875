"""How sure a reply is and what it shows: told beside its words, so that whoever measures need not read them.

Citizens see the words only. An action says it where it speaks (`handlers.talk.turn.say`); it travels with the reply and
ends with it: nothing of it is kept, and no channel sends it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

MARK = "assurance"
"""What an action's message is said to claim under."""


class Degree(StrEnum):
    """How sure a reply is of what it shows.

    `SURE` quotes without reservation. `LIKELY` shows what comes nearest and says that it may not be the answer.
    `ASK_BACK` asks which of several is meant. `NONE` claims nothing: a no, or words shown because they were chosen.
    """

    SURE = "sure"
    LIKELY = "likely"
    ASK_BACK = "ask_back"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a document as a reply shows them, and the document's id."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Assurance:
    """How sure a reply is, and the words of documents it shows, in the order they are shown.

    `confidence` is the probability, 0 to 1, that the best passage answers, whether it is shown or not; None where
    nothing estimated it. `considered` is that passage where it is not shown and whoever decided names it. What can be
    chosen next are the reply's own choices.
    """

    degree: Degree = Degree.NONE
    confidence: float | None = None
    quotations: tuple[Quotation, ...] = ()
    considered: Quotation | None = None

    def plain(self) -> dict[str, Any]:
        """Give it as plain values, as an action's message carries it; the inverse of `of`."""
        return {
            "degree": self.degree.value,
            "confidence": self.confidence,
            "quotations": [[one.document, one.text] for one in self.quotations],
            "considered": [self.considered.document, self.considered.text] if self.considered else None,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """Read what `plain` gave."""
        return cls(
            Degree(plain["degree"]),
            plain["confidence"],
            tuple(Quotation(document, text) for document, text in plain["quotations"]),
            Quotation(*plain["considered"]) if plain["considered"] else None,
        )
