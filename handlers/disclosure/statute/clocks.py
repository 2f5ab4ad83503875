"""The dates of a request, computed from its event log and the calendar alone (政府信息公开条例; disclosure-rules §2–§4).

Nothing here is stored: whoever needs a date asks again with the log as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.disclosure.statute.answer_period import (
    ANSWER_WORKDAYS,
    CORRECTION_NOTICE_WORKDAYS,
    AnswerPeriod,
    CaseStatus,
    answer_period,
)
from handlers.disclosure.statute.consultation import (
    Consultation,
    ExclusionWindow,
    consultations,
    reply_deadlines,
)
from handlers.disclosure.statute.counting import Counting, as_it_stands, at_the_latest
from handlers.disclosure.statute.log import Channel, LogEntry, Occurrence, in_order
from handlers.disclosure.statute.receipt import ReceiptDates, reached_on, receipt_of
from handlers.workdays import WorkingCalendar

NOTICE_WORKDAYS, DRAFT_WORKDAYS, REPLY_WORKDAYS = 3, 8, 15


@dataclass(frozen=True, slots=True)
class Milestones:
    """The office's own marks, 3 + 5 + 7 counted working days; no applicant has a right to them (disclosure-rules §3.1)."""

    notice_on: date | None
    draft_on: date | None
    reply_on: date | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The dates of a request.

    `receipt_on` is None before the office has received it in law. A date is None and `provisional` true when the
    calendar of a year on the way is not published (disclosure-rules §4). `clock_start_on` is day 0 of the answer clock,
    None while it is void. `projected_due_on` supposes that an outstanding opinion comes on its last day. The earliest
    dates are those that could be upheld in court; staff are warned by them (disclosure-rules §16).
    """

    receipt_on: date | None = None
    due_on: date | None = None
    correction_notice_by: date | None = None
    provisional: bool = False
    status: CaseStatus = CaseStatus.AWAITING_CONFIRMATION
    clock_start_on: date | None = None
    milestones: Milestones | None = None
    flags: tuple[str, ...] = ()
    confirm_by: date | None = None
    earliest_receipt_on: date | None = None
    earliest_due_on: date | None = None
    correct_by: date | None = None
    pay_by: date | None = None
    third_party_by: dict[str, date | None] = field(default_factory=dict)
    agency_by: dict[str, date | None] = field(default_factory=dict)
    other_agency_by: dict[str, date | None] = field(default_factory=dict)
    projected_due_on: date | None = None
    extension_workdays: int = 0
    delayed: bool = False
    windows: tuple[ExclusionWindow, ...] = ()
    replied_on: date | None = None
    on_time: bool | None = None

    @property
    def warn_by(self) -> date | None:
        """The day by which lights and reminders go: the earlier of the due date and the one a court might take."""
        return min((day for day in (self.due_on, self.earliest_due_on) if day), default=None)


def clocks(
    channel: Channel,
    log: Sequence[LogEntry],
    *,
    calendar: WorkingCalendar,
    today: date | None = None,
    automatic_counts: bool = False,
) -> Clocks:
    """Give the dates that follow from a log, in whatever order its lines are; day 0 may be a rest day.

    `today` matters for what lapses by itself; without it, the last line's day. `automatic_counts` takes a system's own
    confirmation as the receipt (disclosure-rules §2, §16).
    """
    lines = in_order(log)
    receipt = receipt_of(channel, lines, automatic_counts=automatic_counts)
    if receipt.kept_on is None:
        return _unconfirmed(lines, receipt, calendar)
    now = _judged_on(lines, today)
    letters = consultations(lines, calendar=calendar)
    counting = as_it_stands(letters, today=now, calendar=calendar)
    period = answer_period(receipt.kept_on, lines, counting=counting, today=now)
    return _dates(period, receipt, letters, counting=counting, today=now)


def _judged_on(lines: Sequence[LogEntry], today: date | None) -> date:
    last = lines[-1]
    return last.on if today is None or last.what is Occurrence.REPLIED else max(today, last.on)


def _unconfirmed(lines: Sequence[LogEntry], receipt: ReceiptDates, calendar: WorkingCalendar) -> Clocks:
    """Give what is known before the receipt: by when staff should confirm, and what a court might count from."""
    reached, earliest = reached_on(lines), receipt.earliest_on
    return Clocks(
        confirm_by=calendar.nth_workday_after(reached, 1) if reached else None,
        earliest_receipt_on=earliest,
        earliest_due_on=calendar.nth_workday_after(earliest, ANSWER_WORKDAYS) if earliest else None,
    )


def _dates(
    period: AnswerPeriod,
    receipt: ReceiptDates,
    letters: Sequence[Consultation],
    *,
    counting: Counting,
    today: date,
) -> Clocks:
    due, latest = period.due_on(counting), at_the_latest(letters, today=today, calendar=counting.calendar)
    open_ = any(one.ends_on(today) is None for one in letters)
    projected = period.due_on(latest) if open_ and not latest.blind else None
    running = period.status is CaseStatus.RUNNING
    flags = [*receipt.flags, *period.flags, *filter(None, (one.flag(today) for one in letters))]
    provisional = _waits_for_calendar(period, due, projected, blind=open_ and latest.blind)
    return Clocks(
        receipt_on=receipt.kept_on,
        due_on=due,
        correction_notice_by=counting.calendar.nth_workday_after(
            period.received_on, CORRECTION_NOTICE_WORKDAYS
        ),
        provisional=provisional,
        status=CaseStatus.CONSULTING if running and open_ else period.status,
        clock_start_on=period.start_on,
        milestones=_milestones(period, counting),
        flags=tuple(dict.fromkeys([*flags, *(["calendar_missing"] if provisional else [])])),
        earliest_receipt_on=receipt.earliest_on,
        earliest_due_on=_earliest_due(period, receipt, counting),
        correct_by=period.correct_by,
        pay_by=period.pay_by,
        third_party_by=reply_deadlines(letters, "third_party"),
        agency_by=reply_deadlines(letters, "agency"),
        other_agency_by=reply_deadlines(letters, "other_agency"),
        projected_due_on=projected,
        extension_workdays=period.extension_workdays,
        delayed=period.fixed_on is not None,
        windows=counting.windows,
        replied_on=period.replied_on,
        on_time=_on_time(period, counting),
    )


def _waits_for_calendar(
    period: AnswerPeriod, due: date | None, projected: date | None, *, blind: bool
) -> bool:
    """Whether a date is open because a year is not published, and for no other reason."""
    if period.status is CaseStatus.AWAITING_CORRECTION:
        return period.correct_by is None
    if period.status is CaseStatus.AWAITING_FEE:
        return period.pay_by is None
    return period.start_on is not None and due is None and projected is None and not blind


def _milestones(period: AnswerPeriod, counting: Counting) -> Milestones | None:
    if period.start_on is None:
        return None
    start = period.start_on
    return Milestones(
        *(counting.nth(start, count) for count in (NOTICE_WORKDAYS, DRAFT_WORKDAYS, REPLY_WORKDAYS))
    )


def _earliest_due(period: AnswerPeriod, receipt: ReceiptDates, counting: Counting) -> date | None:
    """Give the due date that follows from the earliest receipt; a period that ran anew has one day 0 only."""
    due, earliest = period.due_on(counting), receipt.earliest_on
    if period.start_on != receipt.kept_on or period.fixed_on is not None or earliest is None:
        return due
    return counting.nth(earliest, ANSWER_WORKDAYS + period.extension_workdays)


def _on_time(period: AnswerPeriod, counting: Counting) -> bool | None:
    """Whether the reply took effect on or before the due date; None when none was running or a year is missing."""
    if period.replied_on is None or period.start_on is None:
        return None
    if period.fixed_on is not None:
        return period.replied_on <= period.fixed_on
    due = period.due_on(counting)
    if due is not None:
        return period.replied_on <= due
    counted = counting.counted(period.start_on, period.replied_on)
    return None if counted is None else counted < ANSWER_WORKDAYS + period.extension_workdays


def remaining_workdays(dates: Clocks, *, on: date, calendar: WorkingCalendar) -> int | None:
    """Give the counted working days still to come: 0 on the due day, negative after it (disclosure-rules §3).

    None while there is no due date, or the calendar does not reach.
    """
    due = dates.due_on
    if due is None:
        return None
    if on <= due:
        return Counting(calendar, () if dates.delayed else dates.windows).counted(on, due)
    passed = calendar.workdays_between(due, on)
    return None if passed is None else -passed


def counted_workdays(dates: Clocks, *, on: date, calendar: WorkingCalendar) -> int:
    """Give the working days counted so far, as far as the calendar is published; 0 while no clock runs."""
    start, last = dates.clock_start_on, calendar.known_until()
    if start is None or last is None:
        return 0
    return Counting(calendar, dates.windows).counted(start, min(on, last)) or 0
