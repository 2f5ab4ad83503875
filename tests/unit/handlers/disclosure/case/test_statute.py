import json
from datetime import date, datetime

import pytest

from bot.clock import local_date
from handlers.disclosure.case.statute import (
    Channel,
    Clocks,
    LogEntry,
    Occurrence,
    clocks,
    counted_workdays,
    receipt_date,
    remaining_workdays,
)
from handlers.workdays import load_calendar
from tests.shared_data import labelled

CALENDAR = load_calendar()
SUBMITTED = LogEntry(Occurrence.SUBMITTED, date(2025, 3, 3))
SIGNED = LogEntry(Occurrence.SIGNED, date(2025, 3, 5))
ARRIVED = LogEntry(Occurrence.ARRIVED, date(2025, 3, 6))
CONFIRMED = LogEntry(Occurrence.CONFIRMED, date(2025, 3, 8))


@pytest.mark.parametrize(
    ("channel", "log", "received"),
    [
        (Channel.IN_PERSON, [SUBMITTED], date(2025, 3, 3)),
        (Channel.REGISTERED_MAIL, [SUBMITTED], None),
        (Channel.REGISTERED_MAIL, [SUBMITTED, SIGNED], date(2025, 3, 5)),
        (Channel.ORDINARY_MAIL, [SUBMITTED, ARRIVED], None),
        (Channel.ORDINARY_MAIL, [SUBMITTED, ARRIVED, CONFIRMED], date(2025, 3, 8)),
        (Channel.INTERNET, [SUBMITTED], None),
        (Channel.INTERNET, [SUBMITTED, CONFIRMED], date(2025, 3, 8)),
        (Channel.FAX, [SUBMITTED], None),
        (Channel.FAX, [SUBMITTED, CONFIRMED], date(2025, 3, 8)),
    ],
)
def test_the_receipt_date_follows_the_channel(
    channel: Channel, log: list[LogEntry], received: date | None
) -> None:
    assert receipt_date(channel, log) == received


def test_without_receipt_no_clock_runs() -> None:
    assert clocks(Channel.INTERNET, [SUBMITTED], calendar=CALENDAR) == Clocks()


def test_a_receipt_on_a_rest_day_is_day_zero() -> None:
    found = clocks(Channel.INTERNET, [SUBMITTED, CONFIRMED], calendar=CALENDAR)
    assert found == Clocks(date(2025, 3, 8), date(2025, 4, 7), date(2025, 3, 18), provisional=False)


def test_a_due_date_beyond_the_published_calendar_stays_open() -> None:
    found = clocks(Channel.IN_PERSON, [LogEntry(Occurrence.SUBMITTED, date(2026, 12, 15))], calendar=CALENDAR)
    assert found == Clocks(date(2026, 12, 15), None, date(2026, 12, 24), provisional=True)
    assert counted_workdays(date(2026, 12, 15), on=date(2027, 1, 8), calendar=CALENDAR) == 12
    assert counted_workdays(date(2026, 12, 15), on=date(2026, 12, 16), calendar=CALENDAR) == 1
    assert remaining_workdays(date(2026, 12, 24), on=date(2027, 1, 8), calendar=CALENDAR) is None


PLAIN = {"submitted", "signed", "arrived", "confirmed"}


def _cases() -> list[dict]:  # type: ignore[type-arg]
    rows = map(json.loads, labelled("disclosure/deadlines.jsonl").read_text("utf-8").splitlines())
    return [row for row in rows if {event["type"] for event in row["events"]} <= PLAIN]


def _day(at: str) -> date:
    return local_date(datetime.fromisoformat(at)) if "T" in at else date.fromisoformat(at)


def test_the_labelled_cases_without_later_steps() -> None:
    rows = _cases()
    assert len(rows) > 20
    for row in rows:
        log = [LogEntry(Occurrence(event["type"]), _day(event["at"])) for event in row["events"]]
        found = clocks(Channel(row["channel"]), log, calendar=CALENDAR)
        expected = row["expected"]
        assert _text(found.receipt_on) == expected["receipt_date"], row["id"]
        assert _text(found.due_on) == expected["statutory_due"], row["id"]
        assert _text(found.correction_notice_by) == expected["correction_notice_deadline"], row["id"]
        assert found.provisional == ("calendar_missing" in expected["flags"]), row["id"]
        for on, left in (expected.get("remaining") or {}).items():
            assert found.due_on
            assert remaining_workdays(found.due_on, on=_day(on), calendar=CALENDAR) == left, (row["id"], on)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
