"""How sure the policy's answers are, told beside their words: the one place where an outcome becomes a degree."""

from collections.abc import Sequence

from bot.assurance import Assurance, Degree, Quotation
from handlers.policy.answer_text import words_shown
from handlers.policy.question_note import outcome_of
from handlers.published.library import Excerpt, plain
from handlers.published.quotes import as_it_stands, near_quotes, quoted
from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.questions.note import QuestionOutcome


def assured(result: Answer | Decline) -> Assurance:
    """Give what the reply to an outcome claims.

    A quote is sure, unless it is said beside it that it lacks what was asked for; a no shows nothing.
    """
    if isinstance(result, Decline):
        best = result.best
        considered = Quotation(best.citation.document.id, quoted(best)) if best else None
        return Assurance(Degree.NONE, result.confidence, considered=considered)
    in_part = outcome_of(result) is QuestionOutcome.PARTIAL
    shown = Quotation(result.citation.document.id, words_shown(result))
    return Assurance(Degree.LIKELY if in_part else Degree.SURE, result.confidence, (shown,))


def near_words(extracts: Sequence[Extract], *, confidence: float, reserved: bool) -> Assurance:
    """Give what words that only come near claim: likely, or nothing where somebody chose their document."""
    shown = tuple(
        Quotation(one.citation.document.id, text)
        for one, text in zip(extracts, near_quotes(extracts), strict=True)
    )
    return Assurance(Degree.LIKELY if reserved else Degree.NONE, confidence, shown)


def read_on(excerpt: Excerpt) -> Assurance:
    """Give what a further passage claims: nothing; it is shown because somebody wanted to read on."""
    return Assurance(quotations=(Quotation(excerpt.document.id, plain(excerpt.text)),))


def left_unseen(extracts: Sequence[Extract]) -> Assurance:
    """Give what further words of the likeliest passages claim: nothing; they are shown because somebody wanted to read on."""
    return Assurance(
        quotations=tuple(Quotation(one.citation.document.id, as_it_stands(one)) for one in extracts)
    )
