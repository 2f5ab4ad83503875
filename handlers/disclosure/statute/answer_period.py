"""The answer period of a request, carried through its log line by line (arts. 30, 33, 35, 42; disclosure-rules §3)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from handlers.disclosure.statute.counting import Counting
from handlers.disclosure.statute.log import LogEntry, Occurrence

ANSWER_WORKDAYS = 20
LONGEST_EXTENSION_WORKDAYS = 20
CORRECTION_NOTICE_WORKDAYS = 7
CORRECTION_WORKDAYS = 10
"""The "reasonable" period of art. 30 where the notice names no day."""
PAYMENT_WORKDAYS = 20
BY_HAND = frozenset({"direct", "entrusted"})
"""Ways of service that take effect when the other side signs."""


class CaseStatus(StrEnum):
    """A coarse view of where a request stands, as far as its clocks are concerned."""

    AWAITING_CONFIRMATION = "awaiting_confirmation"
    RUNNING = "running"
    AWAITING_CORRECTION = "awaiting_correction"
    CONSULTING = "consulting"
    AWAITING_FEE = "awaiting_fee"
    ABANDONED_NO_CORRECTION = "abandoned_no_correction"
    ABANDONED_NO_FEE = "abandoned_no_fee"
    REPLIED = "replied"


@dataclass(frozen=True, slots=True)
class AnswerPeriod:
    """The period as it stands after some lines.

    `start_on` is day 0; None while no answer clock runs. `fixed_on` is the delayed date of art. 35, which replaces what
    the count would give.
    """

    received_on: date
    start_on: date | None
    status: CaseStatus = CaseStatus.RUNNING
    extension_workdays: int = 0
    fixed_on: date | None = None
    correction_asked: bool = False
    correct_by: date | None = None
    fee_asked: bool = False
    pay_by: date | None = None
    replied_on: date | None = None
    flags: tuple[str, ...] = ()

    def flagged(self, flag: str) -> "AnswerPeriod":
        """Give the period with one more flag, each once."""
        return self if flag in self.flags else replace(self, flags=(*self.flags, flag))

    def due_on(self, counting: Counting) -> date | None:
        """Give the last day for the answer; None while none can be named."""
        if self.start_on is None:
            return None
        return self.fixed_on or counting.nth(self.start_on, ANSWER_WORKDAYS + self.extension_workdays)

    def restarted(self, day: date) -> "AnswerPeriod":
        """Give the period that runs in full from a day; what was added to the one before is gone with it."""
        return replace(self, start_on=day, status=CaseStatus.RUNNING, extension_workdays=0, fixed_on=None)


def answer_period(
    received_on: date, log: Sequence[LogEntry], *, counting: Counting, today: date
) -> AnswerPeriod:
    """Carry the period from its receipt date through a log, oldest line first, up to the reply."""
    *_, (_, period) = stages(received_on, log, counting=counting)
    return _lapsed(period, today)


def stages(
    received_on: date, log: Sequence[LogEntry], *, counting: Counting
) -> Iterator[tuple[date, AnswerPeriod]]:
    """Give the period as it stood from each day on which a line changed it, its receipt first."""
    period = AnswerPeriod(received_on, received_on)
    yield received_on, period
    for entry in log:
        rule = RULES.get(entry.what)
        if rule is None:
            continue
        if entry.on < received_on:
            period = period.flagged("event_before_receipt")
            yield received_on, period
            continue
        period = rule(period, entry, counting)
        yield entry.on, period
        if period.status is CaseStatus.REPLIED:
            return


def _lapsed(period: AnswerPeriod, today: date) -> AnswerPeriod:
    """Whoever neither corrects nor pays in time has given the request up (art. 30; 国办函〔2020〕109号)."""
    if period.status is CaseStatus.AWAITING_CORRECTION and period.correct_by and today > period.correct_by:
        return replace(period, status=CaseStatus.ABANDONED_NO_CORRECTION)
    if period.status is CaseStatus.AWAITING_FEE and period.pay_by and today > period.pay_by:
        return replace(period, status=CaseStatus.ABANDONED_NO_FEE)
    return period


def _correction_notice(period: AnswerPeriod, entry: LogEntry, counting: Counting) -> AnswerPeriod:
    """Art. 30: once, within seven working days of receipt. A late notice leaves the first due date standing [conv]."""
    if period.start_on is None:
        return period.flagged("event_without_clock")
    if period.correction_asked:
        return period.flagged("correction_repeated")
    asked = replace(period, correction_asked=True)
    last = counting.calendar.nth_workday_after(period.received_on, CORRECTION_NOTICE_WORKDAYS)
    if last is not None and entry.on > last:
        return asked.flagged("correction_notice_late")
    reached = entry.received_on or entry.on
    correct_by = entry.until or counting.calendar.nth_workday_after(reached, CORRECTION_WORKDAYS)
    return replace(asked, start_on=None, status=CaseStatus.AWAITING_CORRECTION, correct_by=correct_by)


def _correction_received(period: AnswerPeriod, entry: LogEntry, _: Counting) -> AnswerPeriod:
    """Art. 30: the period runs anew from the day on which the corrected application arrives."""
    if period.status is CaseStatus.AWAITING_CORRECTION and (
        period.correct_by is None or entry.on <= period.correct_by
    ):
        return period.restarted(entry.on)
    if period.status not in {CaseStatus.AWAITING_CORRECTION, CaseStatus.ABANDONED_NO_CORRECTION}:
        return period
    if entry.justified:
        return period.restarted(entry.on).flagged("correction_late_justified")
    return replace(period, status=CaseStatus.ABANDONED_NO_CORRECTION).flagged("correction_late_unjustified")


def _extension(period: AnswerPeriod, entry: LogEntry, counting: Counting) -> AnswerPeriod:
    """Art. 33: once, at most twenty working days, approved and told on or before the due date [conv]."""
    if period.start_on is None or period.fixed_on is not None:
        return period.flagged("event_without_clock")
    if period.extension_workdays:
        return period.flagged("extension_repeated")
    if not 0 < entry.workdays <= LONGEST_EXTENSION_WORKDAYS:
        return period.flagged("extension_too_long")
    due = period.due_on(counting)
    if due is not None and (entry.received_on or entry.on) > due:
        return period.flagged("extension_after_due")
    return replace(period, extension_workdays=entry.workdays)


def _fee_notice(period: AnswerPeriod, entry: LogEntry, counting: Counting) -> AnswerPeriod:
    """国办函〔2020〕109号 art. 6: sent within the answer period, or it changes nothing; to be paid within twenty working days."""
    if period.start_on is None:
        return period.flagged("event_without_clock")
    if period.fee_asked:
        return period.flagged("fee_notice_repeated")
    due = period.due_on(counting)
    if due is not None and entry.on > due:
        return period.flagged("fee_notice_after_due")
    pay_by = counting.calendar.nth_workday_after(entry.received_on or entry.on, PAYMENT_WORKDAYS)
    return replace(period, fee_asked=True, start_on=None, status=CaseStatus.AWAITING_FEE, pay_by=pay_by)


def _fee_paid(period: AnswerPeriod, entry: LogEntry, _: Counting) -> AnswerPeriod:
    """国办函〔2020〕109号 art. 6: the period runs anew from the day after the payment."""
    if period.status is not CaseStatus.AWAITING_FEE:
        return period
    if period.pay_by is not None and entry.on > period.pay_by:
        return replace(period, status=CaseStatus.ABANDONED_NO_FEE).flagged("fee_paid_late")
    return period.restarted(entry.on)


def _delay(period: AnswerPeriod, entry: LogEntry, counting: Counting) -> AnswerPeriod:
    """Art. 35: a reasonable date, told before the due date that it replaces [conv]."""
    if period.start_on is None or entry.until is None:
        return period.flagged("event_without_clock")
    due = period.due_on(counting)
    if due is not None and entry.on >= due:
        return period.flagged("art35_after_due")
    return replace(period, fixed_on=entry.until)


def _replied(period: AnswerPeriod, entry: LogEntry, _: Counting) -> AnswerPeriod:
    """国办公开办函〔2016〕235号: by hand it takes effect on signature, by post on the day handed in, online when sent [conv]."""
    effective = entry.received_on if entry.how in BY_HAND and entry.received_on else entry.on
    return replace(period, status=CaseStatus.REPLIED, replied_on=effective)


RULES: dict[Occurrence, Callable[[AnswerPeriod, LogEntry, Counting], AnswerPeriod]] = {
    Occurrence.CORRECTION_NOTICE: _correction_notice,
    Occurrence.CORRECTION_RECEIVED: _correction_received,
    Occurrence.EXTENSION_APPROVED: _extension,
    Occurrence.FEE_NOTICE: _fee_notice,
    Occurrence.FEE_PAID: _fee_paid,
    Occurrence.ART35_DELAY: _delay,
    Occurrence.REPLIED: _replied,
}
