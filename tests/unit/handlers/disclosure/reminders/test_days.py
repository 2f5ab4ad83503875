"""On which days staff are reminded, as a table of cases."""

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from handlers.disclosure.reminders.days import count_by_reader, is_reminded, reaches_head, reminding_day
from handlers.workdays import Calendar, load_calendar

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-09-30T08:59", False),
        ("2026-09-30T09:00", True),
        ("2026-09-30T23:59", True),
        ("2026-10-01T09:00", False),  # the National Day
        ("2026-10-10T09:00", True),  # a Saturday that is worked
        ("2026-10-11T10:00", False),
        ("2026-09-29T01:00+00:00", True),  # nine in the morning in China
        ("2026-09-29T00:59+00:00", False),
    ],
)
def test_from_nine_on_working_days(at: str, goes: bool) -> None:
    moment = datetime.fromisoformat(at)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    day = reminding_day(moment, CALENDAR)
    assert (day is not None) is goes
    assert day in {None, moment.astimezone(SHANGHAI).date()}


def test_without_the_years_notice_only_weekends_are_off() -> None:
    nothing = Calendar(frozenset(), frozenset(), frozenset())
    week = [reminding_day(datetime(2031, 1, day, 9, tzinfo=SHANGHAI), nothing) for day in range(6, 13)]
    assert [day is not None for day in week] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("left", "reminded", "head"),
    [
        (6, False, False),
        (5, True, False),
        (4, False, False),
        (3, True, False),
        (2, False, False),
        (1, True, True),
        (0, True, True),
        (-1, True, True),
        (-40, True, True),
    ],
)
def test_the_days_before_and_every_day_after(left: int, reminded: bool, head: bool) -> None:
    assert (is_reminded(left), reaches_head(left)) == (reminded, head)


def test_what_is_counted() -> None:
    assert count_by_reader({"a": 5, "b": 1, "c": -3}) == {"handler": 3, "head": 2}
    assert count_by_reader({}) == {"handler": 0, "head": 0}
