from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from handlers.county.office import Office
from tests.factories.office import CALENDAR, OFFICE


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "is_open", "opens"),
    [
        ("2026-11-20 08:29", False, "2026-11-20 08:30"),
        ("2026-11-20 08:30", True, "2026-11-20 14:30"),
        ("2026-11-20 12:00", False, "2026-11-20 14:30"),
        ("2026-11-20 17:30", False, "2026-11-23 08:30"),
        ("2026-11-21 10:00", False, "2026-11-23 08:30"),
        ("2026-10-10 10:00", True, "2026-10-10 14:30"),
        ("2026-02-14 20:00", False, "2026-02-24 08:30"),
        ("2027-01-04 10:00", True, "2027-01-04 14:30"),
        ("2027-01-03 10:00", False, "2027-01-04 08:30"),
    ],
)
def test_opening_follows_hours_and_calendar(now: str, *, is_open: bool, opens: str) -> None:
    assert OFFICE.is_open(at(now), calendar=CALENDAR) is is_open
    assert OFFICE.opens_at(at(now), calendar=CALENDAR) == at(opens)


FIELDS = dict.fromkeys(("name", "phone", "address", "review_organ", "court"), "x")


@pytest.mark.parametrize("hours", ["全天", "25:00—26:00", "12:00—8:00"])
def test_unreadable_hours_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match="hours"):
        Office.of({**FIELDS, "hours": hours})


def test_a_missing_field_is_named() -> None:
    with pytest.raises(ValueError, match="phone"):
        Office.of({**FIELDS, "hours": "8:30—12:00", "phone": " "})
