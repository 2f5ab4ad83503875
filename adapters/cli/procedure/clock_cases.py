"""Labelled histories of requests through the clock."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from adapters.cli.procedure.outcome import CaseOutcome, CheckedCases, differences, records
from handlers.disclosure.statute.clocks import Clocks, Milestones, clocks, remaining_workdays
from handlers.disclosure.statute.reading import channel_of, civil_day, entries_of
from handlers.workdays import WorkingCalendar


def check(paths: Sequence[Path], *, calendar: WorkingCalendar) -> CheckedCases:
    """Hold each record with events and expected dates against the clock; one whose values cannot be read fails.

    Raises `ValueError` naming file and line where a line is no JSON object.
    """
    outcomes, ignored = [], 0
    for path in paths:
        for number, record in records(path):
            if not {"events", "expected", "channel"} <= record.keys():
                ignored += 1
                continue
            try:
                faults = _faults(record, calendar)
            except (ValueError, TypeError, AttributeError) as error:
                # One record that cannot be read does not keep the others from being tried.
                faults = (f"{path.name} 第{number}行读不懂：{error}",)
            outcomes.append(CaseOutcome(str(record.get("id", number)), faults))
    return CheckedCases(tuple(outcomes), ignored)


def _faults(record: Mapping[str, Any], calendar: WorkingCalendar) -> tuple[str, ...]:
    dates = clocks(
        channel_of(record["channel"]),
        entries_of(record["events"]),
        calendar=calendar,
        today=civil_day(record["now"]) if record.get("now") else None,
    )
    wanted = dict(record["expected"])
    found = plain(dates)
    if "flags" in wanted:
        wanted["flags"], found["flags"] = sorted(wanted["flags"]), sorted(found["flags"])
    days = wanted.get("remaining") or {}
    found["remaining"] = {on: remaining_workdays(dates, on=civil_day(on), calendar=calendar) for on in days}
    if "remaining" in wanted:
        wanted["remaining"] = days
    return differences(wanted, found)


def plain(dates: Clocks) -> dict[str, Any]:
    """Give the dates under the names that labelled cases use (disclosure-rules §15)."""
    return {
        "receipt_date": _text(dates.receipt_on),
        "earliest_receipt_date": _text(dates.earliest_receipt_on),
        "clock_start": _text(dates.clock_start_on),
        "statutory_due": _text(dates.due_on),
        "earliest_due": _text(dates.earliest_due_on),
        "projected_due": _text(dates.projected_due_on),
        "provisional": dates.provisional,
        "correction_notice_deadline": _text(dates.correction_notice_by),
        "correction_deadline": _text(dates.correct_by),
        "fee_payment_deadline": _text(dates.pay_by),
        "milestones": _milestones(dates.milestones),
        "third_party_reply_deadlines": _texts(dates.third_party_by),
        "agency_reply_deadlines": _texts(dates.agency_by),
        "other_agency_reply_deadlines": _texts(dates.other_agency_by),
        "status": dates.status.value,
        "flags": list(dates.flags),
        "reply_effective_date": _text(dates.replied_on),
        "on_time": dates.on_time,
    }


def _milestones(marks: Milestones | None) -> dict[str, str | None] | None:
    if marks is None:
        return None
    return {
        "notice_3": _text(marks.notice_on),
        "draft_8": _text(marks.draft_on),
        "reply_15": _text(marks.reply_on),
    }


def _texts(days: Mapping[str, date | None]) -> dict[str, str | None]:
    return {name: _text(day) for name, day in days.items()}


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
