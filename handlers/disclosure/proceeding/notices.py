"""The letters that steps make, with what fills them: the program's own dates, and the words of whoever took the step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.message import Wording
from handlers.cases import written
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.letters.kinds import NoticeKind
from handlers.disclosure.letters.placeholders import Placeholder
from handlers.disclosure.letters.values import LetterCase, case_values
from handlers.disclosure.proceeding.step_fields import Consulted, StepField, StepOrder
from handlers.disclosure.statute.clocks import Clocks

Values = dict[Placeholder, str]


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    """A step that was taken, as its letters tell it: the dates after it, on which day."""

    order: StepOrder
    case: LetterCase
    dates: Clocks
    on: date
    texts: Wording

    def text(self, field: StepField) -> str:
        """Give a field of the step."""
        return self.order.text(field)

    def until(self) -> str:
        """Give the day that the step sets, written out."""
        day = self.order.day(StepField.UNTIL)
        return written(day)


def notices_of(noted: NoticeOrder) -> tuple[tuple[NoticeKind, Values], ...]:
    """Give the letters of a step; most have one, consulting a second one to the applicant, others none."""
    make = _MAKERS.get(noted.order.step)
    return make(noted) if make else ()


def _correction(noted: NoticeOrder) -> tuple[tuple[NoticeKind, Values], ...]:
    own = {
        Placeholder.UNCLEAR: noted.text(StepField.POINTS),
        Placeholder.GUIDANCE: noted.text(StepField.GUIDANCE),
        Placeholder.CORRECT_UNTIL: noted.until(),
    }
    return ((NoticeKind.CORRECTION, case_values(noted.case) | own),)


def _extension(noted: NoticeOrder) -> tuple[tuple[NoticeKind, Values], ...]:
    dates = noted.dates
    own = {
        Placeholder.EXTENSION_REASON: noted.text(StepField.REASON),
        Placeholder.EXTENDED_UNTIL: written(dates.due_on or dates.projected_due_on)
        or noted.texts("disclosure.letter.due_provisional"),
        Placeholder.APPROVED_BY: noted.texts("disclosure.letter.head"),
    }
    return ((NoticeKind.EXTENSION, case_values(noted.case) | own),)


_LETTER_TO = {
    Consulted.THIRD_PARTY: (NoticeKind.THIRD_PARTY_CONSULTATION, Placeholder.THIRD_PARTY),
    Consulted.AGENCY: (NoticeKind.CO_MAKER_CONSULTATION, Placeholder.ADDRESSEE),
    Consulted.OTHER_AGENCY: (NoticeKind.AGENCY_COORDINATION, Placeholder.ADDRESSEE),
}


def _consultation(noted: NoticeOrder) -> tuple[tuple[NoticeKind, Values], ...]:
    """Art. 32 and 34; the applicant is told that the asking takes days out of the count (art. 33)."""
    consulted = Consulted(noted.text(StepField.CONSULTED))
    kind, addressee = _LETTER_TO[consulted]
    letter = {
        addressee: noted.text(StepField.PARTY),
        Placeholder.EXTRACT: noted.text(StepField.EXTRACT),
        Placeholder.OPINION_UNTIL: noted.texts("disclosure.letter.opinion_until"),
        Placeholder.CONCERN: noted.text(StepField.CONCERN) or noted.texts("disclosure.letter.concern"),
    }
    pause = {
        Placeholder.CONSULTED: noted.texts(f"disclosure.option.{consulted.value}"),
        Placeholder.CONSULTED_ON: written(noted.on),
    }
    return (kind, letter), (NoticeKind.PAUSE, case_values(noted.case) | pause)


def _reasons(noted: NoticeOrder) -> tuple[tuple[NoticeKind, Values], ...]:
    own = {Placeholder.COUNTS: noted.text(StepField.COUNTS), Placeholder.EXPLAIN_UNTIL: noted.until()}
    return ((NoticeKind.REASONS, case_values(noted.case) | own),)


def _delay(noted: NoticeOrder) -> tuple[tuple[NoticeKind, Values], ...]:
    own = {
        Placeholder.DELAY_REASON: noted.text(StepField.REASON),
        Placeholder.DELAYED_UNTIL: noted.until(),
    }
    return ((NoticeKind.DELAY, case_values(noted.case) | own),)


def _fee(noted: NoticeOrder) -> tuple[tuple[NoticeKind, Values], ...]:
    own = {
        Placeholder.FEE_SCALE: noted.texts(f"disclosure.option.{noted.text(StepField.SCALE)}"),
        Placeholder.FEE_COUNT: noted.text(StepField.COUNT),
        Placeholder.FEE_AMOUNT: noted.text(StepField.AMOUNT),
        Placeholder.PAY_HOW: noted.text(StepField.PAY_HOW),
        Placeholder.PAY_UNTIL: noted.texts("disclosure.letter.pay_until"),
    }
    return ((NoticeKind.FEE, case_values(noted.case) | own),)


_MAKERS: Mapping[Step, Callable[[NoticeOrder], tuple[tuple[NoticeKind, Values], ...]]] = {
    Step.ASK_CORRECTION: _correction,
    Step.EXTEND: _extension,
    Step.CONSULT: _consultation,
    Step.ASK_REASONS: _reasons,
    Step.FIX_DELAY: _delay,
    Step.ASK_FEE: _fee,
}
