"""The clocks of a request, computed from its event log and the calendar alone (政府信息公开条例; disclosure-rules §2–§3).

Nothing here is stored: whoever needs a date asks again with the log as it stands. A further clock is a further pure
function over the same log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.workdays import Calendar

ANSWER_WORKDAYS = 20
CORRECTION_NOTICE_WORKDAYS = 7


class Channel(StrEnum):
    """How an application reached the office; the receipt rule depends on it (art. 31)."""

    IN_PERSON = "in_person"
    REGISTERED_MAIL = "registered_mail"
    ORDINARY_MAIL = "ordinary_mail"
    INTERNET = "internet"
    FAX = "fax"


class Occurrence(StrEnum):
    """What happened to a request, as far as a clock looks at it."""

    SUBMITTED = "submitted"
    SIGNED = "signed"
    ARRIVED = "arrived"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of a request's log: what happened on which civil day of China."""

    what: Occurrence
    on: date


@dataclass(frozen=True, slots=True)
class Clocks:
    """The dates of a request.

    `receipt_on` is None before the office has received it in law. A date is None and `provisional` true when the
    calendar of a year on the way is not published (disclosure-rules §4).
    """

    receipt_on: date | None = None
    due_on: date | None = None
    correction_notice_by: date | None = None
    provisional: bool = False


RECEIPT_RULES = {
    Channel.IN_PERSON: Occurrence.SUBMITTED,
    Channel.REGISTERED_MAIL: Occurrence.SIGNED,
    Channel.ORDINARY_MAIL: Occurrence.CONFIRMED,
    Channel.INTERNET: Occurrence.CONFIRMED,
    Channel.FAX: Occurrence.CONFIRMED,
}


def receipt_date(channel: Channel, log: Sequence[LogEntry]) -> date | None:
    """Give the day on which the application counts as received, or None while it does not.

    Art. 31(1): in person, the day of submission. Art. 31(2): registered mail, the day the office signs; ordinary
    mail, the day confirmed with the applicant. Art. 31(3): internet and fax, the day both sides confirm.
    """
    wanted = RECEIPT_RULES[channel]
    return next((entry.on for entry in log if entry.what is wanted), None)


def clocks(channel: Channel, log: Sequence[LogEntry], *, calendar: Calendar) -> Clocks:
    """Give the dates that follow from a log; day 0 is the receipt date even when it is a rest day.

    Art. 33: answer within twenty working days. Art. 30: ask for correction within seven.
    """
    received = receipt_date(channel, log)
    if received is None:
        return Clocks()
    due = calendar.nth_workday_after(received, ANSWER_WORKDAYS)
    return Clocks(
        receipt_on=received,
        due_on=due,
        correction_notice_by=calendar.nth_workday_after(received, CORRECTION_NOTICE_WORKDAYS),
        provisional=due is None,
    )


def remaining_workdays(due_on: date, *, on: date, calendar: Calendar) -> int | None:
    """Give the working days still to come: 0 on the due day, negative after it (disclosure-rules §3)."""
    if on <= due_on:
        return calendar.workdays_between(on, due_on)
    passed = calendar.workdays_between(due_on, on)
    return None if passed is None else -passed


def counted_workdays(start_on: date, *, on: date, calendar: Calendar) -> int:
    """Give the working days counted from a clock's start to a day, as far as the calendar is published."""
    last = calendar.known_until()
    until = min(on, last) if last else start_on
    return calendar.workdays_between(start_on, until) or 0
