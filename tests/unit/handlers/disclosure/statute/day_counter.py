"""A second counter of a request's days, the simplest possible: it walks from day to day and marks each one.

Written apart from the clock, so that the two can be held against each other; it shares only the log's own words.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.disclosure.statute.log import Channel, LogEntry
from handlers.workdays import Calendar

DAY = timedelta(days=1)
FARTHEST = 1500
CONFIRMED = ("internet", "email", "fax", "ordinary_mail", "other_unit_mail")


@dataclass
class Letter:
    kind: str
    ref: str
    sent: date
    runs_from: date | None
    worked: int = 0
    answered: bool = False
    closed: date | None = None


@dataclass
class Walked:
    received: date | None = None
    start: date | None = None
    due: date | None = None
    status: str = "awaiting_confirmation"
    on_time: bool | None = None
    flags: set[str] = field(default_factory=set)
    marks: dict[int, date] = field(default_factory=dict)
    counted: list[date] = field(default_factory=list)


def plain_nth(calendar: Calendar, day: date, count: int) -> date | None:
    while count:
        day += DAY
        works = calendar.is_workday(day)
        if works is None:
            return None
        if works:
            count -= 1
    return day


def walk(  # noqa: C901, PLR0912, PLR0915 - one plain walk, so that nothing of it is shared with the clock
    channel: Channel, log: list[LogEntry], calendar: Calendar, today: date | None = None
) -> Walked:
    lines = sorted(log, key=lambda line: line.on)
    replies = [line for line in lines if line.what == "replied"]
    if replies:
        lines = lines[: lines.index(replies[0]) + 1]
        today = replies[0].on
    today = max(today or lines[-1].on, lines[-1].on)
    wanted = {"in_person": "submitted", "registered_mail": "signed"}.get(channel, "confirmed")
    found = Walked()
    for line in lines:
        if line.what == wanted and found.received is None:
            found.received = line.on
    if found.received is None:
        return found
    found.status = "running"
    if channel in ("ordinary_mail", "other_unit_mail"):
        arrived = [line.on for line in lines if line.what == "arrived"]
        if arrived and found.received > arrived[0]:
            found.flags.add("confirmation_not_same_day")

    letters: list[Letter] = []
    start: date | None = found.received
    total, fixed, extended = 20, None, False
    asked = fee_asked = False
    correct_by = pay_by = None
    counted: list[date] = []
    replied = None
    day = min(lines[0].on, found.received)
    for _ in range(FARTHEST):
        works = calendar.is_workday(day)
        covered = any(one.sent < day and (one.closed is None or day <= one.closed) for one in letters)
        counts = start is not None and day > start and works is True and not covered
        for one in letters:
            if one.runs_from and one.runs_from < day and works and one.closed is None:
                one.worked += 1
                if one.worked == 15 and day < today:
                    one.closed = day
        for line in lines:
            if line.on != day:
                continue
            what = str(line.what)
            kind = what.rsplit("_", 1)[0]
            if what.endswith("_sent"):
                letters.append(Letter(kind, line.ref, day, day if kind == "other_agency" else None))
            elif what.endswith("_served"):
                mine = [one for one in letters if (one.kind, one.ref) == (kind, line.ref)]
                if mine and mine[-1].runs_from is None:
                    mine[-1].runs_from = day
                    # A service entered after the answer does not open the letter again.
            elif what.endswith("_reply"):
                mine = [one for one in letters if (one.kind, one.ref) == (kind, line.ref)]
                if mine and not mine[-1].answered:
                    mine[-1].answered = True
                    if mine[-1].closed is None or mine[-1].closed == day:
                        mine[-1].closed = day
                    else:
                        found.flags.add(f"{kind}_reply_late")
            elif what in ("submitted", "signed", "arrived", "confirmed"):
                pass
            elif day < found.received:
                found.flags.add("event_before_receipt")
            elif what == "correction_notice":
                if start is None:
                    found.flags.add("event_without_clock")
                elif asked:
                    found.flags.add("correction_repeated")
                else:
                    asked = True
                    seventh = plain_nth(calendar, found.received, 7)
                    if seventh and day > seventh:
                        found.flags.add("correction_notice_late")
                    else:
                        start, found.status = None, "awaiting_correction"
                        correct_by = line.until or plain_nth(calendar, line.received_on or day, 10)
            elif what == "correction_received":
                in_time = correct_by is None or day <= correct_by
                if found.status == "awaiting_correction" and in_time:
                    start, counted, total, fixed, extended = day, [], 20, None, False
                    found.status = "running"
                elif found.status in ("awaiting_correction", "abandoned_no_correction"):
                    if line.justified:
                        start, counted, total, fixed, extended = day, [], 20, None, False
                        found.status = "running"
                        found.flags.add("correction_late_justified")
                    else:
                        found.status = "abandoned_no_correction"
                        found.flags.add("correction_late_unjustified")
            elif what == "extension_approved":
                if start is None or fixed:
                    found.flags.add("event_without_clock")
                elif extended:
                    found.flags.add("extension_repeated")
                elif line.workdays > 20:
                    found.flags.add("extension_too_long")
                elif len(counted) >= total:
                    found.flags.add("extension_after_due")
                else:
                    total, extended = total + line.workdays, True
            elif what == "fee_notice":
                past = fixed < day if fixed else len(counted) >= total
                if start is None:
                    found.flags.add("event_without_clock")
                elif fee_asked:
                    found.flags.add("fee_notice_repeated")
                elif past:
                    found.flags.add("fee_notice_after_due")
                else:
                    fee_asked, start, found.status = True, None, "awaiting_fee"
                    pay_by = plain_nth(calendar, line.received_on or day, 20)
            elif what == "fee_paid":
                if found.status == "awaiting_fee":
                    if pay_by and day > pay_by:
                        found.status = "abandoned_no_fee"
                        found.flags.add("fee_paid_late")
                    else:
                        start, counted, total, fixed, extended = day, [], 20, None, False
                        found.status = "running"
            elif what == "art35_delay":
                past = fixed <= day if fixed else len(counted) + counts >= total
                if start is None:
                    found.flags.add("event_without_clock")
                elif past:
                    found.flags.add("art35_after_due")
                else:
                    fixed = line.until
            elif what == "replied":
                found.status, replied = "replied", day
        if start == day:
            counts = False
        if counts and start is not None:
            counted.append(day)
        if works is None and day > today:
            break
        if day > today and (start is None or len(counted) >= total):
            break
        day += DAY

    if found.status == "awaiting_correction" and correct_by and today > correct_by:
        found.status = "abandoned_no_correction"
    if found.status == "awaiting_fee" and pay_by and today > pay_by:
        found.status = "abandoned_no_fee"
    open_letters = [one for one in letters if one.closed is None]
    if found.status == "running" and open_letters:
        found.status = "consulting"
    for one in letters:
        if one.closed is not None and not one.answered:
            found.flags.add("agency_deemed_consent" if one.kind == "agency" else f"{one.kind}_no_reply")
    found.start, found.counted = start, counted
    if start is not None:
        found.due = fixed or (counted[total - 1] if len(counted) >= total else None)
        found.marks = {n: counted[n - 1] for n in (3, 8, 15) if len(counted) >= n}
        if replied:
            known = replied <= start or calendar.is_workday(replied) is not None
            found.on_time = replied <= found.due if found.due else (True if known else None)
    return found
