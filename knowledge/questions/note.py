"""The outcome of one question of a citizen: the value that every channel hands to the log.

It is noted beside the answer and never instead of it: noting must not wait, and must not fail.
"""

from enum import StrEnum
from typing import NamedTuple, Protocol


class QuestionOutcome(StrEnum):
    """How a question ended for the citizen."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    DECLINED = "declined"
    HANDED_OVER = "handed_over"
    OUT_OF_SCOPE = "out_of_scope"


# Both values are made within a turn, where a named tuple takes a quarter of the time of a frozen class.
class QuestionNote(NamedTuple):
    """One question and what became of it.

    `key` is the message's, `at` POSIX time in seconds. `document`, `theme` and `unit` are those of the document cited,
    or of the nearest one; `passage` counts its passages from 0 and is None without a quote. `score` orders passages of
    one question, `confidence` is the probability, 0 to 1, that the best one answers. `ms` is how long answering took.
    `interpreter` and `interpreter_unit` are who explains the nearest document, when it is near enough to be asked about.
    `useful` is set where it is no question but what its citizen thinks of the answer to the one before it.
    """

    key: str
    at: float
    channel: str
    citizen: str
    question: str
    outcome: QuestionOutcome
    theme: str = ""
    unit: str = ""
    document: str = ""
    passage: int | None = None
    score: float | None = None
    confidence: float = 0.0
    ms: float = 0.0
    interpreter: str = ""
    interpreter_unit: str = ""
    useful: bool | None = None


class MaskedNote(NamedTuple):
    """A note without personal data, as it is kept: `key` and `citizen` are keyed hashes, `question` is masked.

    `threshold` is the confidence from which an answer was given, `generation` the index it was sought in.
    """

    key: str
    at: float
    channel: str
    citizen: str
    question: str
    outcome: QuestionOutcome
    theme: str
    unit: str
    document: str
    passage: int | None
    score: float | None
    confidence: float
    threshold: float
    generation: str
    ms: float
    interpreter: str = ""
    interpreter_unit: str = ""
    useful: bool | None = None


class Notebook(Protocol):
    """Takes notes of questions."""

    def note(self, note: QuestionNote) -> None:
        """Take a note at once, without personal data; never raises and never waits."""
        ...


class NoNotebook:
    """Takes no notes: for trials and for measuring, which are no citizens' questions."""

    def note(self, note: QuestionNote) -> None:
        """Let the note go."""
