"""When an application counts as received (art. 31; disclosure-rules §2, §16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.disclosure.statute.log import Channel, LogEntry, Occurrence

RECEIPT_RULES = {
    Channel.IN_PERSON: Occurrence.SUBMITTED,
    Channel.REGISTERED_MAIL: Occurrence.SIGNED,
    Channel.ORDINARY_MAIL: Occurrence.CONFIRMED,
    Channel.OTHER_UNIT_MAIL: Occurrence.CONFIRMED,
    Channel.INTERNET: Occurrence.CONFIRMED,
    Channel.EMAIL: Occurrence.CONFIRMED,
    Channel.FAX: Occurrence.CONFIRMED,
}
# A system that confirms by itself does so at the moment of submission.
AUTOMATIC = frozenset({Channel.INTERNET, Channel.EMAIL})
# These have to be confirmed with the applicant on the day they arrive.
SAME_DAY = frozenset({Channel.ORDINARY_MAIL, Channel.OTHER_UNIT_MAIL})


@dataclass(frozen=True, slots=True)
class ReceiptDates:
    """The receipt date that is kept, and the earliest one that could be upheld in court.

    `kept_on` is None while the application does not count as received. `earliest_on` is never later than it.
    """

    kept_on: date | None = None
    earliest_on: date | None = None
    flags: tuple[str, ...] = ()


def receipt_of(channel: Channel, log: Sequence[LogEntry], *, automatic_counts: bool = False) -> ReceiptDates:
    """Give the receipt dates of a log, oldest line first.

    Art. 31(1): in person, the day of submission. Art. 31(2): signed mail, the day the agency signs; other mail, the day
    confirmed with the applicant, which has to be the day of arrival. Art. 31(3): internet, e-mail and fax, the day both
    sides confirm. Whether a system's own confirmation is one, the law does not say; guiding case 26 of the Supreme
    People's Court took it so. `automatic_counts` is that setting; the earliest date follows the case in any event.
    """
    kept = _first(log, RECEIPT_RULES[channel])
    submitted, arrived = _first(log, Occurrence.SUBMITTED), _first(log, Occurrence.ARRIVED)
    earliest = kept
    if channel in AUTOMATIC:
        earliest = submitted if submitted and (kept is None or submitted < kept) else kept
        kept = earliest if automatic_counts else kept
    elif channel in SAME_DAY:
        earliest = arrived if arrived and (kept is None or arrived < kept) else kept
    late = channel in SAME_DAY and kept is not None and arrived is not None and kept > arrived
    return ReceiptDates(kept, earliest, ("confirmation_not_same_day",) if late else ())


def reached_on(log: Sequence[LogEntry]) -> date | None:
    """Give the day on which an application lay before the agency, confirmed or not."""
    return _first(log, Occurrence.ARRIVED) or _first(log, Occurrence.SUBMITTED)


def _first(log: Sequence[LogEntry], what: Occurrence) -> date | None:
    return next((entry.on for entry in log if entry.what is what), None)
