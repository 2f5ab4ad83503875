"""Notes and lines of questions, as a turn leaves them."""

from datetime import UTC, datetime
from itertools import count

from knowledge.questions.note import MaskedNote, QuestionNote, QuestionOutcome

ASKED_AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
_numbers = count(1)


def note(
    question: str, outcome: QuestionOutcome = QuestionOutcome.DECLINED, *, key: str = "", citizen: str = "o1"
) -> QuestionNote:
    """Give a note."""
    return QuestionNote(
        key=key or f"note-{next(_numbers)}",
        at=ASKED_AT.timestamp(),
        channel="wechat",
        citizen=citizen,
        question=question,
        outcome=outcome,
    )


def line(
    question: str,
    outcome: QuestionOutcome = QuestionOutcome.DECLINED,
    *,
    key: str = "",
    theme: str = "",
    unit: str = "",
    at: datetime = ASKED_AT,
    channel: str = "wechat",
) -> MaskedNote:
    """Give a line of the log."""
    return MaskedNote(
        key=key or f"line-{next(_numbers)}",
        at=at.timestamp(),
        channel=channel,
        citizen="0" * 64,
        question=question,
        outcome=outcome,
        theme=theme,
        unit=unit,
        document="",
        passage=None,
        score=None,
        confidence=0.3,
        threshold=0.5,
        generation="gen-1",
        ms=1.5,
    )
